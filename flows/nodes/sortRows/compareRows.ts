import type { HeldRows } from '../../kit/heldRows.ts';
import type { Compare } from './sortOrder.ts';

export interface SortKey {
  readonly column: number;
  readonly isDescending: boolean;
  readonly blanksFirst: boolean;
}

/** Compares kept rows by their keys, whose cells it reads once. */
export function compareRows(rows: HeldRows, keys: readonly SortKey[], ignoreCase: boolean): Compare {
  const compares = keys.map((key) => (rows.schema[key.column]!.type === 'text' ? compareTexts(rows, key, ignoreCase) : compareNumbers(rows, key)));
  const [first = () => 0, second] = compares;
  if (!second) return first;
  if (compares.length === 2) return (a, b) => first(a, b) || second(a, b);
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** So many different texts are ranked at most; beyond that, ranking costs more than it saves. */
const mostRanked = 10_000;

/** Texts of which there are few different ones (countries, states) are put in order once, and then compared as numbers. */
function compareTexts(rows: HeldRows, key: SortKey, ignoreCase: boolean): Compare {
  const ranks = new Map<string, number>();
  const cells = Array.from({ length: rows.count }, (_, row) => {
    const text = rows.value(key.column, row) as string | null;
    const read = ignoreCase && text !== null ? text.toLowerCase() : text;
    if (read !== null && ranks.size <= mostRanked) ranks.set(read, 0);
    return read;
  });
  if (ranks.size <= mostRanked) {
    for (const [rank, text] of [...ranks.keys()].sort((a, b) => (a < b ? -1 : 1)).entries()) ranks.set(text, rank);
    return byNumber(key, rows.count, (row) => (cells[row] === null ? null : ranks.get(cells[row]!)!));
  }
  const less = key.isDescending ? 1 : -1;
  const blank = key.blanksFirst ? -1 : 1;
  const starts = Float64Array.from(cells, (text) => (text === null ? 0 : textStart(text)));
  return (a, b) => {
    if (starts[a] !== starts[b] && starts[a] !== 0 && starts[b] !== 0) return starts[a]! < starts[b]! ? less : -less;
    const [x, y] = [cells[a]!, cells[b]!];
    if (x === y) return 0;
    if (x === null) return blank;
    if (y === null) return -blank;
    return x < y ? less : -less;
  };
}

/** A number above 0 that orders texts by their first six letters, as far as these lie in Latin-1: most comparisons need no more. */
function textStart(text: string): number {
  let start = 1;
  for (let at = 0, isOpen = true; at < 6; at++) {
    // What lies beyond ends it, for the letters after it may not decide before it does.
    const letter = isOpen && at < text.length ? Math.min(text.charCodeAt(at), 255) : 0;
    if (letter === 255) isOpen = false;
    start = start * 256 + letter;
  }
  return start;
}

function compareNumbers(rows: HeldRows, key: SortKey): Compare {
  return byNumber(key, rows.count, (row) => {
    const value = rows.value(key.column, row);
    return value === null ? null : Number(value);
  });
}

/** Blanks become the number that lies beyond all others on their side. */
function byNumber({ isDescending, blanksFirst }: SortKey, count: number, valueOf: (row: number) => number | null): Compare {
  const sign = isDescending ? -1 : 1;
  const blank = blanksFirst ? -Infinity : Infinity;
  const cells = Float64Array.from({ length: count }, (_, row) => {
    const value = valueOf(row);
    return value === null ? blank : value * sign;
  });
  return (a, b) => {
    const [x, y] = [cells[a]!, cells[b]!];
    return x === y ? 0 : x < y ? -1 : 1;
  };
}
