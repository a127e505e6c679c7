import type { Database } from '../database.ts';
import { shapeRecord } from '../query/shapeRecords.ts';
import type { Change } from '../records/writeHooks.ts';
import type { Schema } from '../schema/schema.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { parseQuery } from '../soql/parseQuery.ts';
import type { Query } from '../soql/query.ts';
import type { EventStore } from './eventStore.ts';
import { namesIn } from './namesIn.ts';

export interface PushTopics {
  /** Tells the topics of what was written. Called inside the transaction, so that their queries see it. */
  publish(changes: readonly Change[]): void;
}

interface Topic {
  readonly name: string;
  readonly query: string;
  readonly fields: string;
  readonly notifies: Readonly<Record<Change['type'], boolean>>;
}

const eventTypes = { CREATE: 'created', UPDATE: 'updated', DELETE: 'deleted', UNDELETE: 'undeleted' } as const;
const nowhere = { row: 1, column: 1 };

/** PushTopics: queries whose results are told when they change. */
export function pushTopics(database: Database, schema: Schema, events: EventStore, clock: { now: () => Date; timeZone: string }): PushTopics {
  function active(): Topic[] {
    if (!schema.find('PushTopic')) return [];
    const rows = database.all(`SELECT "Name", "Query", "NotifyForFields", "NotifyForOperationCreate", "NotifyForOperationUpdate", "NotifyForOperationDelete",
      "NotifyForOperationUndelete" FROM "PushTopic" WHERE "IsActive" = 1 AND "IsDeleted" = 0`);
    return rows.map(([name, query, fields, onCreate, onUpdate, onDelete, onUndelete]) => ({
      name: name as string,
      query: query as string,
      fields: String(fields ?? 'Referenced'),
      notifies: { CREATE: onCreate === 1, UPDATE: onUpdate === 1, DELETE: onDelete === 1, UNDELETE: onUndelete === 1 },
    }));
  }

  function publishTopic(topic: Topic, query: Query, changes: readonly Change[]): void {
    const watched = namesIn(query, topic.fields);
    const isWatched = ({ type, changed }: Change): boolean => type !== 'UPDATE' || !watched || changed.some(({ name }) => watched.has(name.toLowerCase()));
    const wanted = changes.filter((change) => topic.notifies[change.type] && isWatched(change));
    if (wanted.length === 0) return;
    const ids = wanted.map(({ id }) => ({ kind: 'string', value: id, pattern: id, place: nowhere }) as const);
    const among = { kind: 'in', left: { kind: 'path', parts: ['Id'], place: nowhere }, isNegated: false, values: ids } as const;
    const where = query.where ? ({ kind: 'and', terms: [query.where, among] } as const) : among;
    const compiled = compileQuery({ ...query, where }, { schema, all: true, now: clock.now(), timeZone: clock.timeZone });
    const records = new Map(
      database.all(compiled.sql, compiled.parameters).map((row) => {
        const { attributes: _, ...record } = shapeRecord(compiled.shape, row, '', []);
        return [row[compiled.shape.idColumn] as string, record];
      }),
    );
    const createdDate = clock.now().toISOString();
    for (const { id, type } of wanted) {
      const record = records.get(id);
      if (!record) continue;
      events.publish(`/topic/${topic.name}`, (replayId) => ({
        event: { createdDate, replayId, type: eventTypes[type] },
        sobject: type === 'DELETE' ? { Id: id } : { Id: id, ...record },
      }));
    }
  }

  return {
    publish(changes) {
      for (const topic of active()) {
        const query = parsed(topic.query);
        const concerned = query ? changes.filter(({ object }) => object.name.toLowerCase() === query.from.name.toLowerCase()) : [];
        if (query && concerned.length > 0) publishTopic(topic, query, concerned);
      }
    },
  };
}

/** A topic whose query cannot be read tells nothing; writing must not fail for it. */
function parsed(query: string): Query | undefined {
  try {
    return parseQuery(query);
  } catch {
    return undefined;
  }
}
