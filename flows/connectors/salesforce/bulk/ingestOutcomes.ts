import { AppError } from '../../../kit/errors.ts';
import type { OrgCounters, SalesforceOrg } from '../salesforceOrg.ts';
import { wordsOf, type BulkJob, type IngestJob } from './bulkJob.ts';
import { resultRows } from './resultRows.ts';
import type { RowHashes } from './rowHashes.ts';

/**
 * What became of one row; `row` is its ordinal in the whole input. `written` and `refused` are the org's words. `unprocessed`: the job
 * ended before its turn, nothing was written. `inDoubt`: the org says nothing of it, so whether it was written must be looked up.
 */
export type IngestOutcome =
  | { readonly row: number; readonly state: 'written'; readonly id: string; readonly created: boolean }
  | { readonly row: number; readonly state: 'refused'; readonly id?: string; readonly errorCode: string; readonly message: string; readonly fields: readonly string[] }
  | { readonly row: number; readonly state: 'unprocessed' | 'inDoubt' };

/**
 * The outcomes of a job that has ended, from its three results. Each row of a result takes a row of the upload with the same cells, once;
 * what the results did not name is given as `inDoubt` in the end. Rejects after that where the job did not end well, or the results do
 * not fit the upload.
 */
export async function* ingestOutcomes(org: SalesforceOrg, job: IngestJob, ended: BulkJob, hashes: RowHashes, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<readonly IngestOutcome[]> {
  const counts = { written: 0, refused: 0, unprocessed: 0, inDoubt: 0, strangers: 0 };
  const results = [['successfulResults', 'written'], ['failedResults', 'refused'], ['unprocessedrecords', 'unprocessed']] as const;
  for (const [name, state] of results) {
    for await (const part of resultRows(org, `/jobs/ingest/${job.id}/${name}`, counters, signal)) {
      const outcomes: IngestOutcome[] = [];
      const own = part.names.filter((column) => column.startsWith('sf__')).length;
      const idAt = part.names.indexOf('sf__Id');
      const createdAt = part.names.indexOf('sf__Created');
      const errorAt = part.names.indexOf('sf__Error');
      for (let at = part.first; at < part.rowCount; at++) {
        const cells: (string | null)[] = [];
        for (let field = own; field < part.names.length; field++) cells.push(part.block.text(at, field));
        const row = hashes.take(cells);
        if (row === undefined) counts.strangers++;
        else {
          counts[state]++;
          if (state === 'written') outcomes.push({ row, state, id: part.block.text(at, idAt) ?? '', created: part.block.text(at, createdAt) === 'true' });
          else if (state === 'refused') outcomes.push(refused(row, part.block.text(at, idAt), part.block.text(at, errorAt) ?? ''));
          else outcomes.push({ row, state });
        }
      }
      yield outcomes;
    }
  }
  let doubts: IngestOutcome[] = [];
  for (const row of hashes.left()) {
    counts.inDoubt++;
    doubts.push({ row, state: 'inDoubt' });
    if (doubts.length < 1000) continue;
    yield doubts;
    doubts = [];
  }
  if (doubts.length > 0) yield doubts;
  checkEnd(job, ended, counts);
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --`: the code, the words, the fields. */
function refused(row: number, id: string | null, text: string): IngestOutcome {
  const [, errorCode = 'UNKNOWN', message = text, fields = ''] = /^([A-Z0-9_]+):([\s\S]*):([^:]*?)\s*--\s*$/.exec(text) ?? [];
  return { row, state: 'refused', errorCode, message, fields: fields.split(/[,\s]+/).filter(Boolean), ...(id === null ? {} : { id }) };
}

function checkEnd(job: IngestJob, ended: BulkJob, counts: { readonly unprocessed: number; readonly inDoubt: number; readonly strangers: number }): void {
  const { unprocessed, inDoubt, strangers } = counts;
  const ofRows = `of the ${job.rowCount} rows`;
  if (ended.state !== 'JobComplete' || unprocessed > 0) {
    throw new AppError('service', 'bulkJobFailed', {
      message: `The org ended the bulk job ${job.id} before its end (${wordsOf(ended)}). ${unprocessed} ${ofRows} were not written.`,
      hint: 'What was written is written. Resume the run to send the others.',
      data: { job: job.id, unprocessed, inDoubt },
    });
  }
  if (inDoubt === 0 && strangers === 0) return;
  throw new AppError('service', 'bulkResultsUnclear', {
    message: `The results of the bulk job ${job.id} do not name ${inDoubt} ${ofRows}, and name ${strangers} that were not sent.`,
    hint: 'Look these rows up in the org before they are sent again.',
    data: { job: job.id, inDoubt, strangers },
  });
}
