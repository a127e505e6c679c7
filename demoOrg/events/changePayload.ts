import { createHash } from 'node:crypto';
import type { StoredValue } from '../records/readField.ts';
import type { Change } from '../records/writeHooks.ts';
import { type Field, fieldOf, type ObjectType } from '../schema/objectType.ts';

/** One field as change events carry it: parts of an address or a name stand inside their whole. */
interface EventField {
  readonly field: Field;
  readonly whole: string | undefined;
  readonly name: string;
}

const leftOut = new Set(['Id', 'IsDeleted', 'SystemModstamp']);

function eventField(object: ObjectType, field: Field): EventField {
  const whole = field.compound === undefined ? undefined : fieldOf(object, field.compound);
  if (!whole) return { field, whole: undefined, name: field.name };
  const role = Object.entries(whole.parts ?? {}).find(([, part]) => part === field.name)?.[0];
  return { field, whole: whole.name, name: role === undefined ? field.name : role[0]!.toUpperCase() + role.slice(1) };
}

/** The fields of an object in its change events. A text joined from others (a person's Name) is sent as its parts. */
export function eventFields(object: ObjectType, fields: readonly Field[]): EventField[] {
  return fields.filter(({ name, joins }) => !leftOut.has(name) && joins.length === 0).map((field) => eventField(object, field));
}

/** Fields and values of a change: all that hold something in a new record, in an update those that changed. */
export function changeContent(change: Change): { readonly changedFields: readonly string[]; readonly values: Readonly<Record<string, unknown>> } {
  const { type, object } = change;
  if (type === 'DELETE') return { changedFields: [], values: {} };
  const isUpdate = type === 'UPDATE';
  const changed = isUpdate ? withModifiedDate(change) : object.columns.filter((field) => (change.values[field.column] ?? null) !== null);
  const fields = eventFields(object, changed);
  const values: Record<string, unknown> = {};
  for (const { field, whole, name } of fields) {
    const place = whole === undefined ? values : ((values[whole] ??= {}) as Record<string, unknown>);
    place[name] = eventValue(field, change.values[field.column] ?? null);
  }
  return { changedFields: isUpdate ? fields.map(({ whole, name }) => (whole === undefined ? name : `${whole}.${name}`)) : [], values };
}

/** The moment has whole seconds, so it may not differ; every update tells it all the same. */
function withModifiedDate({ changed, object }: Change): readonly Field[] {
  const modified = fieldOf(object, 'LastModifiedDate')!;
  return changed.includes(modified) ? changed : [...changed, modified];
}

/** A stored value in an event: moments end in `Z` there. */
export function eventValue(field: Field, value: StoredValue): StoredValue | boolean {
  if (value === null) return null;
  if (field.type === 'boolean') return value === 1;
  return field.type === 'datetime' ? String(value).replace('+0000', 'Z') : value;
}

/** Which fields an object's events may carry, as a short id: another set of fields is another id. */
export function schemaId(object: ObjectType): string {
  const text = JSON.stringify([object.name, ...object.columns.map(({ name, type }) => [name, type])]);
  return createHash('md5').update(text).digest('base64url');
}

/** `AccountChangeEvent`, `Invoice__ChangeEvent`. */
export function changeEventName(object: ObjectType): string {
  return object.custom ? object.name.replace(/__c$/, '__ChangeEvent') : `${object.name}ChangeEvent`;
}

/** Objects whose changes are told; events tell of themselves, and subscriptions and settings of nothing. */
export function hasChangeEvents(object: ObjectType): boolean {
  return object.writable && !object.name.endsWith('__e') && object.name !== 'PushTopic' && object.name !== 'StreamingChannel' && !object.name.startsWith('Content');
}
