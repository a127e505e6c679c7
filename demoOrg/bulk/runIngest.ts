import { setImmediate } from 'node:timers/promises';
import type { OrgContext } from '../org.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import { authorOf } from '../rest/authorOf.ts';
import type { Job, Work } from './bulkJob.ts';
import type { BulkStore } from './bulkStore.ts';
import { writeRows } from './writeRows.ts';

/** So many rows are one transaction, as in Salesforce. */
export const batchRows = 10_000;

/**
 * Writes the rows of one piece of work, batch by batch. A batch and its outcomes are one transaction, so whatever ends the process
 * leaves all of it or nothing, and the next start goes on with the next batch. Between batches other requests are answered.
 * @param inputs the rows after those that are done
 * @returns false where it was stopped: aborted by a client, or by `signal`
 */
export async function runIngest(
  org: OrgContext,
  store: BulkStore,
  job: Job,
  work: Work,
  inputs: Iterator<RecordInput>,
  signal: AbortSignal,
): Promise<boolean> {
  const object = org.schema.at(job.object);
  const session = { token: '', userId: job.createdById, client: 'Bulk API' };
  for (let first = inputs.next(); !first.done; first = inputs.next()) {
    if (signal.aborted || store.work(work.id)?.state !== 'InProgress') return false;
    const startedAt = performance.now();
    const batch = batchFrom(first.value, inputs);
    org.database.transaction(() => {
      const outcomes = writeRows(org.records, object, job, batch, authorOf(org, session));
      store.addOutcomes(work.id, outcomes, Math.round(performance.now() - startedAt));
    });
    org.limits.count('DailyBulkApiBatches');
    await setImmediate();
  }
  return store.work(work.id)?.state === 'InProgress';
}

/** Stops before it asks for a row of the next batch: a fault there is none of this one. */
function* batchFrom(first: RecordInput, inputs: Iterator<RecordInput>): Generator<RecordInput> {
  yield first;
  for (let count = 1; count < batchRows; count++) {
    const next = inputs.next();
    if (next.done) return;
    yield next.value;
  }
}
