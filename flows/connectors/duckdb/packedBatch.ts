import { makeBatch, type Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { numberCell, textCell } from '../../kit/heldPart.ts';
import type { Schema } from '../../kit/schema.ts';

/** The living rows of a batch as a few pieces, which cross to another process as they are. */
export interface PackedBatch {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly ordinal: number;
  readonly columns: readonly PackedColumn[];
}

/** Texts lie in one, with where each ends; a blank one has no length. Of all other types there are numbers: blank is NaN, true 1, false 0. */
type PackedColumn = { readonly text: string; readonly ends: Int32Array } | { readonly numbers: Float64Array };

export function packBatch({ schema, columns, rows, origin }: Batch): PackedBatch {
  return { schema, rowCount: rows.length, ordinal: origin.ordinal, columns: columns.map((column) => packColumn(column, rows)) };
}

/** The rows again, as rows of `source`. */
export function unpackBatch({ schema, rowCount, ordinal, columns }: PackedBatch, source: string): Batch {
  const unpacked = schema.map(({ type }, index): Column => {
    const packed = columns[index]!;
    if ('numbers' in packed) return { type, value: (row) => numberCell(type, packed.numbers[row]!) };
    return { type, value: (row) => textCell(packed.text, packed.ends, row) };
  });
  return makeBatch(schema, unpacked, rowCount, { source, ordinal });
}

function packColumn(column: Column, rows: Int32Array): PackedColumn {
  if (column.type !== 'text') {
    return { numbers: Float64Array.from(rows, (row) => Number(column.value(row) ?? NaN)) };
  }
  const ends = new Int32Array(rows.length);
  const texts: string[] = [];
  let length = 0;
  for (let k = 0; k < rows.length; k++) {
    const text = (column.value(rows[k]!) ?? '') as string;
    texts.push(text);
    ends[k] = length += text.length;
  }
  return { text: texts.join(''), ends };
}
