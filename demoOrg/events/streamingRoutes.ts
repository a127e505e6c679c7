import { json } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { type Route, secured } from '../http/router.ts';
import { notFound, OrgError } from '../orgError.ts';
import { normalId } from '../schema/recordId.ts';
import { changeEventName } from './changePayload.ts';
import type { AvroRecord } from './eventSchema.ts';
import { type EventSchemas, hasEvents } from './eventSchemas.ts';

const pushPath = '/services/data/{version}/sobjects/StreamingChannel/{id}/push';

/** Generic streaming: a text pushed to a channel of one's own; and what the events of an object carry. */
export function streamingRoutes(schemas: EventSchemas): readonly Route[] {
  return [...genericRoutes, ...schemaRoutes(schemas)];
}

const genericRoutes: readonly Route[] = [
  secured('POST', pushPath, async (request, org) => {
    const channel = channelNamed(request.params.id!, org);
    const { pushEvents } = ((await request.json()) ?? {}) as { pushEvents?: unknown };
    if (!Array.isArray(pushEvents) || pushEvents.length === 0) throw new OrgError('JSON_PARSER_ERROR', 'The body needs "pushEvents", a list of events.');
    const createdDate = org.now().toISOString();
    return json(
      pushEvents.map((event: unknown) => {
        const { payload } = (event ?? {}) as { payload?: unknown };
        org.events.publish(channel, (replayId) => ({ payload: payload ?? null, event: { createdDate, replayId } }));
        // -1: told to everybody who listens, however many they are.
        return { fanoutCount: -1, userOnlineStatus: {} };
      }),
    );
  }),
  secured('GET', pushPath, (request, org) => json({ ChannelName: channelNamed(request.params.id!, org), OnlineUserIds: [] })),
];

function schemaRoutes(schemas: EventSchemas): readonly Route[] {
  return [
    secured('GET', '/services/data/{version}/event/eventSchema/{id}', (request) => {
      const schema = schemas.find(request.params.id!);
      if (!schema) throw notFound();
      return json(shown(schema, request.params.id!, request));
    }),
    secured('GET', '/services/data/{version}/sobjects/{event}/eventSchema', (request, org) => {
      const name = request.params.event!;
      const object = org.schema.objects.find((one) => hasEvents(one) && (one.name === name || changeEventName(one) === name));
      if (!object) throw notFound();
      const { id, schema } = schemas.current(object);
      return json(shown(schema, id, request));
    }),
  ];
}

/** `payloadFormat=COMPACT` is the Avro schema of the payload; without it the whole message is described, as CometD delivers it. */
function shown(schema: AvroRecord, uuid: string, request: OrgRequest): unknown {
  if (request.query.get('payloadFormat')?.toUpperCase() === 'COMPACT') return { ...schema, uuid };
  const payload = { type: 'record', name: 'Payload', doc: '', fields: schema.fields };
  const event = { type: 'record', name: 'Event', fields: [{ name: 'replayId', type: 'long' }] };
  const fields = [{ name: 'schema', type: 'string' }, { name: 'payload', type: payload }, { name: 'event', type: event }];
  const data = { type: 'record', name: 'Data', namespace: '', fields };
  return { ...schema, type: 'expanded-record', fields: [{ name: 'data', type: data }, { name: 'channel', type: 'string' }], uuid };
}

type Org = Parameters<Extract<Route, { access: 'session' }>['answer']>[1];

function channelNamed(given: string, org: Org): string {
  const id = normalId(given);
  if (!id || !org.schema.find('StreamingChannel')) throw notFound();
  const row = org.database.get('SELECT "Name" FROM "StreamingChannel" WHERE "Id" = :id AND "IsDeleted" = 0', { id });
  if (!row) throw notFound();
  return row[0] as string;
}
