import { selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ConstantColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { KeyNumbers, type KeyReader } from '../../kit/keyNumbers.ts';
import { checkKeysNow, keyColumns } from '../../kit/keyPairs.ts';
import { checkMemory } from '../../kit/memory.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { definition, lookedUpSchema } from './definition.ts';

const missing = -1;
const several = -2;

/** Reads all reference rows, keeps the columns that are added, and then finds a row for each that comes. The columns that come stay lazy. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { keys, columns, onNone, onSeveral, isLoose } = context.settings;
    const numbers = new KeyNumbers({ isLoose, blankWhen: 'any' });
    /** By the number of a key: the row that is held for it, or `several`. */
    const rowOf: number[] = [];
    let reference: Schema = [];
    let held = new HeldRows([]);
    let places: readonly number[] = [];
    let isSealed = false;
    let bound: Schema | undefined;
    let result: Schema = [];
    let reader: KeyReader;
    let referenceReader: KeyReader;

    function learn(batch: Batch): void {
      if (batch.schema !== reference) {
        referenceReader = numbers.reader(batch.schema, keyColumns(keys, batch.schema, 'equals'));
        if (reference.length === 0) {
          const wanted = findColumns(batch.schema, columns.map(({ column }) => column), (index) => ['columns', index, 'column']);
          const distinct = [...new Set(wanted)];
          places = wanted.map((column) => distinct.indexOf(column));
          held = new HeldRows(distinct.map((column) => batch.schema[column]!));
        }
        reference = batch.schema;
      }
      const kept: number[] = [];
      for (const [k, key] of referenceReader.enter(batch).entries()) {
        const isKnown = key < rowOf.length;
        if (key < 0 || (isKnown && onSeveral === 'first')) continue;
        rowOf[key] = isKnown && onSeveral === 'reject' ? several : held.count + kept.length;
        if (!isKnown || onSeveral === 'last') kept.push(batch.rows[k]!);
      }
      held.add(batch, Int32Array.from(kept));
      checkMemory(context, held.bytes + numbers.size + rowOf.length * 8);
      context.drop(batch.rows.length, 'Read as reference');
    }

    function bind(schema: Schema): void {
      if (!isSealed) held.seal();
      isSealed = true;
      if (reference.length > 0) checkKeysNow(keys, schema, reference);
      reader = numbers.reader(schema, keyColumns(keys, schema, 'column'));
      result = lookedUpSchema(columns, [schema, reference])!;
      bound = schema;
    }

    return {
      process(batch, out, port) {
        if (port === 'reference') return learn(batch);
        if (batch.schema !== bound) bind(batch.schema);
        const found = new Int32Array(batch.rowCount).fill(missing);
        let dropped = 0;
        const keysFound = reader.find(batch);
        const rows = batch.rows.filter((row, k) => {
          const number = keysFound[k]! < 0 ? missing : rowOf[keysFound[k]!]!;
          if (number === several || (number === missing && onNone === 'reject')) {
            context.reject(batch, row, notOne(batch, row, number, keys));
            return false;
          }
          if (number === missing && onNone === 'drop') {
            dropped++;
            return false;
          }
          found[row] = number;
          return true;
        });
        context.drop(dropped, 'Not in the reference rows');
        const added = places.length === 0 ? columns.map(() => new ConstantColumn('text', null)) : held.columns(found, places);
        return out.emit(withColumns(selectRows(batch, rows), result, [...batch.columns, ...added]));
      },
    };
  },
});

function notOne(batch: Batch, row: number, number: number, keys: readonly { readonly column: string }[]): AppError {
  const columns = findColumns(batch.schema, keys.map(({ column }) => column), (index) => ['keys', index, 'column']);
  const said = columns.map((index) => `${batch.schema[index]!.name} ${sayCell(batch, index, row)}`).join(', ');
  if (number === several) return new AppError('row', 'lookupAmbiguous', { message: `Several reference rows have ${said}.` });
  return new AppError('row', 'lookupMissing', { message: `No reference row has ${said}.` });
}

function sayCell(batch: Batch, index: number, row: number): string {
  const column = batch.columns[index]!;
  const value = column.value(row);
  return value === null ? '(blank)' : `"${formatCell(column.type, value)}"`;
}
