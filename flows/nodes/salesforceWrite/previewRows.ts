import type { OrgRecord } from '../../connectors/salesforce/recordCells.ts';
import type { FieldDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { Change, FieldChange } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';
import type { ForeseeRefusal } from './foreseeRefusal.ts';
import { normalValue } from './normalValue.ts';
import { valueAt } from './readTarget.ts';
import type { RowReader, TargetField, WantedRow } from './rowReader.ts';
import { isById, type Settings } from './settings.ts';

/** The records that there are, by `foldedKey`. */
export type KnownRecords = ReadonlyMap<string, readonly OrgRecord[]>;

type Found = Pick<Change, 'action' | 'fields'> & Partial<Pick<Change, 'id' | 'stamp' | 'error' | 'isFinal' | 'isBlind'>>;

/** A key as it is compared: without case, unless the field heeds it. */
export function foldedKey(key: string, field: FieldDescribe): string {
  return field.type === 'id' || field.type === 'reference' || field.caseSensitive ? key : key.toLowerCase();
}

/** What the row would do to the record that is there, or not there. `foresee`: what holds back rows that the org would refuse. */
export function changeOf(row: number, wanted: WantedRow, reader: RowReader, known: KnownRecords, settings: Settings, foresee: ForeseeRefusal | undefined): Change {
  if (wanted instanceof AppError) return { row, action: 'rejected', key: '', fields: [], values: {}, error: wanted };
  const { key, values } = wanted;
  const identity = reader.key ? foldedKey(key, reader.key) : '';
  const records = reader.key ? (known.get(identity) ?? []) : [];
  if (records.length > 1) return { row, key, identity, values, fields: [], action: 'conflict', error: new AppError('row', 'keyNotUnique', { message: `${records.length} records have the ${reader.key!.name} "${key}", so it cannot be said which is meant.` }) };
  const change = found(records[0], key, values, reader, settings);
  const refused = change.action === 'insert' || change.action === 'update' ? foresee?.(change.action === 'insert', change.fields) : undefined;
  if (refused) return { row, action: 'rejected', key, identity, fields: [], values, error: refused };
  const { action, fields } = change;
  return change.id === undefined && !change.error ? { row, action, key, identity, fields, values } : { row, key, identity, values, ...change };
}

function found(record: OrgRecord | undefined, key: string, values: Readonly<Record<string, Cell>>, reader: RowReader, settings: Settings): Found {
  const { operation, object, read } = settings;
  const place = record && { id: String(record['Id']), stamp: stampOf(record) };
  const update = (): Found => (read === 'keys' ? { action: 'update', fields: allFields(values), isBlind: true } : updateOf(record!, values, reader));
  switch (operation) {
    case 'insert':
      return { action: 'insert', fields: allFields(values) };
    case 'upsert':
      if (!place && isById(settings)) return key === '' ? { action: 'insert', fields: allFields(values) } : noMatch(object, key);
      if (!place) return { action: 'insert', fields: [{ name: reader.key!.name, before: null, after: normalValue(key, reader.key) }, ...allFields(values)] };
      return { ...place, ...update() };
    case 'update':
      return place ? { ...place, ...update() } : noMatch(object, key);
    case 'delete':
    case 'hardDelete':
      return place && record['IsDeleted'] !== true ? { ...place, action: 'delete', fields: [], ...(operation === 'hardDelete' ? { isFinal: true } : {}) } : noMatch(object, key);
    case 'undelete':
      if (!place) return noMatch(object, key);
      return { ...place, action: record['IsDeleted'] === true ? 'undelete' : 'unchanged', fields: [] };
  }
}

function noMatch(object: string, key: string): Found {
  return { action: 'noMatch', fields: [], error: new AppError('row', 'noMatch', { message: `There is no ${object} with the Id "${key}", or this user may not see it.` }) };
}

function allFields(values: Readonly<Record<string, Cell>>): FieldChange[] {
  // Mapped, not pushed: an array that grows has room for seventeen.
  return Object.keys(values).map((name) => ({ name, before: null, after: values[name]! }));
}

function updateOf(record: OrgRecord, values: Readonly<Record<string, Cell>>, { fields }: RowReader): Found {
  const changed = fields.flatMap((target): FieldChange[] => {
    const after = values[target.name];
    if (after === undefined) return [];
    const before = currentValue(record, target);
    if (before === after) return [];
    return [{ name: target.name, before, after, ...(target.reference === undefined ? {} : { restore: { name: target.reference, value: normalValue(valueAt(record, target.reference), undefined) } }) }];
  });
  return changed.length === 0 ? { action: 'unchanged', fields: [] } : { action: 'update', fields: changed };
}

/** The value of a field that a record has now, in normal form. */
export function currentValue(record: OrgRecord, { name, field }: TargetField): Cell {
  return normalValue(valueAt(record, name), field);
}

export function stampOf(record: OrgRecord): string | undefined {
  const stamp = record['SystemModstamp'] ?? record['LastModifiedDate'];
  return typeof stamp === 'string' ? stamp : undefined;
}
