import { randomUUID } from 'node:crypto';
import type { OrgContext } from '../org.ts';
import { storedMoment } from '../records/readField.ts';
import { authorOf } from '../rest/authorOf.ts';
import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import { GrpcFault } from './grpcFault.ts';
import { type ProducerEvent, type PublishRequest, type PublishResponse, type PublishResult, replayBytes } from './messages.ts';
import type { PubSubCaller } from './pubSubCaller.ts';
import type { PubSubTopics } from './pubSubTopics.ts';

interface PublishParts {
  readonly org: OrgContext;
  readonly topics: PubSubTopics;
  readonly caller: PubSubCaller;
  readonly rpcId: string;
}

const setByOrg = new Set(['CreatedDate', 'CreatedById']);

/** Publishes the events of a request, each on its own: what is wrong with one stands in its result. @throws GrpcFault */
export function publishEvents({ org, topics, caller, rpcId }: PublishParts, request: PublishRequest): PublishResponse {
  const session = caller.session();
  const topic = topics.topic(request.topicName, session.userId);
  const { object } = topic;
  if (!object || !topic.canPublish) throw new GrpcFault('noPermission', `Nobody may publish on ${topic.name}, or this user may not.`);
  if (request.events.length === 0) throw new GrpcFault('noEvents', 'The request holds no events.');
  const author = authorOf(org, session);
  const publishOne = (event: ProducerEvent): PublishResult => {
    const correlationKey = event.id === '' ? randomUUID() : event.id;
    const refused = (msg: string): PublishResult => ({ error: { code: 'PUBLISH', msg }, correlationKey });
    const input = inputOf(event, object, topics);
    if (typeof input === 'string') return refused(input);
    const [outcome] = org.records.create([{ object, input }], { author, allOrNone: false });
    if (!outcome!.success) return refused(outcome!.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; '));
    const replayId = org.events.newest();
    org.events.identify(replayId, correlationKey);
    return { replayId: replayBytes(replayId), correlationKey };
  };
  return { results: org.database.transaction(() => request.events.map(publishOne)), schemaId: topics.schemaIdOf(topic), rpcId };
}

/** The topic of a stream: what its first request says. @throws GrpcFault where a later one says something else */
export function publishTopic(known: string, asked: string): string {
  if (known !== '' && asked !== '' && asked !== known) throw new GrpcFault('otherTopic', `This call publishes on ${known}; for ${asked} make another call.`);
  return known === '' ? asked : known;
}

/** The fields of an event as a record is written, or why they cannot be read. */
function inputOf({ schemaId, payload }: ProducerEvent, object: ObjectType, topics: PubSubTopics): Record<string, unknown> | string {
  const codec = topics.codec(schemaId);
  if (!codec) return `There is no schema with the id ${JSON.stringify(schemaId)}.`;
  try {
    const values = Object.entries(codec.decode(payload)).filter(([name]) => !setByOrg.has(name));
    return Object.fromEntries(values.map(([name, value]) => [name, writtenValue(object, name, value)]));
  } catch (error) {
    return `The payload does not follow the schema ${schemaId}: ${(error as Error).message}`;
  }
}

function writtenValue(object: ObjectType, name: string, value: unknown): unknown {
  const type = fieldOf(object, name)?.type;
  if (typeof value !== 'number' || (type !== 'date' && type !== 'datetime')) return value;
  const moment = storedMoment(value);
  return type === 'date' ? moment.slice(0, 10) : moment;
}
