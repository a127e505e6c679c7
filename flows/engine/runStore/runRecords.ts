import type { RunRequest } from '../runRequest.ts';
import type { RunState } from '../events.ts';
import type { RunSummary } from '../runStore.ts';
import type { Database } from './database.ts';

/** The history keeps so many runs; the oldest go, with all that belongs to them. */
const keptRuns = 500;

const columns = 'run, flow, path, state, startedAt, elapsedMs, read, written, rejected';

/** The runs themselves. */
export function runRecords(database: Database) {
  return {
    createRun(request: RunRequest): void {
      const { run, document, path } = request;
      const now = new Date();
      const claim = [run, document.name, path ?? null, JSON.stringify(request), process.pid, now.toISOString(), now.getTime()];
      database.transaction(() => {
        database.run(
          `insert into run (run, flow, path, request, state, pid, startedAt, beatAt) values (?, ?, ?, ?, 'running', ?, ?, ?)
           on conflict (run) do update set state = 'running', pid = excluded.pid, beatAt = excluded.beatAt`,
          ...claim,
        );
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
  };
}

function summary(row: Record<string, unknown>): RunSummary {
  return {
    run: String(row['run']),
    flow: String(row['flow']),
    ...(typeof row['path'] === 'string' ? { path: row['path'] } : {}),
    state: row['state'] as RunState,
    startedAt: String(row['startedAt']),
    elapsedMs: Number(row['elapsedMs']),
    read: Number(row['read']),
    written: Number(row['written']),
    rejected: Number(row['rejected']),
  };
}
