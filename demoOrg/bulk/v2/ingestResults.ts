import type { Job, KeptOutcome } from '../bulkJob.ts';
import { CsvFault, csvLine, delimiters, quotedCell } from '../csvFormat.ts';
import type { Bulk } from '../openBulk.ts';
import { csvRecords } from '../uploadedRows.ts';

const resultKinds = ['successfulresults', 'failedresults', 'unprocessedrecords'] as const;
type ResultKind = (typeof resultKinds)[number];

export function isResultKind(text: string): text is ResultKind {
  return resultKinds.some((kind) => kind === text);
}

const ownColumns: Readonly<Record<ResultKind, readonly string[]>> = {
  successfulresults: ['sf__Id', 'sf__Created'],
  failedresults: ['sf__Id', 'sf__Error'],
  unprocessedrecords: [],
};

/** The uploaded rows with what became of them, in the order of the upload: read again from the upload, never held. */
export async function* resultText(bulk: Bulk, job: Job, kind: ResultKind): AsyncGenerator<string> {
  if (!job.hasData) return;
  const outcomes = each(bulk.store.outcomes(job.id));
  let isHeader = true;
  try {
    for (const records of csvRecords(bulk.spool.readData(job.id), job)) {
      let text = '';
      for (const cells of records) {
        if (isHeader) text += csvLine([...ownColumns[kind], ...cells], job);
        else text += lineOf(job, kind, cells, outcomes.next().value);
        isHeader = false;
      }
      if (text !== '') yield text;
    }
  } catch (error) {
    // The job failed at this place of the upload, and nothing can be read from there on.
    if (!(error instanceof CsvFault)) throw error;
  }
}

function* each(groups: Iterable<readonly KeptOutcome[]>): Generator<KeptOutcome, undefined> {
  for (const group of groups) yield* group;
}

/** The row as it belongs into this result; empty where it belongs into another. */
function lineOf(job: Job, kind: ResultKind, cells: readonly string[], outcome: KeptOutcome | undefined): string {
  if (outcome === undefined) return kind === 'unprocessedrecords' ? csvLine(cells, job) : '';
  const delimiter = delimiters[job.delimiter];
  if (typeof outcome === 'string')
    return kind === 'successfulresults' ? `"${outcome.slice(1)}"${delimiter}"${String(outcome.startsWith('+'))}"${delimiter}${csvLine(cells, job)}` : '';
  return kind === 'failedresults' ? `${quotedCell(outcome.id)}${delimiter}${quotedCell(outcome.error)}${delimiter}${csvLine(cells, job)}` : '';
}
