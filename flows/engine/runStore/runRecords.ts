import type { RunRequest } from '../runRequest.ts';
import type { RunState } from '../events.ts';
import type { RunSummary } from '../runStore.ts';
import type { Database } from './database.ts';

/** The history keeps so many runs; the oldest go, with all that belongs to them. */
const keptRuns = 500;

const columns = 'run, flow, path, parent, mode, about, state, startedAt, elapsedMs, read, written, rejected';

/** The runs themselves. */
export function runRecords(database: Database) {
  return {
    createRun(request: RunRequest): void {
      const { run, document, path, parent, mode = 'write', applies, undoes } = request;
      const now = new Date();
      const claim = [run, document.name, path ?? null, parent ?? null, mode, applies ?? undoes ?? null, JSON.stringify(request), process.pid, now.toISOString(), now.getTime()];
      database.transaction(() => {
        database.run(
          `insert into run (run, flow, path, parent, mode, about, request, state, pid, startedAt, beatAt, attempt) values (?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, 1)
           on conflict (run) do update set state = 'running', pid = excluded.pid, beatAt = excluded.beatAt, attempt = attempt + 1`,
          ...claim,
        );
        // A run that goes on has not finished.
        database.run(`delete from event where run = ? and type = 'finished'`, run);
        database.run(
          // By row id, since several runs may start in one millisecond.
          `delete from run where state <> 'running' and rowid <= (select rowid from run order by rowid desc limit 1 offset ?)`,
          keptRuns,
        );
      });
    },

    listRuns({ path, limit = 50 }: { readonly path?: string | undefined; readonly limit?: number } = {}): RunSummary[] {
      const rows =
        path === undefined
          ? database.all(`select ${columns} from run order by startedAt desc, run desc limit ?`, limit)
          : database.all(`select ${columns} from run where path = ? order by startedAt desc, run desc limit ?`, path, limit);
      return rows.map(summary);
    },

    readRun(run: string): RunSummary | undefined {
      const row = database.get(`select ${columns} from run where run = ?`, run);
      return row && summary(row);
    },

    /** Which of the processes that have had the run has it now. */
    attemptOf: (run: string): number => Number(database.get('select attempt from run where run = ?', run)?.['attempt'] ?? 0),

    readRequest(run: string): RunRequest | undefined {
      const row = database.get('select request from run where run = ?', run);
      return row && (JSON.parse(String(row['request'])) as RunRequest);
    },
  };
}

function summary(row: Record<string, unknown>): RunSummary {
  return {
    run: String(row['run']),
    flow: String(row['flow']),
    ...(typeof row['path'] === 'string' ? { path: row['path'] } : {}),
    ...(typeof row['parent'] === 'string' ? { parent: row['parent'] } : {}),
    mode: row['mode'] === 'plan' ? 'plan' : 'write',
    ...(typeof row['about'] === 'string' ? { about: row['about'] } : {}),
    state: row['state'] as RunState,
    startedAt: String(row['startedAt']),
    elapsedMs: Number(row['elapsedMs']),
    read: Number(row['read']),
    written: Number(row['written']),
    rejected: Number(row['rejected']),
  };
}
