import { batchRows, makeBatch, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ConstantColumn, type Column } from '../../kit/column.ts';
import { defineTransform, type Output } from '../../kit/defineRun.ts';
import { checkKeysNow, keyColumns } from '../../kit/keyPairs.ts';
import { checkMemory } from '../../kit/memory.ts';
import { pickedBatch } from '../../kit/pickedBatch.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { joinedSchema, type Joined } from './joinedSchema.ts';
import { RightRows } from './rightRows.ts';

/** How left rows of one schema are joined. */
interface Binding {
  readonly schema: Schema;
  readonly joined: Joined;
  readonly keyOf: (batch: Batch, row: number) => Key | null;
}

/**
 * Keeps the right rows and finds them by their keys; left rows go on as they come. Where no left row of a batch has several matches its
 * columns stay as they are, lazy ones too.
 */
export const run = defineTransform(definition, {
  open: (context) => {
    const { kind, keys, isLoose } = context.settings;
    let right: RightRows | undefined;
    let matched: Uint8Array | undefined;
    let binding: Binding | undefined;

    function bind(schema: Schema): Binding {
      right ??= new RightRows(keys.map(({ column, equals }) => ({ name: equals, type: schema[keyColumns([{ column, equals }], schema, 'column')[0]!]!.type })), keys, isLoose);
      right.held.seal();
      checkKeysNow(keys, schema, right.held.schema);
      matched ??= new Uint8Array(right.held.count);
      const keyOf = rowKey(schema, keyColumns(keys, schema, 'column'), { isLoose, blankWhen: 'any' });
      return { schema, joined: joinedSchema(context.settings, schema, right.held.schema), keyOf };
    }

    /** Passes on the left rows that have a match, or those that have none. */
    function keepLeft(batch: Batch, { keyOf }: Binding, out: Output): void | Promise<void> {
      const wants = kind === 'semi';
      const rows = batch.rows.filter((row) => (right!.first(keyOf(batch, row)) !== undefined) === wants);
      context.drop(batch.rows.length - rows.length, wants ? 'No match' : 'Has a match');
      return out.emit(selectRows(batch, rows));
    }

    async function join(batch: Batch, { joined, keyOf }: Binding, out: Output): Promise<void> {
      const firsts = new Int32Array(batch.rowCount).fill(-1);
      let hasSeveral = false;
      const rows = batch.rows.filter((row) => {
        const first = right!.first(keyOf(batch, row));
        if (first === undefined) return kind !== 'inner';
        firsts[row] = first;
        matched![first] = 1;
        hasSeveral ||= right!.next(first) >= 0;
        return true;
      });
      context.drop(batch.rows.length - rows.length, 'No match');
      const added = (numbers: Int32Array): Column[] => joined.added.map((index) => right!.held.column(index, numbers));
      if (!hasSeveral) return out.emit(withColumns(selectRows(batch, rows), joined.schema, [...batch.columns, ...added(firsts)]));
      let picks: number[] = [];
      let numbers: number[] = [];
      const send = async (): Promise<void> => {
        const columns = added(Int32Array.from(numbers));
        await out.emit(pickedBatch(batch, Int32Array.from(picks), joined.schema, columns));
        await context.pause();
        [picks, numbers] = [[], []];
      };
      for (const row of rows) {
        let number = firsts[row]!;
        do {
          picks.push(row);
          numbers.push(number);
          if (number >= 0) matched![number] = 1;
          if (picks.length === batchRows) await send();
          number = number < 0 ? -1 : right!.next(number);
        } while (number >= 0);
      }
      if (picks.length > 0) await send();
    }

    /** The right rows that no left row matched, with their keys in the left key columns. */
    async function sendUnmatched({ schema, joined }: Binding, out: Output): Promise<void> {
      const { held } = right!;
      const places = new Map(keyColumns(keys, schema, 'column').map((column, index) => [column, keyColumns(keys, held.schema, 'equals')[index]!]));
      const numbers = Int32Array.from({ length: held.count }, (_, row) => row).filter((row) => matched![row] === 0);
      for (let from = 0; from < numbers.length; from += batchRows) {
        const rows = numbers.subarray(from, from + batchRows);
        const columns = schema.map(({ type }, index) => {
          const key = places.get(index);
          return key === undefined ? new ConstantColumn(type, null) : held.column(key, rows);
        });
        const added = joined.added.map((index) => held.column(index, rows));
        await out.emit(makeBatch(joined.schema, [...columns, ...added], rows.length, { source: context.node, ordinal: from }));
        await context.pause();
      }
    }

    return {
      process(batch, out, port) {
        if (port === 'right') {
          right ??= new RightRows(batch.schema, keys, isLoose);
          right.add(batch);
          return checkMemory(context, right.bytes);
        }
        if (binding?.schema !== batch.schema) binding = bind(batch.schema);
        return kind === 'semi' || kind === 'anti' ? keepLeft(batch, binding, out) : join(batch, binding, out);
      },
      finish: (out) => (kind === 'full' && binding ? sendUnmatched(binding, out) : undefined),
    };
  },
});
