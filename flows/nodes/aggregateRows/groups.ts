import { batchRows, makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { KeyNumbers, type KeyReader } from '../../kit/keyNumbers.ts';
import { keyHashes, type KeyHashes } from '../../kit/keyHashes.ts';
import type { Schema } from '../../kit/schema.ts';
import { accumulatorOf, type Accumulator } from '../../kit/accumulators.ts';
import { aggregatedSchema, needsColumn } from './aggregatedSchema.ts';
import { checkTotal, type definition } from './definition.ts';

type Settings = Pick<ReturnType<typeof definition.settings.parse>, 'groupBy' | 'totals'>;

/** How rows of one schema are read. */
interface Reading {
  readonly schema: Schema;
  readonly keys: KeyReader;
  /** For rows that are put on disk. */
  readonly hashesOf: KeyHashes;
  /** The column each total is of; -1 for those that are of none. */
  readonly columns: readonly number[];
}

/** Groups and their totals. Of each group one row is kept, for the columns that are grouped by. Throws kind `settings` when a column is not there. */
export class Groups {
  /** The columns that go out: the grouped ones, then the totals. */
  readonly schema: Schema;
  /** True: rows of groups that are not known are given back, and not taken. */
  isFull = false;
  readonly #settings: Settings;
  readonly #numbers = new KeyNumbers({ blankWhen: 'never' });
  readonly #rows: HeldRows;
  readonly #accumulators: readonly Accumulator[];
  #reading: Reading;

  /** @param schema the columns of the rows that come first; later ones are found by name */
  constructor(settings: Settings, schema: Schema) {
    this.#settings = settings;
    this.#reading = this.#read(schema);
    this.#rows = new HeldRows(findColumns(schema, settings.groupBy, (index) => ['groupBy', index]).map((key) => schema[key]!));
    this.schema = aggregatedSchema(schema, settings.groupBy, settings.totals);
    this.#accumulators = settings.totals.map(({ total }, index) => accumulatorOf(total, schema[this.#reading.columns[index]!]?.type ?? 'number'));
  }

  /** What the groups take in memory. */
  get bytes(): number {
    return this.#rows.bytes + this.#numbers.size + this.#accumulators.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Of the batch that came last. */
  hashesOf: KeyHashes = (batch, rows) => this.#reading.hashesOf(batch, rows);

  /** Adds rows to their groups, and gives back those it cannot take since their groups are new and it is full. */
  take(batch: Batch): Int32Array {
    if (this.#reading.schema !== batch.schema) this.#reading = this.#read(batch.schema);
    const found = this.#groupsOf(batch);
    for (const [index, accumulator] of this.#accumulators.entries()) {
      const column = batch.columns[this.#reading.columns[index]!];
      for (let k = 0; k < found.length; k++) {
        if (found[k]! < 0) continue;
        const value = column ? column.value(batch.rows[k]!) : 0;
        if (value !== null) accumulator.add(found[k]!, value);
      }
    }
    return this.isFull ? batch.rows.filter((_, k) => found[k]! < 0) : new Int32Array(0);
  }

  /** The groups in the order in which they were met. */
  *batches(source: string): Generator<Batch> {
    this.#rows.seal();
    const count = this.#settings.groupBy.length === 0 ? 1 : this.#rows.count;
    for (let from = 0; from < count; from += batchRows) {
      const rows = Int32Array.from({ length: Math.min(batchRows, count - from) }, (_, index) => from + index);
      const kept = this.#rows.columns(rows);
      const made = this.#accumulators.map((accumulator, index) => new ValueColumn(this.schema[kept.length + index]!.type, Array.from(rows, (group) => accumulator.result(group))));
      yield makeBatch(this.schema, [...kept, ...made], rows.length, { source, ordinal: from });
    }
  }

  #read(schema: Schema): Reading {
    const { groupBy, totals } = this.#settings;
    const keys = findColumns(schema, groupBy, (index) => ['groupBy', index]);
    totals.forEach((total, index) => throwProblem(checkTotal(total, schema, index)[0]));
    const columns = totals.map(({ total, of }) => (needsColumn(total) ? findColumn(schema, of) : -1));
    return { schema, keys: this.#numbers.reader(schema, keys), hashesOf: keyHashes(schema, keys, { blankWhen: 'never' }), columns };
  }

  /** The group of each living row, -1 for one that is not taken; a group that is new keeps the row's values. */
  #groupsOf(batch: Batch): Int32Array {
    if (this.isFull) return this.#reading.keys.find(batch);
    let known = this.#numbers.count;
    const found = this.#reading.keys.enter(batch);
    if (this.#numbers.count === known) return found;
    const met = batch.rows.filter((_, k) => {
      if (found[k]! < known) return false;
      known++;
      return true;
    });
    this.#rows.add(batch, met);
    return found;
  }
}
