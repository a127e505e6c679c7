import { recordCell } from '../../connectors/salesforce/recordCells.ts';
import type { RestPage } from '../../connectors/salesforce/restQuery.ts';
import { batchFromRows, selectRows, type Batch, type Cursor } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';
import { spread, spreadRelationships } from './childColumns.ts';
import type { Reading, Settings } from './preparedQuery.ts';

/** Makes batches of pages: the records that are new, without those that do not fit their columns. A batch counts all records of its page. */
export function pageBatch({ query: { schema }, tracker, context }: Reading): (page: RestPage, ordinal: number, cursor: Cursor | undefined) => Batch {
  const paths = schema.map((column) => column.name.split('.'));
  const relationships = spreadRelationships(schema);
  return ({ records }, ordinal, cursor) => {
    const faults = new Map<number, AppError>();
    const rows = records.map((record, index): Cell[] => {
      const whole = relationships.size === 0 ? record : spread(record, relationships);
      if (whole instanceof AppError) faults.set(index, whole);
      const cells = whole instanceof AppError ? record : whole;
      return paths.map((path, column) => recordCell(cells, path, schema[column]!.type));
    });
    const isNew = records.map((record) => !tracker || tracker.isNew(Number(recordCell(record, ['SystemModstamp'], 'datetime')), JSON.stringify(record)));
    const batch = batchFromRows(schema, rows, { source: context.node, ordinal }, cursor && { ...cursor, ...(tracker ? { until: tracker.until } : {}) });
    return withoutFaults(tracker ? selectRows(batch, batch.rows.filter((row) => isNew[row])) : batch, faults, context);
  };
}

/** Rejects the live rows that have a fault; the others stay. */
export function withoutFaults(batch: Batch, faults: ReadonlyMap<number, AppError>, context: NodeContext<Settings>): Batch {
  if (faults.size === 0) return batch;
  for (const row of batch.rows) if (faults.has(row)) context.reject(batch, row, faults.get(row)!);
  return selectRows(batch, batch.rows.filter((row) => !faults.has(row)));
}
