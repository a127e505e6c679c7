import { bulkIngest, clearField, resumeIngest, type IngestJob, type IngestOutcome, type IngestOperation, type IngestRow, type JobPace } from '../../connectors/salesforce/bulkIngest.ts';
import type { RecordChange, Sent } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import { longId } from './normalValue.ts';
import { byParent, orgFull, orgFullCode, pause, refusal, type RestSending } from './sendRest.ts';

export interface BulkSending extends RestSending {
  /** What the jobs of each operation took. */
  readonly paces: Readonly<Record<IngestOperation, JobPace>>;
}

/** The rows of one operation as a bulk job carries them. `places` says where among all changes each row is. */
interface Upload {
  readonly operation: IngestOperation;
  readonly columns: readonly string[];
  readonly places: readonly number[];
}

/** Rows are made as they are sent, so many at a time: those of a whole job would outlive two sweeps of the young memory and fill the old. */
const rowsAtOnce = 256;

/** A job as the ledger notes it. */
interface NotedJob extends IngestJob {
  readonly operation: IngestOperation;
  /** Which time its rows were sent: absent for the first, 1 for those that were locked then, and so on. */
  readonly tries?: number;
}

/** Rows that were locked are sent again in a job of their own, so often. The org itself tries a locked chunk ten times ("Bulk API 2.0: How Requests Are Processed"). */
const lockTries = 3;
const lockPauseMs = 500;

/**
 * Sends changes by Bulk API 2.0, a job for each kind of change; rows of one parent lie together, so that the org's chunks do not lock each
 * other out, and rows that were locked all the same go again. Each job is noted before the org is told to begin it.
 */
export async function sendBulk(changes: readonly RecordChange[], sending: BulkSending, note: (job: string) => void): Promise<{ answers: (Sent | undefined)[]; error?: unknown }> {
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const noted: NotedJob[] = [];
  let places = byParent([...changes.keys()], changes);
  for (let tries = 0; places.length > 0; tries++) {
    if (tries > 0) {
      sending.counters.count('retries', 1);
      await pause(lockPauseMs * tries, sending.signal);
    }
    const noteJob = (job: IngestJob, operation: IngestOperation): void => {
      noted.push({ ...job, operation, ...(tries === 0 ? {} : { tries }) });
      note(JSON.stringify(noted));
    };
    const error = await sendJobs(uploadsOf(changes, places, sending), changes, answers, sending, noteJob);
    if (error !== undefined) return { answers, error };
    places = tries < lockTries ? lockedOf(places, answers) : [];
  }
  return { answers };
}

/** One job for each upload, or several where it is large. Gives what broke it off. */
async function sendJobs(uploads: readonly Upload[], changes: readonly RecordChange[], answers: (Sent | undefined)[], { org, settings, insertBy, paces, counters, signal }: BulkSending, noteJob: (job: IngestJob, operation: IngestOperation) => void): Promise<unknown> {
  for (const [at, upload] of uploads.entries()) {
    const { operation, columns, places } = upload;
    let begun = 0;
    const onJob = (job: IngestJob): void => {
      noteJob(job, operation);
      // Until the org has said what became of them, rows that were locked before are in doubt too.
      begun = job.firstRow + job.rowCount;
      for (const place of places.slice(job.firstRow, begun)) answers[place] = undefined;
    };
    const request = {
      operation,
      object: settings.object,
      columns,
      rows: rowsOf(upload, changes),
      onJob,
      pace: paces[operation],
      ...(operation === 'upsert' ? { externalId: insertBy! } : {}),
      ...(/^[A-Za-z0-9]{15,18}$/.test(settings.assignmentRule) ? { assignmentRuleId: settings.assignmentRule } : {}),
    };
    try {
      let full: string | undefined;
      for await (const outcomes of bulkIngest(org, request, counters, signal)) full = take(outcomes, places, answers) ?? full;
      if (full !== undefined) throw orgFull(full, org);
    } catch (error) {
      for (const place of [...places.slice(begun), ...uploads.slice(at + 1).flatMap((upload) => upload.places)]) answers[place] ??= { isNotSent: true };
      return error;
    }
  }
  return undefined;
}

