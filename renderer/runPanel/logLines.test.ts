import { expect, it } from 'vitest';
import { createRunStore } from '../stores/runStore.ts';
import { logLines } from './logLines.ts';

const counts = { in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0, apiCalls: 0, retries: 0 };

it('says in order when nodes began and ended, with their counts, and what they said meanwhile', () => {
  const run = createRunStore();
  const { started, take } = run.getState();
  started('r');
  take({ type: 'progress', elapsedMs: 100, nodes: { read: { ...counts, state: 'running' } }, edges: {} });
  take({ type: 'log', level: 'warning', node: 'read', message: 'A line is odd.' });
  take({ type: 'progress', elapsedMs: 300, nodes: { read: { ...counts, out: 1186, rejected: 4, state: 'done' }, write: { ...counts, in: 1186, state: 'running' } }, edges: {} });
  run.setState({ phase: 'cancelled' });
  expect(logLines(run.getState()).map(({ elapsedMs, node, message }) => [elapsedMs, node, message])).toEqual([
    [100, 'read', 'began'],
    [100, 'read', 'A line is odd.'],
    [300, 'read', 'done, 1,186 out, 4 rejected'],
    [300, 'write', 'began'],
  ]);
});
