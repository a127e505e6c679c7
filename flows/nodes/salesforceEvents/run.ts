import { listenByCometd } from '../../connectors/salesforce/events/cometd.ts';
import { changeHeader, eventRows, eventSchema, objectOf } from '../../connectors/salesforce/events/eventColumns.ts';
import type { EventStream, OrgEvent, StartFrom } from '../../connectors/salesforce/events/eventStream.ts';
import { fieldFacts } from '../../connectors/salesforce/fieldFacts.ts';
import { findField } from '../../connectors/salesforce/objectDescribe.ts';
import type { OrgCounters, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { batchFromRows, selectRows, type Batch } from '../../kit/batch.ts';
import { defineSource, type Choice, type NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { changeChannels } from './changeChannels.ts';
import { definition } from './definition.ts';
import { startOf, type Settings } from './startOf.ts';
import type { Way } from './wayOf.ts';

/** A plan and a preview wait no longer than this. */
const planIdleMs = 2000;
const forever = Number.POSITIVE_INFINITY;

export const run = defineSource(definition, {
  async *read(context, _split, cursor): AsyncGenerator<Batch> {
    const { settings, signal, node } = context;
    const org = await sharedOrg(context);
    const schema = settings.columns.length > 0 ? settings.columns : await schemaOf(org, settings.channel, context, signal);
    const { from, way, heard } = await startOf(org, context, cursor);
    let ordinal = Number(cursor?.['ordinal'] ?? 0);
    let given = Number(cursor?.['events'] ?? 0);
    let gaps = 0;
    const most = settings.stop === 'count' ? settings.count : forever;
    const endsAt = settings.stop === 'time' ? Date.parse(settings.until) : forever;
    const idleMs = context.isPlan === true ? planIdleMs : settings.stop === 'idle' ? settings.idle * 1000 : forever;
    const stream = await listen(org, settings, way, from, signal);
    try {
      // Columns travel before the first event, and so does the place from which on nothing may be lost.
      yield batchFromRows(schema, [], { source: node, ordinal }, typeof from !== 'string' && 'since' in from ? { since: from.since, ordinal, events: given } : undefined);
      for (let heardAt = Date.now(); given < most; ) {
        const waitMs = Math.min(heardAt + idleMs, endsAt) - Date.now();
        if (waitMs <= 0) break;
        const events = (await stream.next(waitMs)).slice(0, most - given);
        if (events.length === 0) continue;
        heardAt = Date.now();
        given += events.length;
        gaps += events.filter(isGap).length;
        const { replayId } = events.at(-1)!;
        const batch = batchOf(events, schema, { source: node, ordinal }, context);
        ordinal += batch.rowCount;
        yield { ...batch, cursor: { replayId, ordinal, events: given } };
        heard(replayId);
      }
    } finally {
      await stream.close();
    }
    if (gaps > 0) context.log('warning', `${gaps} events say that records changed, and not what. Read those records from the org.`);
  },

  usedObjects: async (context) => {
    const { connection, channel, columns } = context.settings;
    const object = objectOf(channel);
    if (object === undefined) return [];
    const describe = await (await sharedOrg(context)).describe(object, uncounted, context.signal, 0);
    // Columns that are no fields say what happened.
    const fields = columns.flatMap(({ name }) => findField(describe, name) ?? []);
    return [{ connection, object: describe.name, access: ['read'], fields: fields.map(fieldFacts), missing: [] }];
  },

  lookups: {
    channels: async (context): Promise<Choice[]> => changeChannels(await sharedOrg(context), context.signal),
    columns: async (context): Promise<Choice[]> => {
      const schema = await schemaOf(await sharedOrg(context), context.settings.channel, uncounted, context.signal);
      return schema.map(({ name, type }) => ({ value: name, label: name, type }));
    },
  },
});

/** gRPC and Avro are loaded by those who need them. */
async function listen(org: SalesforceOrg, { channel, endpoint }: Settings, way: Way, from: StartFrom, signal: AbortSignal): Promise<EventStream> {
  if (way === 'cometd') return listenByCometd(org.connection, channel, from, signal);
  const { listenByPubSub } = await import('../../connectors/salesforce/events/pubSub/listenByPubSub.ts');
  return listenByPubSub(org.connection, channel, endpoint, from, signal);
}

async function schemaOf(org: SalesforceOrg, channel: string, counters: OrgCounters, signal: AbortSignal): Promise<Schema> {
  const object = objectOf(channel);
  return eventSchema(channel, object === undefined ? undefined : await org.describe(object, counters, signal));
}

function isGap(event: OrgEvent): boolean {
  return changeHeader(event)?.changeType.startsWith('GAP_') === true;
}

function batchOf(events: readonly OrgEvent[], schema: Schema, origin: Batch['origin'], context: NodeContext<Settings>): Batch {
  const { onGap } = context.settings;
  const parts = events.map((event) => ({ event, rows: eventRows(event, schema) }));
  const batch = batchFromRows(schema, parts.flatMap(({ rows }) => rows), origin);
  const gaps = new Map<number, OrgEvent>();
  let row = 0;
  for (const { event, rows } of parts) for (let index = 0; index < rows.length; index++, row++) if (isGap(event)) gaps.set(row, event);
  if (gaps.size === 0 || onGap === 'row') return batch;
  for (const [at, event] of gaps) {
    const { changeType, entityName, recordIds } = changeHeader(event)!;
    const message = `The org says ${changeType} of ${entityName} ${recordIds.join(', ')}, and not what has changed.`;
    if (onGap === 'stop') throw new AppError('service', 'eventGap', { message, hint: 'Read the records from the org, then listen again from here.', data: { replayId: event.replayId } });
    context.reject(batch, at, new AppError('row', 'eventGap', { message, hint: 'Read the record from the org.' }));
  }
  return selectRows(batch, batch.rows.filter((at) => !gaps.has(at)));
}
