import { columnTypeOf } from '../../connectors/salesforce/objectDescribe.ts';
import { usedByPaths } from '../../connectors/salesforce/fieldFacts.ts';
import { keyValue } from '../../connectors/salesforce/soql/keyValue.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { queryableObjects } from '../../connectors/salesforce/queryableObjects.ts';
import { selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform, type Choice } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { formatCell, type Cell } from '../../kit/schema.ts';
import { definition, withAdded } from './definition.ts';
import { foundRecords, wantedKey, type WantedKey } from './foundRecords.ts';
import { preparedLookup, type PreparedLookup } from './preparedLookup.ts';

/** Looks up the keys of a batch together: one query for some hundred keys. */
export const run = defineTransform(definition, {
  async open(context) {
    const org = await sharedOrg(context);
    const { keys, onNone } = context.settings;
    const lookup = await preparedLookup(org, context.settings, context, context.signal);
    const records = foundRecords(org, lookup, context);
    return {
      async process(batch, out) {
        const places = findColumns(batch.schema, keys.map(({ column }) => column), (index) => ['keys', index, 'column']);
        const wanted = [...batch.rows].map((row) => keyOf(batch, row, places, lookup));
        const asked = new Map(wanted.flatMap((key) => (key === undefined || key instanceof AppError ? [] : [[key.same, key]])));
        const found = await records.find([...asked.values()]);
        const added = lookup.added.map((): Cell[] => []);
        let dropped = 0;
        const rows = batch.rows.filter((row, index) => {
          const key = wanted[index];
          const one = key instanceof AppError ? key : key === undefined ? 'none' : found.get(key.same)!;
          if (one instanceof AppError) context.reject(batch, row, one);
          else if (one === 'several' || (one === 'none' && onNone === 'reject')) context.reject(batch, row, notOne(batch, row, one, places, lookup));
          else if (one === 'none' && onNone === 'drop') dropped++;
          else {
            if (one !== 'none') for (let at = 0; at < added.length; at++) added[at]![row] = one[at]!;
            return true;
          }
          return false;
        });
        context.drop(dropped, 'Not in the org');
        const columns = lookup.added.map(({ type }, index) => new ValueColumn(type, added[index]!));
        return out.emit(withColumns(selectRows(batch, rows), withAdded(batch.schema, lookup.added), [...batch.columns, ...columns]));
      },
    };
  },

  usedObjects: async (context) => {
    const { connection, object, keys, fields } = context.settings;
    if (object === '') return [];
    const org = await sharedOrg(context);
    return usedByPaths(connection, object, [...keys, ...fields].map(({ field }) => field.trim()), (name) => org.describe(name, uncounted, context.signal, 0));
  },

  lookups: {
    objects: async (context) => queryableObjects(await sharedOrg(context), context.signal),
    columns: async (context): Promise<Choice[]> => {
      const { added } = await preparedLookup(await sharedOrg(context), context.settings, uncounted, context.signal);
      return added.map(({ name, type }) => ({ value: name, label: name, type }));
    },
  },
});

/** What a row is looked up by; undefined where a part of it is blank. */
function keyOf(batch: Batch, row: number, places: readonly number[], { object, keys }: PreparedLookup): WantedKey | AppError | undefined {
  const values = [];
  for (const [index, { field }] of keys.entries()) {
    const { name, type } = batch.schema[places[index]!]!;
    const cell = batch.columns[places[index]!]!.value(row);
    if (cell === null) return undefined;
    const value = keyValue(field, cell, type);
    if (value === undefined) {
      const kind = field.type === 'id' || field.type === 'reference' ? 'an Id' : columnTypeOf(field) === 'boolean' ? 'true or false' : `a ${columnTypeOf(field)}`;
      return new AppError('row', 'lookupKeyType', { message: `${name} is "${formatCell(type, cell)}", and ${object}.${field.name} is always ${kind}.`, hint: 'Parse or replace the values before this node.' });
    }
    values.push(value);
  }
  return wantedKey(values);
}

function notOne(batch: Batch, row: number, found: 'none' | 'several', places: readonly number[], { object, keys }: PreparedLookup): AppError {
  const said = keys.map(({ path }, index) => `${path} ${sayCell(batch, places[index]!, row)}`).join(', ');
  if (found === 'several') return new AppError('row', 'lookupAmbiguous', { message: `Several records of ${object} have ${said}.` });
  return new AppError('row', 'lookupMissing', { message: `No record of ${object} has ${said}.` });
}

function sayCell(batch: Batch, index: number, row: number): string {
  const { type, value } = { type: batch.schema[index]!.type, value: batch.columns[index]!.value(row) };
  return value === null ? '(blank)' : `"${formatCell(type, value)}"`;
}
