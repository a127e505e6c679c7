import { recordCell } from '../../connectors/salesforce/recordCells.ts';
import { queryPath, restQuery, type RestPage } from '../../connectors/salesforce/restQuery.ts';
import { batchFromRows, selectRows, type Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';
import { spread, spreadRelationships } from './childColumns.ts';
import type { Reading, Settings } from './preparedQuery.ts';

/**
 * The records of a query page by page.
 * @param mayContinue asked with the first page; false ends the reading before any of its records is given
 */
export async function* restBatches({ org, query, tracker, context, from }: Reading, mayContinue: (first: RestPage) => boolean): AsyncGenerator<Batch> {
  const { schema, soql, isAll } = query;
  const paths = schema.map((column) => column.name.split('.'));
  const relationships = spreadRelationships(schema);
  let ordinal = Number(from?.['ordinal'] ?? 0);
  let counted = Number(from?.['counted'] ?? -1);
  for await (const page of restQuery(org, from ? String(from['next']) : queryPath(soql, isAll), context.settings.pageSize, context, context.signal)) {
    if (counted < 0) {
      counted = page.totalSize;
      if (!mayContinue(page)) return;
    }
    const faults = new Map<number, AppError>();
    const rows = page.records.map((record, index): Cell[] => {
      const whole = relationships.size === 0 ? record : spread(record, relationships);
      if (whole instanceof AppError) faults.set(index, whole);
      const cells = whole instanceof AppError ? record : whole;
      return paths.map((path, column) => recordCell(cells, path, schema[column]!.type));
    });
    const isNew = page.records.map((record) => !tracker || tracker.isNew(Number(recordCell(record, ['SystemModstamp'], 'datetime')), JSON.stringify(record)));
    const cursor = page.next === undefined ? undefined : { api: 'rest', next: page.next, ordinal: ordinal + rows.length, counted, ...(tracker ? { until: tracker.until } : {}) };
    const batch = batchFromRows(schema, rows, { source: context.node, ordinal }, cursor);
    yield withoutFaults(tracker ? selectRows(batch, batch.rows.filter((row) => isNew[row])) : batch, faults, context);
    ordinal += rows.length;
  }
  audit(context, counted, ordinal);
}

/** Rejects the live rows that have a fault; the others stay. */
export function withoutFaults(batch: Batch, faults: ReadonlyMap<number, AppError>, context: NodeContext<Settings>): Batch {
  if (faults.size === 0) return batch;
  for (const row of batch.rows) if (faults.has(row)) context.reject(batch, row, faults.get(row)!);
  return selectRows(batch, batch.rows.filter((row) => !faults.has(row)));
}

/** What the org counted against what was read. Records that somebody deletes meanwhile are no longer on the later pages. */
function audit(context: NodeContext<Settings>, counted: number, read: number): void {
  if (counted === read) context.log('info', `The org counted ${counted} records; ${read} were read.`);
  else context.log('warning', `The org counted ${counted} records when the query began; ${read} were read. Records that were deleted meanwhile are missing.`);
}
