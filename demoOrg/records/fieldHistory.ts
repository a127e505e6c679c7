import type { Database } from '../database.ts';
import { type Field, fieldOf, type ObjectType, quoted } from '../schema/objectType.ts';
import { recordId } from '../schema/recordId.ts';
import type { Schema } from '../schema/schema.ts';
import type { Author } from './objectWriter.ts';
import type { StoredValue } from './readField.ts';

type WriteHistory = (id: string, before: readonly StoredValue[], after: readonly StoredValue[], changed: readonly Field[], author: Author) => void;

const nextNumber = 'UPDATE _object SET nextRecord = nextRecord + 1 WHERE name = ? RETURNING nextRecord - 1';
const stamped = ['IsDeleted', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'];
const columns = ['Id', 'Parent', 'Field', 'OldValue', 'NewValue', 'DataType', ...stamped];

/** Writes down who changed a tracked field from what to what; undefined where the object tracks none. */
export function fieldHistory(database: Database, schema: Schema, object: ObjectType): WriteHistory | undefined {
  const history = object.history === undefined ? undefined : schema.find(object.history);
  const parent = history?.columns.find(({ referenceTo }) => referenceTo.includes(object.name));
  if (!history || !parent || object.tracked.length === 0) return undefined;
  const tracked = new Set(object.tracked.map((name) => fieldOf(object, name)));
  const names = columns.map((name) => quoted(name === 'Parent' ? parent.name : name));
  const insert = `INSERT INTO ${quoted(history.name)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  return (id, before, after, changed, { moment, userId }) => {
    for (const field of changed) {
      if (!tracked.has(field)) continue;
      const [number] = database.prepare(nextNumber).get(history.name) as unknown as [number];
      const [was, is] = [before, after].map((values) => shown(field, values[field.column] ?? null)) as [string | null, string | null];
      const stamps = [moment, userId, moment, userId, moment];
      database.prepare(insert).run(recordId(history.keyPrefix, number), id, field.name, was, is, dataTypeOf(field), 0, ...stamps);
    }
  };
}

function shown(field: Field, value: StoredValue): string | null {
  if (value === null) return null;
  return field.type === 'boolean' ? String(value === 1) : String(value);
}

function dataTypeOf({ type }: Field): string {
  if (type === 'reference') return 'EntityId';
  return type === 'picklist' ? 'DynamicEnum' : type === 'string' ? 'Text' : type[0]!.toUpperCase() + type.slice(1);
}
