import type { ErrorData } from '../../kit/errors.ts';
import type { FinishedEvent, RunEvent } from '../events.ts';
import type { RunTotals, StoredEvent } from '../runStore.ts';
import type { Database } from './database.ts';

/** A run that says nothing for so long is dead even where its process id is in use: by another program, since a restart. */
const silenceMs = 120_000;

/** What runs said. Of progress one event is kept, so a long run is no longer to read than a short one. */
export function runEvents(database: Database) {
  const append = (run: string, event: RunEvent): number => {
    const sequence = Number(database.get('select coalesce(max(sequence), 0) + 1 as next from event where run = ?', run)!['next']);
    if (event.type === 'progress') database.run(`delete from event where run = ? and type = 'progress'`, run);
    database.run('insert into event (run, sequence, type, body) values (?, ?, ?, ?)', run, sequence, event.type, JSON.stringify(event));
    return sequence;
  };

  const beat = (run: string, elapsedMs: number, totals: RunTotals | undefined): void => {
    database.run('update run set beatAt = ?, elapsedMs = ? where run = ?', Date.now(), Math.round(elapsedMs), run);
    if (totals) database.run('update run set read = ?, written = ?, rejected = ? where run = ?', totals.read, totals.written, totals.rejected, run);
  };

  const finishRun = (run: string, event: FinishedEvent, totals?: RunTotals): number =>
    database.transaction(() => {
      beat(run, event.elapsedMs, totals);
      database.run('update run set state = ? where run = ?', event.state, run);
      const ended = event.state === 'succeeded' ? 'done' : 'stopped';
      database.run(`update split set state = ?, updatedAt = ? where run = ? and state = 'running'`, ended, new Date().toISOString(), run);
      return append(run, event);
    });

  const readEvents = (run: string, after = 0): StoredEvent[] =>
    database
      .all('select sequence, body from event where run = ? and sequence > ? order by sequence', run, after)
      .map(({ sequence, body }) => ({ sequence: Number(sequence), event: JSON.parse(String(body)) as RunEvent }));

  const markInterrupted = (run: string, error?: ErrorData, state: 'interrupted' | 'cancelled' = 'interrupted'): StoredEvent | undefined => {
    const row = database.get('select state, elapsedMs from run where run = ?', run);
    if (row?.['state'] !== 'running') return undefined;
    const known = readEvents(run).findLast(({ event }) => event.type === 'progress')?.event;
    const { nodes, edges } = known?.type === 'progress' ? known : { nodes: {}, edges: {} };
    const event: FinishedEvent = { type: 'finished', state, elapsedMs: Number(row['elapsedMs']), nodes, edges, unhandled: 0, drops: {}, ...(error ? { error } : {}) };
    return { sequence: finishRun(run, event), event };
  };

  return {
    finishRun,
    readEvents,
    markInterrupted,

    appendEvent(run: string, event: RunEvent, totals?: RunTotals): number {
      return database.transaction(() => {
        if (event.type === 'progress') beat(run, event.elapsedMs, totals);
        return append(run, event);
      });
    },

    interruptDeadRuns(): string[] {
      const running = database.all(`select run, pid, beatAt from run where state = 'running'`);
      const dead = running.filter(({ pid, beatAt }) => !isAlive(Number(pid)) || Date.now() - Number(beatAt) > silenceMs).map(({ run }) => String(run));
      const error: ErrorData = {
        kind: 'service',
        code: 'engineStopped',
        message: 'The program that ran this flow ended before the run was over.',
        where: {},
        data: {},
      };
      return dead.filter((run) => markInterrupted(run, error));
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
