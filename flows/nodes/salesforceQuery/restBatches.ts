import { queryPath, restQuery, type RestPage } from '../../connectors/salesforce/restQuery.ts';
import type { Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { pageBatch } from './pageBatch.ts';
import type { Reading, Settings } from './preparedQuery.ts';

/**
 * The records of a query page by page.
 * @param mayContinue asked with the first page; false ends the reading before any of its records is given
 */
export async function* restBatches(reading: Reading, mayContinue: (first: RestPage) => boolean): AsyncGenerator<Batch> {
  const { org, query, context, from } = reading;
  const batchOf = pageBatch(reading);
  let ordinal = Number(from?.['ordinal'] ?? 0);
  let counted = Number(from?.['counted'] ?? -1);
  for await (const page of restQuery(org, from ? String(from['next']) : queryPath(query.soql, query.isAll), context.settings.pageSize, context, context.signal)) {
    if (counted < 0) {
      counted = page.totalSize;
      if (!mayContinue(page)) return;
    }
    const after = ordinal + page.records.length;
    yield batchOf(page, ordinal, page.next === undefined ? undefined : { api: 'rest', next: page.next, ordinal: after, counted });
    ordinal = after;
  }
  audit(context, counted, ordinal);
}

/** What the org counted against what was read. Records that somebody deletes meanwhile are no longer on the later pages. */
export function audit(context: NodeContext<Settings>, counted: number, read: number, ranges = 1): void {
  const where = ranges === 1 ? '' : ` in ${ranges} ranges of Id`;
  if (counted === read) context.log('info', `The org counted ${counted} records${where}; ${read} were read.`);
  else context.log('warning', `The org counted ${counted} records${where} when the query began; ${read} were read. Records that were deleted meanwhile are missing.`);
}
