import { batchRows, type Batch } from '../../kit/batch.ts';
import { HeldPart, layoutOf, splitColumns, type Layout } from '../../kit/heldPart.ts';
import type { HeldRows } from '../../kit/heldRows.ts';
import { partBatch, type RowPart } from '../../kit/partBatch.ts';
import type { Schema } from '../../kit/schema.ts';
import { LoserTree } from './loserTree.ts';
import type { RowFile } from './rowFile.ts';
import { compareKeys, type SortKeys } from './sortKeys.ts';

interface Merge {
  readonly schema: Schema;
  readonly files: readonly RowFile[];
  /** The rows that are still in memory, with their keys and their order; they come last. */
  readonly held: HeldRows;
  readonly keys: SortKeys;
  readonly order: Int32Array;
  readonly newKeys: () => SortKeys;
  /** What the batches count as rows of. */
  readonly source: string;
}

/** Several sorted runs as one, in batches. Rows equal in all keys stay in the order of the runs. */
export async function* mergeRuns({ schema, files, held, keys, order, newKeys, source }: Merge): AsyncGenerator<Batch> {
  const runs = [...files.map((file) => new FileRun(file, schema, newKeys())), new HeldRun(held, order, keys)];
  try {
    for (const run of runs) await run.advance();
    const layout = commonLayout(schema, [...files.flatMap(({ layouts }) => layouts), ...held.parts.map((part) => part.layout)]);
    const asText = layout ? undefined : layoutOf(schema, []);
    const tree = new LoserTree(runs, (a, b) => compareKeys(a.keys, a.key, b.keys, b.key));
    let out = new HeldPart(layout ?? asText!, batchRows);
    let ordinal = 0;
    for (let run = runs[tree.winner]!; !run.isOver; run = runs[tree.winner]!) {
      if (asText) out.add(splitColumns(asText, partBatch(run.part, schema, { source, ordinal }).columns), Int32Array.of(run.row), 0, 1);
      else out.addRow(run.part, run.row);
      if (out.isFull) {
        out.seal();
        yield partBatch(out, schema, { source, ordinal });
        ordinal += out.count;
        out = new HeldPart(out.layout, batchRows, Math.ceil(out.filled.length * 1.1));
      }
      const waits = run.advance();
      if (waits) await waits;
      tree.replay();
    }
    out.seal();
    if (out.count > 0) yield partBatch(out, schema, { source, ordinal });
  } finally {
    for (const run of runs) await run.end();
  }
}

/** A sorted run, read from its first row on: `row` of `part` is the one it has come to, and `key` is the place of that row's key. */
interface Run {
  readonly isOver: boolean;
  readonly part: RowPart;
  readonly row: number;
  readonly keys: SortKeys;
  readonly key: number;
  /** Goes to the next row, from before the first. The promise, where there is one, is to be awaited. */
  advance(): Promise<void> | undefined;
  end(): Promise<void>;
}

class FileRun implements Run {
  isOver = false;
  part!: RowPart;
  row = -1;
  readonly keys: SortKeys;
  readonly #schema: Schema;
  readonly #parts: AsyncGenerator<RowPart>;
  #last = -1;

  constructor(file: RowFile, schema: Schema, keys: SortKeys) {
    this.keys = keys;
    this.#schema = schema;
    this.#parts = file.parts(true);
  }

  get key(): number {
    return this.row;
  }

  advance(): Promise<void> | undefined {
    return this.row++ === this.#last ? this.#nextPart() : undefined;
  }

  async end(): Promise<void> {
    await this.#parts.return(undefined);
  }

  async #nextPart(): Promise<void> {
    const next = await this.#parts.next();
    this.isOver = next.done === true;
    if (next.done) return;
    this.part = next.value;
    [this.row, this.#last] = [0, this.part.count - 1];
    const { columns, rows } = partBatch(this.part, this.#schema, { source: '', ordinal: 0 });
    this.keys.clear();
    this.keys.add(columns, rows);
  }
}

class HeldRun implements Run {
  part!: RowPart;
  row = -1;
  readonly keys: SortKeys;
  readonly #held: HeldRows;
  readonly #order: Int32Array;
  #at = -1;

  constructor(held: HeldRows, order: Int32Array, keys: SortKeys) {
    this.keys = keys;
    this.#held = held;
    this.#order = order;
  }

  get isOver(): boolean {
    return this.#at === this.#order.length;
  }

  get key(): number {
    return this.#order[this.#at]!;
  }

  advance(): undefined {
    this.#at++;
    if (this.isOver) return;
    const { parts, partBits } = this.#held;
    this.part = parts[this.key >> partBits]!;
    this.row = this.key & ((1 << partBits) - 1);
  }

  async end(): Promise<void> {}
}

/** How all rows are kept; undefined where they are not all kept in one way. */
function commonLayout(schema: Schema, layouts: readonly Layout[]): Layout | undefined {
  const [first] = layouts as [Layout, ...Layout[]];
  if (!layouts.every((layout) => isAlike(schema, layout, first))) return undefined;
  // The parts of a file have an ordinal more.
  const homes = first.homes.slice(0, schema.length);
  return { ...first, homes, numbers: homes.filter(({ number }) => number >= 0).length };
}

function isAlike(schema: Schema, a: Layout, b: Layout): boolean {
  return a === b || (a.fields === b.fields && a.block?.dialect === b.block?.dialect && schema.every((_, index) => a.homes[index]!.field === b.homes[index]!.field));
}
