import { batchRows, makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { accumulatorOf, type Accumulator } from '../../kit/accumulators.ts';
import { copyText } from '../../kit/copyText.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { entryBytes } from '../../kit/memory.ts';
import { hashesOf, type KeyHashes } from '../../kit/keyHashes.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { ColumnType, Schema } from '../../kit/schema.ts';
import { checkValues, pivotedSchema, type PivotSettings } from './definition.ts';
import type { PivotNames } from './pivotNames.ts';

/** How rows of one schema are read. */
interface Reading {
  readonly schema: Schema;
  readonly keyOf: (batch: Batch, row: number) => Key | null;
  readonly nameAt: number;
  readonly valueAt: number;
}

/** Groups, of each one row, and for each column the totals of the groups that have it. */
export class PivotGroups {
  /** True: rows of groups that are not known are given back, and not taken. */
  isFull = false;
  /** Rows that have no column to go to. */
  left = 0;
  readonly #settings: PivotSettings;
  readonly #names: PivotNames;
  readonly #type: ColumnType;
  readonly #first: Schema;
  readonly #held: HeldRows;
  readonly #groups = new Map<Key, number>();
  readonly #totals: Accumulator[] = [];
  #keyBytes = 0;
  #reading: Reading;

  /** @param schema the columns of the rows that come first; later ones are found by name. Throws kind `settings` when one is not there. */
  constructor(settings: PivotSettings, schema: Schema, names: PivotNames) {
    this.#settings = settings;
    this.#names = names;
    this.#first = schema;
    this.#reading = this.#read(schema);
    this.#type = schema[this.#reading.valueAt]?.type ?? 'number';
    this.#held = new HeldRows(findColumns(schema, settings.groupBy, (index) => ['groupBy', index]).map((key) => schema[key]!));
  }

  /** What it takes in memory. */
  get bytes(): number {
    return this.#held.bytes + this.#keyBytes + this.#totals.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The columns that go out, as far as they are known. */
  get schema(): Schema {
    return pivotedSchema(this.#settings, this.#first, this.#names.all);
  }

  /** Of the batch that came last. */
  hashesOf: KeyHashes = hashesOf((batch, row) => this.#reading.keyOf(batch, row));

  /** Adds rows to their groups, and gives back those it cannot take since their groups are new and it is full. All of them name their columns. */
  take(batch: Batch): Int32Array {
    if (this.#reading.schema !== batch.schema) this.#reading = this.#read(batch.schema);
    const { keyOf, nameAt, valueAt } = this.#reading;
    const values = batch.columns[valueAt];
    const strange: number[] = [];
    for (const row of batch.rows) {
      const place = this.#names.placeOf(batch, nameAt, row);
      const group = this.#groupOf(keyOf(batch, row)!, batch, row);
      if (group < 0) strange.push(row);
      else if (place < 0) this.left++;
      else {
        const value = values ? values.value(row) : 0;
        if (value !== null) this.#total(place).add(group, value);
      }
    }
    return Int32Array.from(strange);
  }

  /** The groups in the order in which they were met. */
  *batches(source: string): Generator<Batch> {
    this.#held.seal();
    const { schema } = this;
    const count = this.#settings.groupBy.length === 0 ? 1 : this.#held.count;
    for (let from = 0; from === 0 || from < count; from += batchRows) {
      const rows = Int32Array.from({ length: Math.min(batchRows, count - from) }, (_, index) => from + index);
      const kept = this.#held.columns(rows);
      const made = schema.slice(kept.length).map(({ type }, place) => new ValueColumn(type, Array.from(rows, (group) => this.#total(place).result(group))));
      yield makeBatch(schema, [...kept, ...made], rows.length, { source, ordinal: from });
    }
  }

  #total(place: number): Accumulator {
    for (let made = this.#totals.length; made <= place; made++) this.#totals.push(accumulatorOf(this.#settings.total, this.#type));
    return this.#totals[place]!;
  }

  #groupOf(key: Key, batch: Batch, row: number): number {
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    if (this.isFull) return -1;
    const group = this.#groups.size;
    this.#groups.set(typeof key === 'string' ? copyText(key) : key, group);
    this.#keyBytes += entryBytes + (typeof key === 'string' ? key.length : 0);
    this.#held.add(batch, Int32Array.of(row));
    return group;
  }

  #read(schema: Schema): Reading {
    const { groupBy, names, values, total } = this.#settings;
    const keys = findColumns(schema, groupBy, (index) => ['groupBy', index]);
    const [nameAt] = findColumns(schema, [names], () => ['names']) as [number];
    if (total !== 'count') throwProblem(checkValues(schema, values, total)[0]);
    const valueAt = total === 'count' ? -1 : findColumns(schema, [values], () => ['values'])[0]!;
    return { schema, keyOf: rowKey(schema, keys, { blankWhen: 'never' }), nameAt, valueAt };
  }
}
