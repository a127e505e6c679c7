import { batchRows, makeBatch, type Batch } from './batch.ts';
import type { HeldNumbers, NumberedRows } from './heldRows.ts';

/**
 * Kept rows as batches again, all in the order they came or those numbered by `order`; at least one batch, so that the columns travel.
 * The batches count as rows of `source`: what a node made of many rows has no place in the source it once came from.
 */
export function* heldBatches(held: NumberedRows, source: string, order?: HeldNumbers): Generator<Batch> {
  const count = order?.length ?? held.count;
  for (let from = 0; from === 0 || from < count; from += batchRows) {
    const size = Math.min(batchRows, count - from);
    const rows = order ? order.subarray(from, from + size) : Int32Array.from({ length: size }, (_, index) => from + index);
    yield makeBatch(held.schema, held.columns(rows), size, { source, ordinal: from });
  }
}
