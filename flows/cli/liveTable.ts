import type { RunEvent } from '../engine/events.ts';
import { progressTable, type ProgressNode } from './runProgress.ts';
import { painter, type Terminal } from './terminal.ts';
import { duration } from './words.ts';

/** Shows a run while it goes. */
export interface ProgressView {
  show(event: RunEvent): void;
  /** A line that stays, above what is drawn. */
  say(text: string): void;
  /** Takes away what was drawn, so that the result stands alone. */
  close(): void;
}

const redrawMs = 100;

/**
 * One table on stderr, drawn again in its place at most ten times a second; log lines move up above it. Lines are cut to the
 * terminal's width, since a line that wraps could not be drawn over, and the table to its height.
 */
export function liveTable(terminal: Terminal, name: string, nodes: readonly ProgressNode[], now: () => number = () => performance.now()): ProgressView {
  const paint = painter(terminal);
  const startedAt = now();
  let latest: Extract<RunEvent, { type: 'progress' }> | undefined;
  let drawnLines = 0;
  let drawnAt = -Infinity;

  const erase = (): string => (drawnLines === 0 ? '' : `\u001b[${drawnLines}A\r\u001b[J`);
  const draw = (): void => {
    const { columns, rows } = terminal.size();
    const head = `${paint('bold', name)}  ${duration(now() - startedAt)}`;
    const lines = [head, ...progressTable(nodes, latest?.nodes ?? {}, paint)].slice(0, Math.max(2, rows - 1)).map((line) => cut(line, columns - 1));
    terminal.err(`${erase()}${lines.join('\n')}\n`);
    drawnLines = lines.length;
    drawnAt = now();
  };
  const say = (text: string): void => {
    terminal.err(`${erase()}${text}\n`);
    drawnLines = 0;
    draw();
  };
  // The clock goes on while a node waits for its service.
  const clock = setInterval(draw, 1000);
  clock.unref();

  return {
    say,
    show(event) {
      if (event.type === 'log') say(logLine(event, nodes));
      if (event.type !== 'progress') return;
      latest = event;
      if (now() - drawnAt >= redrawMs) draw();
    },
    close() {
      clearInterval(clock);
      terminal.err(erase());
      drawnLines = 0;
    },
  };
}

const plainMs = 5000;

/** For logs and pipes: a line every five seconds with what each running node has done, and the log lines. */
export function plainProgress(terminal: Terminal, nodes: readonly ProgressNode[]): ProgressView {
  let saidAt = 0;
  const say = (text: string): void => terminal.err(`${text}\n`);
  return {
    say,
    show(event) {
      if (event.type === 'log') say(logLine(event, nodes));
      if (event.type !== 'progress' || event.elapsedMs - saidAt < plainMs) return;
      saidAt = event.elapsedMs;
      const parts = nodes.flatMap(({ id, title, isSource }) => {
        const counts = event.nodes[id];
        return counts?.state === 'running' ? [`${title} ${isSource ? counts.out : counts.in}`] : [];
      });
      say(`${duration(event.elapsedMs)}: ${parts.join(', ')}`);
    },
    close: () => {},
  };
}

function logLine(event: Extract<RunEvent, { type: 'log' }>, nodes: readonly ProgressNode[]): string {
  const title = nodes.find(({ id }) => id === event.node)?.title ?? event.node;
  return `${event.level === 'warning' ? 'Warning: ' : ''}${title === undefined ? '' : `${title}: `}${event.message}`;
}

/** The line cut to so many characters; colours take no room and are closed. */
function cut(line: string, columns: number): string {
  let room = columns;
  let result = '';
  // oxlint-disable-next-line no-control-regex
  for (const [part] of line.matchAll(/\u001b\[\d+m|./gu)) {
    if (part.startsWith('\u001b')) result += part;
    else if (room-- > 0) result += part;
  }
  return result;
}
