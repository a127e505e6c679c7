import type { Database } from '../database.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { hasChangeEvents, schemaId } from './changePayload.ts';
import { type AvroRecord, eventSchema } from './eventSchema.ts';

/** The schemas of events by their ids. One that was handed out stays known, whatever becomes of its object. */
export interface EventSchemas {
  /** The schema that the object's events have now. */
  current(object: ObjectType): { readonly id: string; readonly schema: AvroRecord };
  find(id: string): AvroRecord | undefined;
}

export function openEventSchemas(database: Database, schema: Schema): EventSchemas {
  database.exec('CREATE TABLE IF NOT EXISTS _eventSchema (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT');
  const known = new Map<string, AvroRecord>();

  function current(object: ObjectType): { id: string; schema: AvroRecord } {
    const id = schemaId(object);
    const made = known.get(id) ?? eventSchema(object);
    if (!known.has(id)) keepEventSchema(database, object, made);
    known.set(id, made);
    return { id, schema: made };
  }

  function stored(id: string): AvroRecord | undefined {
    const json = database.get('SELECT json FROM _eventSchema WHERE id = :id', { id })?.[0];
    return json === undefined ? undefined : (JSON.parse(json as string) as AvroRecord);
  }

  /** Of events that were told before anybody asked for their schema. */
  function made(id: string): AvroRecord | undefined {
    const object = schema.objects.find((one) => hasEvents(one) && schemaId(one) === id);
    return object && current(object).schema;
  }

  return { current, find: (id) => known.get(id) ?? stored(id) ?? made(id) };
}

/** Writes down the form that an object's events have, for those that were told before the object changes. */
export function keepEventSchema(database: Database, object: ObjectType, form = eventSchema(object)): void {
  database.run('INSERT OR IGNORE INTO _eventSchema VALUES (:id, :json)', { id: schemaId(object), json: JSON.stringify(form) });
}

/** Whether there are events of this object, its own or of its changes. */
export function hasEvents(object: ObjectType): boolean {
  return object.name.endsWith('__e') || hasChangeEvents(object);
}
