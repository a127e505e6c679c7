import { makeBatch, type Batch, type Origin } from '../../kit/batch.ts';
import { SourceColumn, type Column } from '../../kit/column.ts';
import { numberCell, textCell, type HeldPart, type Layout } from '../../kit/heldPart.ts';
import type { Schema } from '../../kit/schema.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A sealed part as bytes. Three numbers first (Int32): rows, bytes of text, bytes of cells; then, 8-byte values before 4-byte ones: the
 * numbers, a column after the other (Float64), where texts end, where cells begin, where they end (Int32 each, a row after the other); then the
 * texts (UTF-8) and the cells as they are.
 */
export function packPart(part: HeldPart): Uint8Array {
  const { count, layout } = part;
  const text = encoder.encode(part.text);
  const numbers = part.numbers.map((values) => values.subarray(0, count));
  const offsets = [part.textEnds.subarray(0, count * layout.texts), part.starts.subarray(0, count * layout.fields), part.ends.subarray(0, count * layout.fields)];
  const { end } = placesOf(count, layout);
  const packed = new Uint8Array(end + text.length + part.bytes.length);
  new Int32Array(packed.buffer, 0, 3).set([count, text.length, part.bytes.length]);
  let at = headBytes;
  for (const array of [...numbers, ...offsets]) {
    packed.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  packed.set(text, end);
  packed.set(part.bytes, end + text.length);
  return packed;
}

/** The rows of a packed part as a batch. The bytes must start at a multiple of eight in their buffer, and are kept as long as the batch. */
export function unpackPart(packed: Uint8Array, layout: Layout, schema: Schema, origin: Origin): Batch {
  const { buffer, byteOffset } = packed;
  const [count = 0, textBytes = 0, cellBytes = 0] = new Int32Array(buffer, byteOffset, 3);
  const { textEnds, starts, ends, end } = placesOf(count, layout);
  const texts = textBytes > 0 ? decoder.decode(packed.subarray(end, end + textBytes)) : '';
  const textEnd = new Int32Array(buffer, byteOffset + textEnds, count * layout.texts);
  const block = layout.block?.over(
    {
      bytes: packed.subarray(end + textBytes, end + textBytes + cellBytes),
      width: layout.fields,
      starts: new Int32Array(buffer, byteOffset + starts, count * layout.fields),
      ends: new Int32Array(buffer, byteOffset + ends, count * layout.fields),
    },
    false,
  );
  const columns = schema.map(({ type }, index): Column => {
    const { field, text, number } = layout.homes[index]!;
    const source = field < 0 ? undefined : { block: block!, field };
    if (number >= 0) {
      const values = new Float64Array(buffer, byteOffset + headBytes + 8 * count * number, count);
      return { type, value: (row) => numberCell(type, values[row]!), ...(source ? { source } : {}) };
    }
    if (source) return new SourceColumn(source);
    return { type, value: (row) => textCell(texts, textEnd, row * layout.texts + text) };
  });
  return makeBatch(schema, columns, count, origin);
}

const headBytes = 16;

function placesOf(count: number, { numbers, texts, fields }: Layout): { textEnds: number; starts: number; ends: number; end: number } {
  const textEnds = headBytes + 8 * count * numbers;
  const starts = textEnds + 4 * count * texts;
  const ends = starts + 4 * count * fields;
  return { textEnds, starts, ends, end: ends + 4 * count * fields };
}
