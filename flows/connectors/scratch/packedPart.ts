import type { ByteBlock } from '../../kit/column.ts';
import { numberCell, textCell, type HeldPart, type Layout } from '../../kit/heldPart.ts';
import type { RowPart } from '../../kit/partBatch.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const headBytes = 16;
/** The next part begins at a multiple of eight. */
const padding = new Uint8Array(8);

/**
 * A part as bytes, in pieces that are written one after the other. Three numbers first (Int32): rows, bytes of text, bytes of cells; then, 8-byte
 * values before 4-byte ones: the numbers, a column after the other (Float64), where texts end, where cells begin, where they end, where the
 * cells of each row end (Int32 each, a row after the other); then the texts (UTF-8) and the cells as they are, filled up to a multiple of eight.
 */
export function packPart(part: HeldPart): Uint8Array[] {
  const { count, layout, filled } = part;
  part.joinTexts();
  const text = encoder.encode(part.text);
  const head = new Int32Array(headBytes / 4);
  head.set([count, text.length, filled.length]);
  const numbers = part.numbers.map((values) => values.subarray(0, count));
  const offsets = [part.textEnds.subarray(0, count * layout.texts), part.starts.subarray(0, count * layout.fields), part.ends.subarray(0, count * layout.fields)];
  const arrays: readonly (Int32Array | Float64Array)[] = [head, ...numbers, ...offsets, part.rowEnds.subarray(0, layout.fields > 0 ? count : 0)];
  const pieces = [...arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)), text, filled];
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  return [...pieces, padding.subarray(0, -bytes & 7)];
}

/** A part that was packed. The bytes must start at a multiple of eight in their buffer, and are kept as long as it. */
export class PackedPart implements RowPart {
  readonly layout: Layout;
  readonly count: number;
  readonly numbers: readonly Float64Array[];
  readonly textEnds: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly rowEnds: Int32Array;
  readonly bytes: Uint8Array;
  readonly #text: Uint8Array;
  #texts: string | undefined;
  #block: ByteBlock | undefined;

  constructor(packed: Uint8Array, layout: Layout) {
    const { buffer } = packed;
    const [count = 0, textBytes = 0, cellBytes = 0] = new Int32Array(buffer, packed.byteOffset, 3);
    let at = packed.byteOffset + headBytes;
    const integers = (length: number): Int32Array => new Int32Array(buffer, (at += 4 * length) - 4 * length, length);
    this.layout = layout;
    this.count = count;
    this.numbers = Array.from({ length: layout.numbers }, () => new Float64Array(buffer, (at += 8 * count) - 8 * count, count));
    this.textEnds = integers(count * layout.texts);
    this.starts = integers(count * layout.fields);
    this.ends = integers(count * layout.fields);
    this.rowEnds = integers(layout.fields > 0 ? count : 0);
    this.#text = new Uint8Array(buffer, at, textBytes);
    this.bytes = new Uint8Array(buffer, at + textBytes, cellBytes);
  }

  /** The cell of a row; `type` is its column's. For one cell now and then. */
  value(type: ColumnType, column: number, row: number): Cell {
    const { field, text, number } = this.layout.homes[column]!;
    if (number >= 0) return numberCell(type, this.numbers[number]![row]!);
    if (field >= 0) return (this.#block ??= this.layout.block!.over({ bytes: this.bytes, width: this.layout.fields, starts: this.starts, ends: this.ends }, true)).text(row, field);
    return textCell(this.text, this.textEnds, row * this.layout.texts + text);
  }

  get text(): string {
    return (this.#texts ??= decoder.decode(this.#text));
  }
}
