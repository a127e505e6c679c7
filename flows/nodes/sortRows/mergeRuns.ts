import { batchRows, makeBatch, type Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import type { SortKey } from './compareRows.ts';

const batchBits = Math.log2(batchRows);

/** The next row of a run, and its keys made comparable. */
interface Head {
  readonly rest: Iterator<Batch>;
  readonly run: number;
  batch: Batch;
  row: number;
  keys: Cell[];
}

/**
 * Several sorted runs as one, in batches. Rows equal in all keys stay in the order of the runs. Of every run one batch is in memory.
 */
export function* mergeRuns(schema: Schema, runs: readonly Iterable<Batch>[], sortKeys: readonly SortKey[], ignoreCase: boolean, source: string): Generator<Batch> {
  const keysOf = (batch: Batch, row: number): Cell[] =>
    sortKeys.map(({ column }) => {
      const value = batch.columns[column]!.value(row);
      return ignoreCase && typeof value === 'string' ? value.toLowerCase() : value;
    });
  const advance = (head: Head): boolean => {
    head.row++;
    while (head.row >= head.batch.rowCount) {
      const next = head.rest.next();
      if (next.done === true) return false;
      head.batch = next.value;
      head.row = 0;
    }
    head.keys = keysOf(head.batch, head.row);
    return true;
  };
  const heads: Head[] = [];
  const isBefore = comparing(sortKeys);
  for (const [run, batches] of runs.entries()) {
    const head: Head = { rest: batches[Symbol.iterator](), run, batch: makeBatch(schema, [], 0, { source, ordinal: 0 }), row: 0, keys: [] };
    if (advance(head)) heads.push(head);
  }
  for (let at = (heads.length >> 1) - 1; at >= 0; at--) sink(heads, at, isBefore);

  let [batches, rows]: [Batch[], number[]] = [[], []];
  let ordinal = 0;
  const gathered = (): Batch => {
    const batch = makeBatch(schema, inOneOrder(schema, batches, rows), rows.length, { source, ordinal });
    ordinal += rows.length;
    [batches, rows] = [[], []];
    return batch;
  };
  while (heads.length > 0) {
    const head = heads[0]!;
    batches.push(head.batch);
    rows.push(head.row);
    if (!advance(head)) {
      const last = heads.pop()!;
      if (heads.length > 0) heads[0] = last;
    }
    sink(heads, 0, isBefore);
    if (rows.length === batchRows) yield gathered();
  }
  if (rows.length > 0) yield gathered();
}

/** Columns of rows that lie in several batches: row k is row `rows[k]` of `batches[k]`. */
function inOneOrder(schema: Schema, batches: readonly Batch[], rows: readonly number[]): Column[] {
  const held = new HeldRows(schema, batchBits);
  const order = new Int32Array(rows.length);
  for (const batch of new Set(batches)) {
    const from = held.count;
    const taken: number[] = [];
    for (let k = 0; k < rows.length; k++) if (batches[k] === batch) order[k] = from + taken.push(rows[k]!) - 1;
    held.add(batch, Int32Array.from(taken));
  }
  held.seal();
  return held.columns(order);
}

function comparing(sortKeys: readonly SortKey[]): (a: Head, b: Head) => boolean {
  const signs = sortKeys.map(({ isDescending }) => (isDescending ? 1 : -1));
  const blanks = sortKeys.map(({ blanksFirst }) => (blanksFirst ? -1 : 1));
  return (a, b) => {
    for (let index = 0; index < signs.length; index++) {
      const [x, y] = [a.keys[index]!, b.keys[index]!];
      if (x === y) continue;
      if (x === null) return blanks[index]! < 0;
      if (y === null) return blanks[index]! > 0;
      return (x < y ? signs[index]! : -signs[index]!) < 0;
    }
    return a.run < b.run;
  };
}

/** Brings the head at `at` to its place in the heap, the first of all on top. */
function sink(heads: Head[], at: number, isBefore: (a: Head, b: Head) => boolean): void {
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    if (left >= heads.length) return;
    const child = right < heads.length && isBefore(heads[right]!, heads[left]!) ? right : left;
    if (!isBefore(heads[child]!, heads[at]!)) return;
    [heads[at], heads[child]] = [heads[child]!, heads[at]!];
    at = child;
  }
}
