import { randomUUID } from 'node:crypto';
import type { Author } from '../records/objectWriter.ts';
import type { Change } from '../records/writeHooks.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { changeContent, changeEventName, schemaId } from './changePayload.ts';
import type { EventStore } from './eventStore.ts';

/** Where commit numbers begin; they only ever rise. */
const firstCommit = 10_716_283_339_728;

interface Merged {
  readonly change: Change;
  readonly ids: string[];
  readonly changedFields: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Change events (Change Data Capture) of one transaction. Records that were changed in the same way share an event.
 * With `isGap` the events say that something happened, and not what.
 */
export function publishChanges(events: EventStore, changes: readonly Change[], author: Author, isGap: boolean): void {
  const merged = new Map<string, Merged>();
  for (const change of changes) {
    const content = isGap ? { changedFields: [], values: {} } : changeContent(change);
    const key = JSON.stringify([change.object.name, change.type, content]);
    const same = merged.get(key);
    if (same) same.ids.push(change.id);
    else merged.set(key, { change, ids: [change.id], ...content });
  }
  const header = headers(author);
  const schemas = new Map([...new Set(changes.map(({ object }) => object))].map((object) => [object, schemaId(object)]));
  for (const { change, ids, changedFields, values } of merged.values()) {
    const changeType = isGap ? `GAP_${change.type}` : change.type;
    publish(events, change.object, schemas.get(change.object)!, (replayId) => ({
      ChangeEventHeader: header(change.object, changeType, ids, changedFields, replayId),
      ...values,
    }));
  }
}

/** Too much to be told record by record: the subscriber has to read these objects anew. */
export function publishOverflow(events: EventStore, objects: Iterable<ObjectType>, author: Author): void {
  const header = headers(author);
  for (const object of objects) {
    publish(events, object, schemaId(object), (replayId) => ({
      ChangeEventHeader: header(object, 'GAP_OVERFLOW', [`${object.keyPrefix}000000000000AAA`], [], replayId),
    }));
  }
}

function publish(events: EventStore, object: ObjectType, schema: string, payload: (replayId: number) => unknown): void {
  events.publish(`/data/${changeEventName(object)}`, (replayId) => ({ schema, payload: payload(replayId), event: { replayId } }));
}

type Header = (object: ObjectType, changeType: string, ids: readonly string[], changedFields: readonly string[], replayId: number) => unknown;

/** The headers of one transaction: one key, numbered in order. */
function headers(author: Author): Header {
  const transactionKey = randomUUID();
  const commitTimestamp = Date.parse(author.moment.replace('+0000', 'Z'));
  let sequenceNumber = 0;
  return (object, changeType, recordIds, changedFields, replayId) => ({
    entityName: object.name,
    recordIds,
    changeType,
    changeOrigin: author.origin ?? 'com/salesforce/api/rest/68.0',
    transactionKey,
    sequenceNumber: ++sequenceNumber,
    commitTimestamp,
    commitNumber: firstCommit + replayId,
    commitUser: author.userId,
    changedFields,
  });
}
