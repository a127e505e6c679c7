import type { HeldRows } from '../../kit/heldRows.ts';

export interface SortKey {
  readonly column: number;
  readonly isDescending: boolean;
  readonly blanksFirst: boolean;
}

/** Compares two rows by their numbers: below 0 when the first comes first. */
export type Compare = (a: number, b: number) => number;

/** The cells of a key, read once: numbers that are in order as they are, or texts. */
export type KeyCells =
  | { readonly numbers: Float64Array; readonly compare: Compare }
  | { readonly texts: readonly (string | null)[]; readonly key: SortKey; readonly compare: Compare };

/** Reads the cells by which kept rows are sorted. */
export function keyCells(rows: HeldRows, key: SortKey, ignoreCase: boolean): KeyCells {
  const { column } = key;
  if (rows.schema[column]!.type === 'text') return textCells(rows, key, ignoreCase);
  return numberCells(key, rows.count, (row) => {
    const value = rows.value(column, row);
    return value === null ? null : Number(value);
  });
}

/** So many different texts are ranked at most; beyond that, ranking costs more than it saves. */
const mostRanked = 10_000;

/** Texts of which there are few different ones (countries, states) are put in order once, and then compared as numbers. */
function textCells(rows: HeldRows, key: SortKey, ignoreCase: boolean): KeyCells {
  const ranks = new Map<string, number>();
  const texts = Array.from({ length: rows.count }, (_, row) => {
    const text = rows.value(key.column, row) as string | null;
    const read = ignoreCase && text !== null ? text.toLowerCase() : text;
    if (read !== null && ranks.size <= mostRanked) ranks.set(read, 0);
    return read;
  });
  if (ranks.size <= mostRanked) {
    for (const [rank, text] of [...ranks.keys()].sort((a, b) => (a < b ? -1 : 1)).entries()) ranks.set(text, rank);
    return numberCells(key, rows.count, (row) => (texts[row] === null ? null : ranks.get(texts[row]!)!));
  }
  const less = key.isDescending ? 1 : -1;
  const blank = key.blanksFirst ? -1 : 1;
  const compare = (a: number, b: number): number => {
    const [x, y] = [texts[a]!, texts[b]!];
    if (x === y) return 0;
    if (x === null) return blank;
    if (y === null) return -blank;
    return x < y ? less : -less;
  };
  return { texts, key, compare };
}

/** Blanks become the number that lies beyond all others on their side. */
function numberCells({ isDescending, blanksFirst }: SortKey, count: number, valueOf: (row: number) => number | null): KeyCells {
  const sign = isDescending ? -1 : 1;
  const blank = blanksFirst ? -Infinity : Infinity;
  const numbers = Float64Array.from({ length: count }, (_, row) => {
    const value = valueOf(row);
    // Adding 0 makes 0 of -0, which is the same number with other bits.
    return value === null ? blank : value * sign + 0;
  });
  const compare = (a: number, b: number): number => {
    const [x, y] = [numbers[a]!, numbers[b]!];
    return x === y ? 0 : x < y ? -1 : 1;
  };
  return { numbers, compare };
}
