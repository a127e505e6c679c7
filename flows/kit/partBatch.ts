import { makeBatch, type Batch, type Origin } from './batch.ts';
import { SourceColumn, type Column } from './column.ts';
import type { HeldPart } from './heldPart.ts';
import type { Schema } from './schema.ts';

/** Rows that lie together, to be read only. */
export type RowPart = Pick<HeldPart, 'layout' | 'count' | 'numbers' | 'text' | 'textEnds' | 'bytes' | 'starts' | 'ends' | 'rowEnds' | 'value'>;

/** The rows of a part as a batch, without copying them. */
export function partBatch(part: RowPart, schema: Schema, origin: Origin): Batch {
  const { layout, bytes, starts, ends } = part;
  const block = layout.block?.over({ bytes, width: layout.fields, starts, ends }, false);
  const columns = schema.map(({ type }, index): Column => {
    const { field, number } = layout.homes[index]!;
    const source = field < 0 ? undefined : { block: block!, field };
    if (source && number < 0) return new SourceColumn(source);
    return { type, value: (row) => part.value(type, index, row), ...(source ? { source } : {}) };
  });
  return makeBatch(schema, columns, part.count, origin);
}
