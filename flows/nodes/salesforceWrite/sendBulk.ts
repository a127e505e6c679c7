import { bulkIngest, clearField, resumeIngest, type IngestJob, type IngestOutcome, type IngestOperation, type IngestRow } from '../../connectors/salesforce/bulkIngest.ts';
import type { RecordChange, Sent } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import { longId } from './normalValue.ts';
import type { RestSending } from './sendRest.ts';

/** The rows of one operation as a bulk job carries them. `places` says where among all changes each row is. */
interface Upload {
  readonly operation: IngestOperation;
  readonly columns: readonly string[];
  readonly rows: readonly IngestRow[];
  readonly places: readonly number[];
}

/** A job as the ledger notes it. */
interface NotedJob extends IngestJob {
  readonly operation: IngestOperation;
}

/** Sends changes by Bulk API 2.0, a job for each kind of change. Each job is noted before the org is told to begin it. */
export async function sendBulk(changes: readonly RecordChange[], sending: RestSending, note: (job: string) => void): Promise<{ answers: (Sent | undefined)[]; error?: unknown }> {
  const { org, settings, insertBy, counters, signal } = sending;
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const noted: NotedJob[] = [];
  const uploads = uploadsOf(changes, sending);
  for (const [at, { operation, columns, rows, places }] of uploads.entries()) {
    let begun = 0;
    const onJob = (job: IngestJob): void => {
      noted.push({ ...job, operation });
      note(JSON.stringify(noted));
      begun = job.firstRow + job.rowCount;
    };
    const request = {
      operation,
      object: settings.object,
      columns,
      rows: inOneGroup(rows),
      onJob,
      ...(operation === 'upsert' ? { externalId: insertBy! } : {}),
      ...(/^[A-Za-z0-9]{15,18}$/.test(settings.assignmentRule) ? { assignmentRuleId: settings.assignmentRule } : {}),
    };
    try {
      for await (const outcomes of bulkIngest(org, request, counters, signal)) take(outcomes, places, answers);
    } catch (error) {
      for (const place of [...places.slice(begun), ...uploads.slice(at + 1).flatMap((upload) => upload.places)]) answers[place] = { isNotSent: true };
      return { answers, error };
    }
  }
  return { answers };
}

/** What became of jobs that were noted when the run broke off: those that stood open are begun now, all are waited for. */
export async function settleBulk(note: string, changes: readonly RecordChange[], sending: RestSending): Promise<readonly (Sent | undefined)[]> {
  const { org, counters, signal } = sending;
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const noted = JSON.parse(note) as NotedJob[];
  for (const { operation, rows, places } of uploadsOf(changes, sending)) {
    let through = 0;
    for (const job of noted.filter((known) => known.operation === operation)) {
      through = job.firstRow + job.rowCount;
      const own = rows.slice(job.firstRow, through);
      for await (const outcomes of resumeIngest(org, { job, rows: inOneGroup(own) }, counters, signal)) take(outcomes, places, answers);
    }
    // A job is noted before it begins: what no job was noted for, no org has seen.
    for (const place of places.slice(through)) answers[place] = { isNotSent: true };
  }
  return answers;
}

function take(outcomes: readonly IngestOutcome[], places: readonly number[], answers: (Sent | undefined)[]): void {
  for (const outcome of outcomes) {
    const place = places[outcome.row]!;
    if (outcome.state === 'written') answers[place] = { id: longId(outcome.id) };
    else if (outcome.state === 'refused') answers[place] = { error: new AppError('row', outcome.errorCode, { message: outcome.message, data: { fields: outcome.fields } }) };
    else if (outcome.state === 'unprocessed') answers[place] = { isNotSent: true };
  }
}

function uploadsOf(changes: readonly RecordChange[], { insertBy }: RestSending): Upload[] {
  const operations = new Map<IngestOperation, number[]>();
  changes.forEach((change, place) => {
    const operation = operationOf(change, insertBy);
    const places = operations.get(operation);
    if (places) places.push(place);
    else operations.set(operation, [place]);
  });
  return [...operations].map(([operation, places]) => {
    const withId = operation !== 'insert' && operation !== 'upsert';
    const names = [...new Set(places.flatMap((place) => changes[place]!.fields.map(({ name }) => name)))];
    const rows = places.map((place): IngestRow => {
      const { id, fields } = changes[place]!;
      const cells = new Map(fields.map(({ name, after }) => [name, after === null ? clearField : String(after)]));
      return [...(withId ? [id ?? ''] : []), ...names.map((name) => cells.get(name) ?? null)];
    });
    return { operation, columns: [...(withId ? ['Id'] : []), ...names], rows, places };
  });
}

function operationOf({ action, isFinal }: RecordChange, insertBy: string | undefined): IngestOperation {
  if (action === 'insert') return insertBy === undefined ? 'insert' : 'upsert';
  if (action === 'delete') return isFinal ? 'hardDelete' : 'delete';
  return 'update';
}

async function* inOneGroup(rows: readonly IngestRow[]): AsyncGenerator<readonly IngestRow[]> {
  yield rows;
}
