import type { Database } from '../database.ts';
import type { Limits } from '../limits/limits.ts';
import { fault } from '../records/outcome.ts';
import type { Change } from '../records/writeHooks.ts';
import { type Field, type ObjectType, quoted } from '../schema/objectType.ts';
import { eventUuid } from '../schema/eventUuid.ts';
import { eventValue, schemaId } from './changePayload.ts';
import type { EventStore } from './eventStore.ts';

const carriedFromRecord = new Set(['CreatedDate', 'CreatedById']);
const leftOut = new Set(['Id', 'IsDeleted', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'OwnerId']);

/** What a platform event carries, in this order. */
export function platformEventFields(object: ObjectType): readonly Field[] {
  const fields = object.columns.filter(({ name }) => !leftOut.has(name));
  return fields.toSorted((a, b) => Number(carriedFromRecord.has(b.name)) - Number(carriedFromRecord.has(a.name)));
}

/**
 * A record of an object `X__e` is an event: once checked and stored like any other, it is told and taken out again.
 * @throws RecordFault `LIMIT_EXCEEDED`
 */
export function publishPlatformEvent(database: Database, events: EventStore, limits: Limits, { object, id, values }: Change): void {
  if (limits.isReached('HourlyPublishedPlatformEvents'))
    throw fault('LIMIT_EXCEEDED', 'Your organization has exceeded its hourly limit for published platform events.');
  limits.count('HourlyPublishedPlatformEvents');
  const payload = Object.fromEntries(platformEventFields(object).map((field) => [field.name, eventValue(field, values[field.column] ?? null)]));
  events.publish(`/event/${object.name}`, (replayId) => ({ schema: schemaId(object), payload, event: { replayId, EventUuid: eventUuid(id) } }));
  database.run(`DELETE FROM ${quoted(object.name)} WHERE "Id" = :id`, { id });
}
