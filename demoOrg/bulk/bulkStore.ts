import type { Database, SqlRow } from '../database.ts';
import { recordId } from '../schema/recordId.ts';
import type { Job, JobDefinition, JobState, KeptOutcome, Work, WorkState } from './bulkJob.ts';

/** Jobs and their results are kept so long, as in Salesforce. */
const keptMs = 7 * 24 * 60 * 60 * 1_000;

const tables = `
  CREATE TABLE IF NOT EXISTS _bulkJob (
    id TEXT PRIMARY KEY, definition TEXT NOT NULL, state TEXT NOT NULL, hasData INTEGER NOT NULL, createdAt INTEGER NOT NULL, changedAt INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS _bulkWork (
    id TEXT PRIMARY KEY, job TEXT NOT NULL, state TEXT NOT NULL, processed INTEGER NOT NULL, failed INTEGER NOT NULL, activeMs INTEGER NOT NULL,
    message TEXT, query TEXT, marks TEXT, createdAt INTEGER NOT NULL, changedAt INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS _bulkWorkOfJob ON _bulkWork (job);
  CREATE TABLE IF NOT EXISTS _bulkOutcome (
    work TEXT NOT NULL, number INTEGER NOT NULL, rows INTEGER NOT NULL, outcomes TEXT NOT NULL, PRIMARY KEY (work, number)
  ) STRICT;
`;

/** The rows of bulk jobs: what a restart finds again. */
export interface BulkStore {
  createJob(definition: JobDefinition): Job;
  job(id: string): Job | undefined;
  /** The newest first. */
  jobs(api: 1 | 2): Job[];
  setJob(id: string, change: { state?: JobState; hasData?: boolean }): void;
  deleteJob(id: string): void;
  /** Work of a job: its own id in 2.0, an id of its own (751…) in 1.0. */
  nextBatchId(): string;
  createWork(id: string, job: string, query: string | null): void;
  work(id: string): Work | undefined;
  works(job: string): Work[];
  /** What a restart or a new job left to be done, the oldest first. */
  unfinished(): Work[];
  setWork(id: string, change: { state?: WorkState; message?: string; marks?: readonly number[]; processed?: number; activeMs?: number }): void;
  /** Adds what became of the next rows; part of the transaction that wrote them. */
  addOutcomes(work: string, outcomes: readonly KeptOutcome[], activeMs: number): void;
  /** The rows' outcomes, as many at a time as were written together. */
  outcomes(work: string): Iterable<readonly KeptOutcome[]>;
  /** Forgets jobs after seven days; gives the ids of jobs and work that are gone. */
  dropExpired(): string[];
  /** Every id that may have files. */
  ids(): Set<string>;
}

