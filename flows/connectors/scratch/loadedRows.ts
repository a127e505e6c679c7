import type { Batch } from '../../kit/batch.ts';
import type { ByteBlock, Column } from '../../kit/column.ts';
import { GatheredColumn } from '../../kit/gatheredColumn.ts';
import { numberCell } from '../../kit/heldPart.ts';
import type { HeldNumbers } from '../../kit/heldRows.ts';
import { partBatch } from '../../kit/partBatch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import type { PackedPart } from './packedPart.ts';

/** The rows of a file, all in memory as they lay in it, found by their numbers. Cells that are bytes of a file are neither copied nor decoded for a batch: it says where they lie. */
export class LoadedRows {
  readonly schema: Schema;
  readonly count: number;
  readonly bytes: number;
  readonly parts: readonly PackedPart[];
  readonly #partBits: number;
  readonly #all: Uint8Array;

  /** @param parts each of 2 ** `partBits` rows, but for the last, and all kept in one way; they lie in `all` */
  constructor(schema: Schema, parts: readonly PackedPart[], partBits: number, all: Uint8Array) {
    this.schema = schema;
    this.parts = parts;
    this.count = parts.reduce((sum, { count }) => sum + count, 0);
    this.bytes = all.length;
    this.#partBits = partBits;
    this.#all = all;
  }

  /** Columns that hold the cells of these rows, in this order; -1 is a row of blanks. */
  columns(rows: HeldNumbers, which: readonly number[] = [...this.schema.keys()]): Column[] {
    let block: ByteBlock | undefined;
    const picked = (): ByteBlock => (block ??= this.#pick(rows));
    const [bits, mask] = [this.#partBits, (1 << this.#partBits) - 1];
    return which.map((index): Column => {
      const { type } = this.schema[index]!;
      const { field, number } = this.parts[0]?.layout.homes[index] ?? { field: -1, number: -1 };
      const value = (row: number): Cell => {
        const at = rows[row]!;
        if (at < 0) return null;
        const part = this.parts[at >> bits]!;
        return number < 0 ? part.value(type, index, at & mask) : numberCell(type, part.numbers[number]![at & mask]!);
      };
      return field < 0 ? { type, value } : new GatheredColumn(type, field, picked, value);
    });
  }

  /** The rows as batches, to be read and let go. */
  *batches(source: string): Generator<Batch> {
    let ordinal = 0;
    for (const part of this.parts) {
      yield partBatch(part, this.schema, { source, ordinal });
      ordinal += part.count;
    }
  }

  #pick(rows: HeldNumbers): ByteBlock {
    const { fields, block } = this.parts[0]!.layout;
    const mask = (1 << this.#partBits) - 1;
    const [starts, ends] = [new Int32Array(rows.length * fields), new Int32Array(rows.length * fields)];
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      if (row < 0) continue;
      const part = this.parts[row >> this.#partBits]!;
      const shift = part.bytes.byteOffset - this.#all.byteOffset;
      for (let from = (row & mask) * fields, to = k * fields, end = to + fields; to < end; from++, to++) {
        starts[to] = part.starts[from]! + shift;
        ends[to] = part.ends[from]! + shift;
      }
    }
    return block!.over({ bytes: this.#all, width: fields, starts, ends }, true);
  }
}
