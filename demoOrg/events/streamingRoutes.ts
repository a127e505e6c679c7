import { json } from '../http/reply.ts';
import { type Route, secured } from '../http/router.ts';
import { notFound, OrgError } from '../orgError.ts';
import { normalId } from '../schema/recordId.ts';
import { schemaId } from './changePayload.ts';

const pushPath = '/services/data/{version}/sobjects/StreamingChannel/{id}/push';

/** Generic streaming: a text pushed to a channel of one's own; and what the events of an object carry. */
export const streamingRoutes: readonly Route[] = [
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
  secured('GET', '/services/data/{version}/event/eventSchema/{id}', (request, org) => {
    const object = org.schema.objects.find((one) => schemaId(one) === request.params.id);
    if (!object) throw notFound();
    return json(avroSchema(object, request.params.id!));
  }),
  secured('GET', '/services/data/{version}/sobjects/{event}/eventSchema', (request, org) => {
    const object = org.schema.at(request.params.event!);
    return json(avroSchema(object, schemaId(object)));
  }),
];

type Org = Parameters<Extract<Route, { access: 'session' }>['answer']>[1];

function channelNamed(given: string, org: Org): string {
  const id = normalId(given);
  if (!id || !org.schema.find('StreamingChannel')) throw notFound();
  const row = org.database.get('SELECT "Name" FROM "StreamingChannel" WHERE "Id" = :id AND "IsDeleted" = 0', { id });
  if (!row) throw notFound();
  return row[0] as string;
}

const avroTypes: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  int: 'int',
  double: 'double',
  currency: 'double',
  percent: 'double',
  date: 'long',
  datetime: 'long',
};

/** The compact form: an Avro record whose every field may be null. */
function avroSchema(object: Org['schema']['objects'][number], uuid: string): unknown {
  const fields = object.columns.map(({ name, label, type }) => ({ name, type: ['null', avroTypes[type] ?? 'string'], doc: `Data:${label}`, default: null }));
  return { name: object.name, namespace: 'com.sforce.eventbus', type: 'record', fields, uuid };
}