export function openBulkStore(database: Database, now: () => Date): BulkStore {
  database.exec(tables);
  const at = (): number => now().getTime();

  function nextId(prefix: string): string {
    const row = database.get(
      "INSERT INTO _meta (name, value) VALUES ('bulkIds', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
    );
    return recordId(prefix, Number(row![0]));
  }

  function deleteJob(id: string): void {
    database.transaction(() => {
      database.run('DELETE FROM _bulkOutcome WHERE work IN (SELECT id FROM _bulkWork WHERE job = :id)', { id });
      database.run('DELETE FROM _bulkWork WHERE job = :id', { id });
      database.run('DELETE FROM _bulkJob WHERE id = :id', { id });
    });
  }

  const jobColumns = 'SELECT id, definition, state, hasData, createdAt, changedAt FROM _bulkJob';
  const workColumns = 'SELECT id, job, state, processed, failed, activeMs, message, query, marks, createdAt, changedAt FROM _bulkWork';
  const worksOf = (job: string): Work[] => database.all(`${workColumns} WHERE job = :job ORDER BY rowid`, { job }).map(workFrom);
  const jobBy = (id: string): Job | undefined => database.all(`${jobColumns} WHERE id = :id`, { id }).map(jobFrom)[0];

  return {
    createJob(definition) {
      const id = nextId('750');
      database.run("INSERT INTO _bulkJob VALUES (:id, :definition, 'Open', 0, :now, :now)", { id, definition: JSON.stringify(definition), now: at() });
      return jobBy(id)!;
    },
    job: jobBy,
    jobs: (api) => database.all(`${jobColumns} WHERE definition ->> 'api' = :api ORDER BY rowid DESC`, { api }).map(jobFrom),
    setJob: (id, { state, hasData }) =>
      database.run('UPDATE _bulkJob SET state = coalesce(:state, state), hasData = coalesce(:hasData, hasData), changedAt = :now WHERE id = :id', {
        id,
        state: state ?? null,
        hasData: hasData === undefined ? null : Number(hasData),
        now: at(),
      }),
    deleteJob,
    nextBatchId: () => nextId('751'),
    createWork: (id, job, query) =>
      database.run("INSERT INTO _bulkWork VALUES (:id, :job, 'Queued', 0, 0, 0, NULL, :query, NULL, :now, :now)", { id, job, query, now: at() }),
    work: (id) => database.all(`${workColumns} WHERE id = :id`, { id }).map(workFrom)[0],
    works: worksOf,
    unfinished: () => database.all(`${workColumns} WHERE state IN ('Queued', 'InProgress') ORDER BY rowid`).map(workFrom),
    setWork: (id, { state, message, marks, processed, activeMs }) =>
      database.run(
        'UPDATE _bulkWork SET state = coalesce(:state, state), message = coalesce(:message, message), marks = coalesce(:marks, marks), ' +
          'processed = coalesce(:processed, processed), activeMs = coalesce(:activeMs, activeMs), changedAt = :now WHERE id = :id',
        {
          id,
          state: state ?? null,
          message: message ?? null,
          marks: marks ? JSON.stringify(marks) : null,
          processed: processed ?? null,
          activeMs: activeMs ?? null,
          now: at(),
        },
      ),
    addOutcomes(work, outcomes, activeMs) {
      const rows = outcomes.length;
      const failed = outcomes.filter((outcome) => typeof outcome !== 'string').length;
      const kept = JSON.stringify(outcomes);
      database.run('INSERT INTO _bulkOutcome SELECT :work, count(*), :rows, :kept FROM _bulkOutcome WHERE work = :work', { work, rows, kept });
      database.run(
        'UPDATE _bulkWork SET processed = processed + :rows, failed = failed + :failed, activeMs = activeMs + :activeMs, changedAt = :now WHERE id = :work',
        { work, rows, failed, activeMs, now: at() },
      );
    },
    *outcomes(work) {
      for (let number = 0; ; number++) {
        const row = database.get('SELECT outcomes FROM _bulkOutcome WHERE work = :work AND number = :number', { work, number });
        if (!row) return;
        yield JSON.parse(row[0] as string) as KeptOutcome[];
      }
    },
    dropExpired() {
      const old = database.all('SELECT id FROM _bulkJob WHERE createdAt < :before', { before: at() - keptMs }).map(([id]) => id as string);
      return old.flatMap((id) => {
        const gone = [id, ...worksOf(id).map((work) => work.id)];
        deleteJob(id);
        return gone;
      });
    },
    ids: () => new Set(database.all('SELECT id FROM _bulkJob UNION SELECT id FROM _bulkWork').map(([id]) => id as string)),
  };
}

function jobFrom([id, definition, state, hasData, createdAt, changedAt]: SqlRow): Job {
  return {
    ...(JSON.parse(definition as string) as JobDefinition),
    id: id as string,
    state: state as JobState,
    hasData: hasData === 1,
    createdAt: Number(createdAt),
    changedAt: Number(changedAt),
  };
}

function workFrom([id, job, state, processed, failed, activeMs, message, query, marks, createdAt, changedAt]: SqlRow): Work {
  return {
    id: id as string,
    job: job as string,
    state: state as WorkState,
    processed: Number(processed),
    failed: Number(failed),
    activeMs: Number(activeMs),
    message: message as string | null,
    query: query as string | null,
    marks: marks === null ? [] : (JSON.parse(marks as string) as number[]),
    createdAt: Number(createdAt),
    changedAt: Number(changedAt),
  };
}
