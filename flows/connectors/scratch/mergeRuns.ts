import { batchRows, makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn, type Column } from '../../kit/column.ts';
import { gatherBytes, GatheredColumn, type ByteRows } from '../../kit/gatheredColumn.ts';
import type { HeldRows } from '../../kit/heldRows.ts';
import type { Layout } from '../../kit/heldPart.ts';
import type { Cell, ColumnType, Schema } from '../../kit/schema.ts';
import type { RowFile } from './rowFile.ts';
import type { SortKey } from './sortKeys.ts';

/** A row of a part is told by one number: the part's place, and in the lower bits the row. */
const rowBits = 12;

/** Rows that lie together, on disk or kept. */
interface Part extends ByteRows {
  value(type: ColumnType, column: number, row: number): Cell;
}

/** A sorted run, read from its first row on. */
class Run {
  /** The row it has come to: the part's place and the row in it; -1 when it is over. */
  row = -1;
  keys: Cell[] = [];
  readonly #rows: Iterator<number>;
  readonly #keysOf: (row: number) => Cell[];

  constructor(rows: Iterable<number>, keysOf: (row: number) => Cell[]) {
    this.#rows = rows[Symbol.iterator]();
    this.#keysOf = keysOf;
    this.advance();
  }

  advance(): void {
    const next = this.#rows.next();
    this.row = next.done === true ? -1 : next.value;
    if (this.row >= 0) this.keys = this.#keysOf(this.row);
  }
}

interface Merge {
  readonly schema: Schema;
  readonly files: readonly RowFile[];
  /** The rows that are still in memory, and their order; they come last. */
  readonly held: HeldRows;
  readonly order: Int32Array;
  readonly sortKeys: readonly SortKey[];
  readonly ignoreCase: boolean;
  /** What the batches count as rows of. */
  readonly source: string;
}

/**
 * Several sorted runs as one, in batches. Rows equal in all keys stay in the order of the runs. Of every file two parts are in memory: the
 * rows of a batch that wait to be copied lie in no more, for a part has as many rows as a batch.
 */
export function* mergeRuns({ schema, files, held, order, sortKeys, ignoreCase, source }: Merge): Generator<Batch> {
  const parts: Part[] = [];
  const keysOf = (row: number): Cell[] =>
    sortKeys.map(({ column }) => {
      const value = parts[row >> rowBits]!.value(schema[column]!.type, column, row & ((1 << rowBits) - 1));
      return ignoreCase && typeof value === 'string' ? value.toLowerCase() : value;
    });
  const runs = files.map((file, run) => new Run(rowsOf(file, parts, 2 * run), keysOf));
  const first = 2 * files.length;
  held.parts.forEach((part, index) => (parts[first + index] = part));
  runs.push(new Run(shifted(order, first << rowBits), keysOf));

  const tree = new LoserTree(runs, comparing(sortKeys));
  let rows = new Int32Array(batchRows);
  let filled = 0;
  let ordinal = 0;
  for (let run = runs[tree.winner]!; run.row >= 0; run = runs[tree.winner]!) {
    rows[filled++] = run.row;
    if (filled === batchRows) {
      yield gather(schema, parts, rows, { source, ordinal });
      ordinal += filled;
      [filled, rows] = [0, new Int32Array(batchRows)];
    }
    run.advance();
    tree.replay();
  }
  if (filled > 0) yield gather(schema, parts, rows.subarray(0, filled), { source, ordinal });
}

/** The rows of a file, whose parts take two places in turn. */
function* rowsOf(file: RowFile, parts: Part[], place: number): Generator<number> {
  let turn = 0;
  for (const part of file.parts(2)) {
    const at = place + turn;
    parts[at] = part;
    for (let row = 0; row < part.count; row++) yield (at << rowBits) | row;
    turn = 1 - turn;
  }
}

function* shifted(rows: Int32Array, by: number): Generator<number> {
  for (const row of rows) yield row + by;
}

/** Copies rows out of their parts. */
function gather(schema: Schema, parts: readonly Part[], rows: Int32Array, origin: Batch['origin']): Batch {
  const places = new Set(rows.map((row) => row >> rowBits));
  const layouts = [...places].map((place) => parts[place]!.layout);
  const [layout] = layouts as [Layout];
  const isAlike = layouts.every((other) => other === layout || haveSameHomes(schema, layout, other));
  const block = isAlike && layout.block ? gatherBytes(parts, rows, rowBits) : undefined;
  const columns = schema.map(({ type }, index): Column => {
    const field = block ? layout.homes[index]!.field : -1;
    if (field >= 0 && type === 'text') return new GatheredColumn(type, field, () => block!, undefined);
    const values = new ValueColumn(type, Array.from(rows, (row) => parts[row >> rowBits]!.value(type, index, row & ((1 << rowBits) - 1))));
    return field < 0 ? values : new GatheredColumn(type, field, () => block!, (row) => values.value(row));
  });
  return makeBatch(schema, columns, rows.length, origin);
}

/** A file has one column more than the rows it is of. */
function haveSameHomes(schema: Schema, a: Layout, b: Layout): boolean {
  return a.fields === b.fields && a.block?.dialect === b.block?.dialect && schema.every((_, index) => a.homes[index]!.field === b.homes[index]!.field);
}

/** Whether run `a` comes before run `b`. */
function comparing(sortKeys: readonly SortKey[]): (a: Run, b: Run) => number {
  const signs = sortKeys.map(({ isDescending }) => (isDescending ? 1 : -1));
  const blanks = sortKeys.map(({ blanksFirst }) => (blanksFirst ? -1 : 1));
  return (a, b) => {
    for (let index = 0; index < signs.length; index++) {
      const [x, y] = [a.keys[index]!, b.keys[index]!];
      if (x === y) continue;
      if (x === null) return blanks[index]!;
      if (y === null) return -blanks[index]!;
      return x < y ? signs[index]! : -signs[index]!;
    }
    return 0;
  };
}

/** Finds the run whose row comes first, with one comparison for each doubling of the runs (Knuth, vol. 3, 5.4.1). */
class LoserTree {
  winner = 0;
  readonly #runs: readonly Run[];
  readonly #compare: (a: Run, b: Run) => number;
  /** By inner node: the run that lost there. */
  readonly #losers: Int32Array;

  constructor(runs: readonly Run[], compare: (a: Run, b: Run) => number) {
    this.#runs = runs;
    this.#compare = compare;
    this.#losers = new Int32Array(runs.length).fill(-1);
    for (let run = runs.length - 1; run >= 0; run--) this.#play(run);
  }

  /** The winner has gone on: who is first now? */
  replay(): void {
    this.#play(this.winner);
  }

  #play(run: number): void {
    let winner = run;
    for (let node = (run + this.#runs.length) >> 1; node > 0; node >>= 1) {
      const other = this.#losers[node]!;
      if (other < 0) {
        // While the tree is built: wait here for the one from the other side.
        this.#losers[node] = winner;
        return;
      }
      if (!this.#isBefore(other, winner)) continue;
      this.#losers[node] = winner;
      winner = other;
    }
    this.winner = winner;
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#runs[a]!, this.#runs[b]!];
    if (one.row < 0 || other.row < 0) return one.row >= 0;
    return (this.#compare(one, other) || a - b) < 0;
  }
}
