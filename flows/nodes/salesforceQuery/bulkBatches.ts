import { parsedColumn } from '../../connectors/csv/parsedColumn.ts';
import { bulkQuery, startBulkQuery, type BulkQueryPlace, type QueriedRows } from '../../connectors/salesforce/bulkQuery.ts';
import { makeBatch, selectRows, type Batch, type Cursor } from '../../kit/batch.ts';
import { ConstantColumn, SourceColumn, type Column } from '../../kit/column.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import type { ChangeTracker } from './changeProgress.ts';
import type { Reading, Settings } from './preparedQuery.ts';
import { withoutFaults } from './pageBatch.ts';

const resultDialect = { delimiter: ',', quote: '"' };

/** The records of a query as the results of a bulk job arrive. Cells stay the bytes that came until something asks for them. */
export async function* bulkBatches({ org, query, tracker, context, from }: Reading): AsyncGenerator<Batch> {
  const { schema, soql, isAll } = query;
  const request = { soql, isAll, isOneByOne: context.settings.splits === 'none' };
  const start = from ? placeOf(from) : await startBulkQuery(org, request, context, context.signal);
  if (!from) context.log('info', `The query became the bulk job ${start.job}.`);
  let read = start.rows;
  for await (const part of bulkQuery(org, request, start, context, context.signal)) {
    read = part.place.rows;
    if (!from && part.counted) context.reached?.(Math.min(1, read / part.counted));
    yield batchOf(part, schema, tracker, context);
  }
  // The connector has compared the two, or rejected.
  context.log('info', `The org counted ${read} records; ${read} were read.`);
}

function placeOf(from: Cursor): BulkQueryPlace {
  return { job: String(from['job']), locator: String(from['locator']), list: String(from['list'] ?? ''), passed: Number(from['passed']), rows: Number(from['rows']) };
}

function batchOf(part: QueriedRows, schema: Schema, tracker: ChangeTracker | undefined, context: NodeContext<Settings>): Batch {
  const { block, names, rowCount, place } = part;
  const lower = names.map((name) => name.toLowerCase());
  const faults = new Map<number, AppError>();
  const columns = schema.map((column): Column => {
    const field = lower.indexOf(column.name.toLowerCase());
    if (field < 0) return new ConstantColumn(column.type, null);
    const source = { block, field };
    if (column.type === 'text') return new SourceColumn(source);
    return parsedColumn(column.type, source, rowCount, resultDialect, (row) => faults.set(row, notOfType(column, block.text(row, field))));
  });
  const alive = liveRows(part, lower, tracker);
  const batch = makeBatch(schema, columns, rowCount, { source: context.node, ordinal: place.rows - rowCount }, { api: 'bulk', ...place, ...(tracker ? { until: tracker.until } : {}) });
  return withoutFaults(alive ? selectRows(batch, batch.rows.filter(alive)) : batch, faults, context);
}

/** The rows of the part that have not been given before, in this run or the last one; undefined for all. */
function liveRows({ first, block }: QueriedRows, names: readonly string[], tracker: ChangeTracker | undefined): ((row: number) => boolean) | undefined {
  if (!tracker) return first === 0 ? undefined : (row) => row >= first;
  const stampAt = names.indexOf('systemmodstamp');
  return (row) => {
    const last = (row + 1) * block.width - 1;
    return row >= first && tracker.isNew(Date.parse(block.text(row, stampAt) ?? ''), block.bytes.subarray(block.starts[row * block.width], block.ends[last]));
  };
}

function notOfType({ name, type }: ColumnSpec, text: string | null): AppError {
  const hint = 'Read the columns from the org again, or set this one to text.';
  return new AppError('row', 'queryCellType', { message: `${name} is "${text ?? ''}", which is no ${type}.`, hint, data: { column: name } });
}
