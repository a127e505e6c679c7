import { bodyValue } from '../../connectors/salesforce/recordCells.ts';
import { findField, type FieldDescribe, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { Batch } from '../../kit/batch.ts';
import type { FieldChange } from '../../kit/change.ts';
import { AppError, closest } from '../../kit/errors.ts';
import type { Cell, ColumnSpec, Schema } from '../../kit/schema.ts';
import { normalValue } from './normalValue.ts';
import type { ParentLookup } from './parentLookups.ts';
import { isById, keyFieldOf, type Settings } from './settings.ts';
import { unfitValue } from './unfitValue.ts';

/** A field that a column fills. */
export interface TargetField {
  /** `Email`, or `Account.External_Key__c` for a parent found by its external id. */
  readonly name: string;
  /** Undefined for a field of a parent. */
  readonly field: FieldDescribe | undefined;
  /** Of a parent's field: the reference that its record is named by. */
  readonly reference?: string;
}

/** What one row asks for, as if nothing were there, or why it cannot be asked. */
export type WantedRow = { readonly key: string; readonly asked: readonly FieldChange[] } | AppError;

export interface RowReader {
  /** The fields that are written, without the key, by name. */
  readonly fields: ReadonlyMap<string, TargetField>;
  readonly key: FieldDescribe | undefined;
  read(batch: Batch, row: number): WantedRow;
}

/**
 * Ties the incoming columns to the fields of the object. Throws kind `settings`, naming every column that is no field or that this user
 * may not write, so that nothing is sent when something is wrong with the flow.
 * @param parents by column: how a parent is found that the org does not find itself
 */
export function rowReader(schema: Schema, describe: ObjectDescribe, settings: Settings, parents: ReadonlyMap<number, ParentLookup>): RowReader {
  const { operation, blanks } = settings;
  const keyName = keyFieldOf(settings);
  const keyColumn = keyName === undefined ? -1 : schema.findIndex(({ name }) => name.toLowerCase() === keyName.toLowerCase());
  if (keyName !== undefined && keyColumn < 0) throw new AppError('settings', 'keyColumnMissing', { message: `There is no column "${keyName}" in the incoming rows, and ${operation} needs it. Columns: ${names(schema)}.` });
  const key = keyName === undefined ? undefined : keyField(keyName, describe);
  const readKey = (batch: Batch, row: number): Cell => (key === undefined ? '' : normalValue(bodyValue(schema[keyColumn]!.type, batch.columns[keyColumn]!.value(row)), key));
  if (operation === 'delete' || operation === 'hardDelete' || operation === 'undelete') {
    return {
      fields: new Map(),
      key,
      read(batch, row) {
        const value = readKey(batch, row);
        return value === null ? blankKey('Id') : { key: String(value), asked: [] };
      },
    };
  }
  const written = schema.flatMap((column, index) => (index === keyColumn ? [] : [{ column, index }]));
  const faults = written.flatMap(({ column }) => faultOf(column, describe, operation));
  if (faults.length > 0) throw new AppError('settings', 'columnsAreNoFields', { message: faults.join(' '), hint: 'Map the columns to fields first, or leave these out.' });
  const fields = written.map(({ column, index }) => targetField(column, describe, parents.get(index)));
  const clears = blanks === 'clear' && operation !== 'insert';
  const byName = new Map(fields.map((field) => [field.name, field]));
  // Two columns can fill one field, such as an owner's Id and name: the later holds.
  const isOnce = byName.size === fields.length;
  // One list for all rows: what is copied from it has room for its fields and no more.
  const given: FieldChange[] = [];
  return {
    fields: byName,
    key,
    read(batch, row) {
      const keyValue = readKey(batch, row);
      if (keyValue === null && !isById(settings)) return blankKey(key!.name);
      let count = 0;
      for (let at = 0; at < written.length; at++) {
        const { column, index } = written[at]!;
        const cell = bodyValue(column.type, batch.columns[index]!.value(row));
        const found = parents.size === 0 ? undefined : parents.get(index)?.idOf(cell);
        if (found instanceof AppError) return found;
        const { name, field } = fields[at]!;
        const value = normalValue(found === undefined ? cell : found, field);
        const unfit = unfitValue(value, field);
        if (unfit) return unfit;
        if ((cell === null || value === null) && !clears) continue;
        const before = isOnce ? -1 : given.findIndex((field, place) => place < count && field.name === name);
        given[before < 0 ? count++ : before] = { name, before: null, after: value };
      }
      return { key: keyValue === null ? '' : String(keyValue), asked: given.slice(0, count) };
    },
  };
}

function blankKey(name: string): AppError {
  return new AppError('row', 'keyBlank', { message: `${name} is blank, so there is nothing to find the record by.` });
}

/** The field that records are found by. Throws kind `settings` where there is none of that name, or the org finds nothing by it. */
function keyField(name: string, describe: ObjectDescribe): FieldDescribe {
  const field = findField(describe, name);
  if (field && (field.type === 'id' || field.externalId || field.idLookup)) return field;
  const keys = describe.fields.filter(({ type, externalId, idLookup }) => type === 'id' || externalId || idLookup).map((one) => one.name);
  const message = field ? `${describe.name}.${field.name} is no key: the org finds records by external ids.` : `${describe.name} has no field "${name}" to find records by.`;
  throw new AppError('settings', 'keyUnknown', { message, hint: `Keys of ${describe.name}: ${keys.join(', ')}.`, where: { path: ['key'] } });
}

function faultOf(column: ColumnSpec, describe: ObjectDescribe, operation: Settings['operation']): string[] {
  const [first] = column.name.split('.');
  if (column.name.includes('.')) {
    return describe.fields.some((field) => field.relationshipName?.toLowerCase() === first!.toLowerCase()) ? [] : [`${describe.name} has no relationship "${first}" (column "${column.name}").`];
  }
  const field = findField(describe, column.name);
  if (!field) {
    const near = closest(column.name, describe.fields.map((known) => known.name));
    return [`${describe.name} has no field "${column.name}".${near === undefined ? '' : ` Did you mean ${near}?`}`];
  }
  const writable = operation === 'insert' ? field.createable : operation === 'update' ? field.updateable || field.name === 'Id' : field.createable || field.updateable;
  return writable ? [] : [`${describe.name}.${field.name} cannot be written.`];
}

/** The field as the org spells it; `Account.External_Key__c` is the parent's key by way of the relationship, unless the parent is looked up. */
function targetField(column: ColumnSpec, describe: ObjectDescribe, parent: ParentLookup | undefined): TargetField {
  if (parent) return { name: parent.reference.name, field: parent.reference };
  const [first, ...rest] = column.name.split('.');
  if (rest.length === 0) {
    const field = findField(describe, column.name)!;
    return { name: field.name, field };
  }
  const reference = describe.fields.find((field) => field.relationshipName?.toLowerCase() === first!.toLowerCase())!;
  return { name: `${reference.relationshipName!}.${rest.join('.')}`, field: undefined, reference: reference.name };
}

function names(schema: Schema): string {
  return schema.map((column) => column.name).join(', ');
}
