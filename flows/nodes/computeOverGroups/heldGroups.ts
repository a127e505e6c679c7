import { Partitions } from '../../connectors/scratch/partitions.ts';
import { Scratch } from '../../connectors/scratch/scratch.ts';
import { batchFromRows, columnIndex, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import type { NodeContext, Output } from '../../kit/defineRun.ts';
import type { AppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { fillColumn } from '../../kit/formula/fillColumn.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { KeyNumbers, type KeyReader } from '../../kit/keyNumbers.ts';
import { checkMemory } from '../../kit/memory.ts';
import { keyHashes, type KeyHashes } from '../../kit/keyHashes.ts';
import type { Schema } from '../../kit/schema.ts';
import { computedSchema, type definition } from './definition.ts';
import { bindTotals, GroupTotals, type TotalFormulas } from './groupTotals.ts';

type Context = NodeContext<ReturnType<typeof definition.settings.parse>>;

/** Rows are divided so often at most; what is too large then has one group for most of its rows. */
const deepest = 3;
/** The number of its group that is kept for every row. */
const groupBytes = 8;

/** How rows of one schema are read. */
interface Binding extends TotalFormulas {
  readonly schema: Schema;
  readonly keys: KeyReader;
  readonly hashesOf: KeyHashes;
}

/**
 * Keeps all rows and works out the totals of their groups; then the formulas, which need both, in the order in which the rows came. When the
 * rows fill the memory all of them go to disk, divided by their groups, and are gone through part by part in the end.
 */
export class HeldGroups {
  readonly #context: Context;
  readonly #level: number;
  readonly #numbers = new KeyNumbers({ blankWhen: 'never' });
  #held: HeldRows | undefined;
  #totals: GroupTotals | undefined;
  /** By row that is held. */
  #groups: number[] = [];
  #binding: Binding | undefined;
  #divided: Partitions | undefined;

  constructor(context: Context, level = 0) {
    this.#context = context;
    this.#level = level;
  }

  process(batch: Batch, out: Output): void | Promise<void> {
    if (this.#binding?.schema !== batch.schema) this.#binding = this.#bind(batch.schema);
    if (this.#divided) return this.#divided.add(batch, this.#binding.hashesOf);
    const isFirst = this.#held === undefined;
    const held = (this.#held ??= new HeldRows(batch.schema));
    const totals = (this.#totals ??= new GroupTotals(this.#binding.totals));
    this.#take(batch, this.#binding, held, totals);
    const bytes = held.bytes + totals.bytes + this.#numbers.size + this.#groups.length * groupBytes;
    if (bytes > this.#context.memoryBytes) {
      if (this.#level === deepest || this.#context.settings.groupBy.length === 0) checkMemory(this.#context, bytes);
      return this.#divide(held, this.#binding);
    }
    // The columns go ahead of the rows.
    if (isFirst && this.#level === 0) return out.emit(batchFromRows(this.#madeSchema(batch.schema, this.#binding), [], { source: this.#context.node, ordinal: 0 }));
  }

  async finish(out: Output): Promise<void> {
    for (const file of this.#divided?.files ?? []) {
      const part = new HeldGroups(this.#context, this.#level + 1);
      for await (const batch of file.batches(this.#context.node)) {
        await part.process(batch, out);
        await this.#context.pause();
      }
      await part.finish(out);
      file.close();
    }
    if (!this.#held) return;
    this.#held.seal();
    const binding = this.#bind(this.#held.schema);
    const schema = this.#madeSchema(this.#held.schema, binding);
    for (const batch of heldBatches(this.#held, this.#context.node)) {
      await out.emit(this.#compute(batch, binding, schema));
      await this.#context.pause();
    }
  }

  /** Throws kind `settings` when the settings do not fit the columns. */
  #bind(schema: Schema): Binding {
    const { settings, startedMs } = this.#context;
    const columns = findColumns(schema, settings.groupBy, (index) => ['groupBy', index]);
    return { schema, keys: this.#numbers.reader(schema, columns), hashesOf: keyHashes(schema, columns, { blankWhen: 'never' }), ...bindTotals(settings.columns, schema, startedMs) };
  }

  #madeSchema(schema: Schema, { formulas }: Binding): Schema {
    return computedSchema(schema, this.#context.settings.columns, formulas.map(({ type }) => type));
  }

  /** A row with a value that cannot be worked out is rejected, and counts in no group. */
  #take(batch: Batch, { keys, totals: bound }: Binding, held: HeldRows, totals: GroupTotals): void {
    const groups = keys.enter(batch);
    const rows = batch.rows.filter((row, k) => {
      const error = totals.add(bound, batch, row, groups[k]!);
      if (error) this.#context.reject(batch, row, error);
      else this.#groups.push(groups[k]!);
      return error === undefined;
    });
    held.add(batch, rows);
  }

  #compute(batch: Batch, { formulas }: Binding, schema: Schema): Batch {
    const first = batch.origin.ordinal;
    const groups = Int32Array.from(batch.rows, (row) => this.#groups[first + row]!);
    const withTotals = withColumns(batch, batch.schema, [...batch.columns, ...this.#totals!.columns(groups)]);
    const failed = new Map<number, AppError>();
    const columns = [...batch.columns];
    for (const [index, formula] of formulas.entries()) {
      columns[columnIndex(schema, this.#context.settings.columns[index]!.column)] = fillColumn(formula, withTotals, failed);
    }
    const made = withColumns(batch, schema, columns);
    if (failed.size === 0) return made;
    for (const row of batch.rows) {
      const error = failed.get(row);
      if (error) this.#context.reject(batch, row, error);
    }
    return selectRows(made, batch.rows.filter((row) => !failed.has(row)));
  }

  async #divide(held: HeldRows, { hashesOf }: Binding): Promise<void> {
    const divided = new Partitions(await Scratch.of(this.#context), held.schema, this.#level);
    held.seal();
    for (const batch of heldBatches(held, this.#context.node)) {
      divided.add(batch, hashesOf);
      await this.#context.pause();
    }
    this.#held = this.#totals = undefined;
    this.#groups = [];
    this.#divided = divided;
  }
}
