import type { ByteBlock, CellSource, Column } from './column.ts';
import type { HeldPart } from './heldPart.ts';
import type { Cell, ColumnType } from './schema.ts';

/** A column over bytes that are brought together when somebody asks for them: its text, or its source to copy from. */
export class GatheredColumn implements Column {
  readonly type: ColumnType;
  readonly value: (row: number) => Cell;
  readonly #field: number;
  readonly #block: () => ByteBlock;
  #source: CellSource | undefined;

  /** @param value reads a typed cell; undefined for texts */
  constructor(type: ColumnType, field: number, block: () => ByteBlock, value: ((row: number) => Cell) | undefined) {
    this.type = type;
    this.#field = field;
    this.#block = block;
    this.value = value ?? ((row) => this.source.block.text(row, field));
  }

  get source(): CellSource {
    return (this.#source ??= { block: this.#block(), field: this.#field });
  }
}

/** Where the bytes of rows lie. */
export type ByteRows = Pick<HeldPart, 'layout' | 'bytes' | 'starts' | 'ends' | 'rowEnds'>;

/** The bytes of rows from parts of `1 << partBits` rows, in the order of `rows`, as one block; those of row -1 are blank. */
export function gatherBytes(parts: readonly ByteRows[], rows: Int32Array, partBits: number): ByteBlock {
  const { fields, block } = parts[rows[0]! < 0 ? 0 : rows[0]! >> partBits]!.layout;
  const mask = (1 << partBits) - 1;
  let size = 0;
  for (const row of rows) if (row >= 0) size += bytesOf(parts[row >> partBits]!, row & mask);
  const bytes = new Uint8Array(size);
  const [starts, ends] = [new Int32Array(rows.length * fields), new Int32Array(rows.length * fields)];
  let filled = 0;
  for (let k = 0; k < rows.length; k++) {
    if (rows[k]! < 0) continue;
    const part = parts[rows[k]! >> partBits]!;
    const row = rows[k]! & mask;
    const end = part.rowEnds[row]!;
    const length = bytesOf(part, row);
    bytes.set(part.bytes.subarray(end - length, end), filled);
    const shift = filled - (end - length);
    for (let from = row * fields, to = k * fields, index = 0; index < fields; index++) {
      if (part.starts[from + index] === part.ends[from + index]) {
        // A blank cell: it must not lie outside, and neighbours are copied in one piece when each begins behind the one before.
        starts[to + index] = ends[to + index] = Math.max(0, part.starts[from + index]! + shift);
      } else {
        starts[to + index] = part.starts[from + index]! + shift;
        ends[to + index] = part.ends[from + index]! + shift;
      }
    }
    filled += length;
  }
  return block!.over({ bytes, width: fields, starts, ends }, false);
}

function bytesOf({ rowEnds }: ByteRows, row: number): number {
  return rowEnds[row]! - (row === 0 ? 0 : rowEnds[row - 1]!);
}
