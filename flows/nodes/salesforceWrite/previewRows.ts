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
  if (wanted instanceof AppError) return { row, action: 'rejected', key: '', fields: [], error: wanted };
  const { key, asked } = wanted;
  const identity = reader.key ? foldedKey(key, reader.key) : '';
  const records = reader.key ? (known.get(identity) ?? []) : [];
  if (records.length > 1) return { row, key, identity, asked, fields: [], action: 'conflict', error: new AppError('row', 'keyNotUnique', { message: `${records.length} records have the ${reader.key!.name} "${key}", so it cannot be said which is meant.` }) };
  const change = found(records[0], key, asked, reader, settings);
  const refused = change.action === 'insert' || change.action === 'update' ? foresee?.(change.action === 'insert', change.fields) : undefined;
  if (refused) return { row, action: 'rejected', key, identity, fields: [], asked, error: refused };
  const { action, fields } = change;
  if (change.id !== undefined || change.error) return { row, key, identity, asked, ...change };
  return fields === asked ? { row, action, key, identity, fields } : { row, action, key, identity, fields, asked };
}

function found(record: OrgRecord | undefined, key: string, asked: readonly FieldChange[], reader: RowReader, settings: Settings): Found {
  const { operation, object, read } = settings;
  const place = record && { id: String(record['Id']), stamp: stampOf(record) };
  const update = (): Found => (read === 'keys' ? { action: 'update', fields: asked, isBlind: true } : updateOf(record!, asked, reader));
  switch (operation) {
    case 'insert':
      return { action: 'insert', fields: asked };
    case 'upsert':
      if (!place && isById(settings)) return key === '' ? { action: 'insert', fields: asked } : noMatch(object, key);
      if (!place) return { action: 'insert', fields: [{ name: reader.key!.name, before: null, after: normalValue(key, reader.key) }, ...asked] };
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

function updateOf(record: OrgRecord, asked: readonly FieldChange[], { fields }: RowReader): Found {
  const changed = asked.flatMap(({ name, after }): FieldChange[] => {
    const target = fields.get(name)!;
    const before = currentValue(record, target);
    if (before === after) return [];
    return [{ name, before, after, ...(target.reference === undefined ? {} : { restore: { name: target.reference, value: normalValue(valueAt(record, target.reference), undefined) } }) }];
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
