import { bodyValue } from '../../connectors/salesforce/recordCells.ts';
import { findField, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { Batch } from '../../kit/batch.ts';
import { AppError, closest } from '../../kit/errors.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import type { definition } from './definition.ts';

type Settings = ReturnType<typeof definition.settings.parse>;

/** The body of one record from one row, or why the row cannot be sent. */
export type RecordMaker = (batch: Batch, row: number) => Record<string, unknown> | AppError;

/**
 * Ties the incoming columns to the fields of the object. Throws kind `settings`, naming every column that is no field or
 * that this user may not write, so that nothing is sent when something is wrong with the flow.
 */
export function recordMaker(schema: Schema, describe: ObjectDescribe, settings: Settings): RecordMaker {
  const { operation, key, blanks } = settings;
  const keyName = operation === 'upsert' ? key : operation === 'insert' ? undefined : 'Id';
  const keyColumn = keyName === undefined ? -1 : schema.findIndex((column) => column.name.toLowerCase() === keyName.toLowerCase());
  if (keyName !== undefined && keyColumn < 0) throw new AppError('settings', 'keyColumnMissing', { message: `There is no column "${keyName}" in the incoming rows, and ${operation} needs it. Columns: ${names(schema)}.` });
  if (operation === 'delete') {
    return (batch, row) => {
      const id = batch.columns[keyColumn]!.value(row);
      return id === null ? blankKey('Id') : { Id: id };
    };
  }
  const faults = schema.flatMap((column, index) => (index === keyColumn ? [] : faultOf(column, describe, operation)));
  if (faults.length > 0) throw new AppError('settings', 'columnsAreNoFields', { message: faults.join(' '), hint: 'Map the columns to fields first, or leave these out.' });
  const paths = schema.map((column, index) => (index === keyColumn ? [findField(describe, column.name)?.name ?? column.name] : fieldPath(column, describe)));
  const clears = blanks === 'clear' && operation !== 'insert';

  return (batch, row) => {
    const record: Record<string, unknown> = {};
    for (let index = 0; index < paths.length; index++) {
      const value = batch.columns[index]!.value(row);
      if (value === null) {
        if (index === keyColumn) return blankKey(keyName!);
        if (!clears) continue;
      }
      const [field, parentKey] = paths[index]!;
      const sent = bodyValue(schema[index]!.type, value);
      record[field!] = parentKey === undefined ? sent : value === null ? null : { [parentKey]: sent };
    }
    return record;
  };
}

function blankKey(name: string): AppError {
  return new AppError('row', 'keyBlank', { message: `${name} is blank, so there is nothing to find the record by.` });
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

/** `Email` → the field as the org spells it; `Account.External_Key__c` → relationship and the parent's key field. */
function fieldPath(column: ColumnSpec, describe: ObjectDescribe): string[] {
  const [first, ...rest] = column.name.split('.');
  if (rest.length === 0) return [findField(describe, column.name)!.name];
  const relationship = describe.fields.find((field) => field.relationshipName?.toLowerCase() === first!.toLowerCase())!.relationshipName!;
  return [relationship, rest.join('.')];
}

function names(schema: Schema): string {
  return schema.map((column) => column.name).join(', ');
}