/**
 * What became of jobs that were noted when the run broke off: those that stood open are begun now, all are waited for. One that the org or
 * an admin ended before its end has said what it did; the rest is sent again, or looked up.
 */
export async function settleBulk(note: string, changes: readonly RecordChange[], sending: BulkSending): Promise<readonly (Sent | undefined)[]> {
  const { org, counters, signal } = sending;
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const noted = JSON.parse(note) as NotedJob[];
  let sent = byParent([...changes.keys()], changes);
  for (let tries = 0; sent.length > 0 && noted.some((job) => (job.tries ?? 0) === tries); tries++) {
    for (const upload of uploadsOf(changes, sent, sending)) {
      const { operation, places } = upload;
      let through = 0;
      for (const job of noted.filter((known) => known.operation === operation && (known.tries ?? 0) === tries)) {
        through = job.firstRow + job.rowCount;
        try {
          for await (const outcomes of resumeIngest(org, { job, rows: rowsOf(upload, changes, job.firstRow, through) }, counters, signal)) take(outcomes, places, answers);
        } catch (error) {
          // Thrown when all outcomes have been given.
          if (!(error instanceof AppError) || (error.code !== 'bulkJobFailed' && error.code !== 'bulkResultsUnclear')) throw error;
        }
      }
      // A job is noted before it begins: what no job was noted for, no org has seen; what was locked stays refused.
      for (const place of places.slice(through)) answers[place] ??= { isNotSent: true };
    }
    sent = lockedOf(sent, answers);
  }
  return answers;
}

function lockedOf(places: readonly number[], answers: readonly (Sent | undefined)[]): number[] {
  return places.filter((place) => answers[place]?.error?.code === 'UNABLE_TO_LOCK_ROW');
}

/** Gives the org's words where it has no room for more. */
function take(outcomes: readonly IngestOutcome[], places: readonly number[], answers: (Sent | undefined)[]): string | undefined {
  let full: string | undefined;
  for (const outcome of outcomes) {
    const place = places[outcome.row]!;
    if (outcome.state === 'written') answers[place] = { id: longId(outcome.id) };
    else if (outcome.state === 'refused' && outcome.errorCode === orgFullCode) {
      full = outcome.message;
      answers[place] = { isNotSent: true };
    } else if (outcome.state === 'refused') answers[place] = { error: refusal(outcome.errorCode, outcome.message, outcome.fields) };
    else if (outcome.state === 'unprocessed') answers[place] = { isNotSent: true };
  }
  return full;
}

function uploadsOf(changes: readonly RecordChange[], sent: readonly number[], { insertBy }: BulkSending): Upload[] {
  const operations = new Map<IngestOperation, number[]>();
  for (const place of sent) {
    const operation = operationOf(changes[place]!, insertBy);
    const places = operations.get(operation);
    if (places) places.push(place);
    else operations.set(operation, [place]);
  }
  return [...operations].map(([operation, places]) => {
    const withId = operation !== 'insert' && operation !== 'upsert';
    const names = [...new Set(places.flatMap((place) => changes[place]!.fields.map(({ name }) => name)))];
    return { operation, columns: [...(withId ? ['Id'] : []), ...names], places };
  });
}

function operationOf({ action, isFinal }: RecordChange, insertBy: string | undefined): IngestOperation {
  if (action === 'insert') return insertBy === undefined ? 'insert' : 'upsert';
  if (action === 'delete') return isFinal ? 'hardDelete' : 'delete';
  return 'update';
}

async function* rowsOf({ columns, places }: Upload, changes: readonly RecordChange[], first = 0, end = places.length): AsyncGenerator<readonly IngestRow[]> {
  const columnOf = new Map(columns.map((name, index) => [name, index]));
  for (let from = first; from < end; from += rowsAtOnce) {
    yield places.slice(from, Math.min(end, from + rowsAtOnce)).map((place): IngestRow => {
      const { id, fields } = changes[place]!;
      const cells: (string | null)[] = columns.map(() => null);
      if (columns[0] === 'Id') cells[0] = id ?? '';
      for (const { name, after } of fields) cells[columnOf.get(name)!] = after === null ? clearField : String(after);
      return cells;
    });
  }
}
