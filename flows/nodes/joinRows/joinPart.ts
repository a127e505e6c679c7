import { batchRows, makeBatch, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ConstantColumn, type Column } from '../../kit/column.ts';
import type { NodeContext, Output } from '../../kit/defineRun.ts';
import { checkKeysNow, keyColumns } from '../../kit/keyPairs.ts';
import { pickedBatch } from '../../kit/pickedBatch.ts';
import type { Schema } from '../../kit/schema.ts';
import type { definition } from './definition.ts';
import { joinedSchema, narrowJoined, type Joined, type Sides } from './joinedSchema.ts';
import type { RightRows } from './rightRows.ts';

export type Context = NodeContext<ReturnType<typeof definition.settings.parse>>;

/** How left rows of one schema are joined. */
interface Binding {
  readonly schema: Schema;
  readonly joined: Joined;
  /** The first right row of each living row's key, or -1. */
  readonly find: (batch: Batch) => Int32Array;
}

/**
 * Joins left rows, as they come, to right rows that are all there. Where no left row of a batch has several matches its columns stay as
 * they are, lazy ones too.
 */
export class JoinPart {
  readonly #context: Context;
  readonly #right: RightRows;
  readonly #whole: Sides | undefined;
  readonly #matched: Uint8Array;
  #binding: Binding | undefined;

  /** @param whole the columns that both sides had, where not all of them are kept */
  constructor(context: Context, right: RightRows, whole?: Sides) {
    this.#context = context;
    this.#right = right;
    this.#whole = whole;
    this.#matched = new Uint8Array(right.held.count);
  }

  take(batch: Batch, out: Output): void | Promise<void> {
    if (this.#binding?.schema !== batch.schema) this.#binding = this.#bind(batch.schema);
    const { kind } = this.#context.settings;
    return kind === 'semi' || kind === 'anti' ? this.#keepLeft(batch, this.#binding, out) : this.#join(batch, this.#binding, out);
  }

  finish(out: Output): void | Promise<void> {
    if (this.#context.settings.kind === 'full' && this.#binding) return this.#sendUnmatched(this.#binding, out);
  }

  #bind(schema: Schema): Binding {
    const { settings } = this.#context;
    const kept = { left: schema, right: this.#right.held.schema };
    checkKeysNow(settings.keys, kept.left, kept.right);
    const whole = this.#whole ?? kept;
    const joined = joinedSchema(settings, whole.left, whole.right);
    return { schema, joined: whole === kept ? joined : narrowJoined(joined, whole, kept), find: this.#right.finder(schema) };
  }

  /** Passes on the left rows that have a match, or those that have none. */
  #keepLeft(batch: Batch, { find }: Binding, out: Output): void | Promise<void> {
    const wants = this.#context.settings.kind === 'semi';
    const found = find(batch);
    const rows = batch.rows.filter((_, k) => found[k]! >= 0 === wants);
    this.#context.drop(batch.rows.length - rows.length, wants ? 'No match' : 'Has a match');
    return out.emit(selectRows(batch, rows));
  }

  async #join(batch: Batch, { joined, find }: Binding, out: Output): Promise<void> {
    const right = this.#right;
    const { kind } = this.#context.settings;
    const { isUnique } = right;
    const found = find(batch);
    const firsts = new Int32Array(batch.rowCount).fill(-1);
    let hasSeveral = false;
    const kept = new Int32Array(found.length);
    let count = 0;
    for (let k = 0; k < found.length; k++) {
      const first = found[k]!;
      const row = batch.rows[k]!;
      if (first >= 0) {
        firsts[row] = first;
        if (!isUnique) hasSeveral ||= right.next(first) >= 0;
      } else if (kind === 'inner') continue;
      kept[count++] = row;
    }
    const rows = kept.subarray(0, count);
    if (kind === 'full') for (const first of found) if (first >= 0) this.#matched[first] = 1;
    this.#context.drop(batch.rows.length - rows.length, 'No match');
    const added = (numbers: Int32Array): Column[] => right.held.columns(numbers, joined.added);
    if (!hasSeveral) return out.emit(withColumns(selectRows(batch, rows), joined.schema, [...batch.columns, ...added(firsts)]));
    let picks: number[] = [];
    let numbers: number[] = [];
    const send = async (): Promise<void> => {
      const columns = added(Int32Array.from(numbers));
      await out.emit(pickedBatch(batch, Int32Array.from(picks), joined.schema, columns));
      await this.#context.pause();
      [picks, numbers] = [[], []];
    };
    for (const row of rows) {
      let number = firsts[row]!;
      do {
        picks.push(row);
        numbers.push(number);
        if (number >= 0) this.#matched[number] = 1;
        if (picks.length === batchRows) await send();
        number = number < 0 ? -1 : right.next(number);
      } while (number >= 0);
    }
    if (picks.length > 0) await send();
  }

  /** The right rows that no left row matched, with their keys in the left key columns. */
  async #sendUnmatched({ schema, joined }: Binding, out: Output): Promise<void> {
    const { held } = this.#right;
    const { keys } = this.#context.settings;
    const places = new Map(keyColumns(keys, schema, 'column').map((column, index) => [column, keyColumns(keys, held.schema, 'equals')[index]!]));
    const numbers = Int32Array.from({ length: held.count }, (_, row) => row).filter((row) => this.#matched[row] === 0);
    for (let from = 0; from < numbers.length; from += batchRows) {
      const rows = numbers.subarray(from, from + batchRows);
      const kept = held.columns(rows);
      const columns = schema.map(({ type }, index) => {
        const key = places.get(index);
        return key === undefined ? new ConstantColumn(type, null) : kept[key]!;
      });
      const added = joined.added.map((index) => kept[index]!);
      await out.emit(makeBatch(joined.schema, [...columns, ...added], rows.length, { source: this.#context.node, ordinal: from }));
      await this.#context.pause();
    }
  }
}
