import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeProgress, RunEvent } from '../engine/events.ts';
import { liveTable, plainProgress } from './liveTable.ts';
import { testTerminal } from './testTerminal.ts';

const nodes = [{ id: 'read', title: 'Read CSV', isSource: true }, { id: 'write', title: 'Salesforce write', isSource: false }];
const zero: NodeProgress = { state: 'running', in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0, apiCalls: 0, retries: 0 };

function progress(elapsedMs: number, read: number, written: number): RunEvent {
  return { type: 'progress', elapsedMs, nodes: { read: { ...zero, out: read }, write: { ...zero, in: written, written } }, edges: {} };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('liveTable', () => {
  it('draws over what it drew, ten times a second at most', () => {
    const terminal = testTerminal({ isWatched: true });
    let now = 0;
    const view = liveTable(terminal, 'Copy', nodes, () => now);
    for (; now < 1000; now += 10) view.show(progress(now, now * 10, now));
    const frames = terminal.said.err.split('\u001b[4A\r\u001b[J');
    expect(frames).toHaveLength(10);
    expect(frames[0]).toBe('Copy  0.0 s\n                    Out\n● Read CSV\n● Salesforce write\n');
    expect(frames[9]).toBe('Copy  0.9 s\n                     In    Out  Written\n● Read CSV               9,000\n● Salesforce write  900             900\n');
    view.close();
    expect(terminal.said.err.endsWith('\u001b[4A\r\u001b[J')).toBe(true);
  });

  it('cuts lines to the width and the table to the height', () => {
    const terminal = testTerminal({ isWatched: true, hasColor: true, size: () => ({ columns: 12, rows: 4 }) });
    liveTable(terminal, 'A flow with a long name', nodes).show(progress(0, 1, 1));
    const lines = terminal.said.err.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    // oxlint-disable-next-line no-control-regex
    for (const line of lines) expect(line.replaceAll(/\u001b\[\d+m/g, '').length).toBeLessThan(12);
  });

  it('lets log lines stand above the table', () => {
    const terminal = testTerminal({ isWatched: true });
    const view = liveTable(terminal, 'Copy', nodes);
    view.show({ type: 'log', level: 'warning', node: 'write', message: 'The org is busy.' });
    expect(terminal.said.err).toMatch(/^Warning: Salesforce write: The org is busy\.\nCopy {2}/);
  });
});

it('plain progress is a line every five seconds', () => {
  const terminal = testTerminal();
  const view = plainProgress(terminal, nodes);
  for (let at = 0; at <= 12_000; at += 100) view.show(progress(at, at, 7));
  expect(terminal.said.err).toBe('5.0 s: Read CSV 5000, Salesforce write 7\n10 s: Read CSV 10000, Salesforce write 7\n');
});
