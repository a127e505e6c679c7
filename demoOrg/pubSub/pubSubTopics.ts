import { changeEventName, hasChangeEvents } from '../events/changePayload.ts';
import type { EventSchemas } from '../events/eventSchemas.ts';
import type { OrgContext } from '../org.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { type EventCodec, eventCodec } from './eventCodec.ts';
import { GrpcFault } from './grpcFault.ts';

export interface Topic {
  readonly name: string;
  /** Undefined for `/data/ChangeEvents`, which carries the changes of every object. */
  readonly object: ObjectType | undefined;
  readonly canPublish: boolean;
}

/** What can be subscribed to and published on, and how its events are written. */
export interface PubSubTopics {
  /** As this user may use it. @throws GrpcFault `noTopic` */
  topic(name: string, userId: string): Topic;
  /** The id of the schema that the topic's events have now; empty where they have several. */
  schemaIdOf(topic: Topic): string;
  /** @throws GrpcFault `noSchema` */
  schemaJson(id: string): string;
  /** Undefined where there is no such schema. */
  codec(schemaId: string): EventCodec | undefined;
  /** An event as it is sent: in the form that its object had when it was told, whatever the object has become since. */
  encode(schemaId: string, payload: Readonly<Record<string, unknown>>): { readonly schemaId: string; readonly payload: Buffer };
}

export function pubSubTopics(org: OrgContext, schemas: EventSchemas): PubSubTopics {
  const codecs = new Map<string, EventCodec>();

  function codec(id: string): EventCodec | undefined {
    const schema = codecs.has(id) ? undefined : schemas.find(id);
    if (schema) codecs.set(id, eventCodec(schema));
    return codecs.get(id);
  }

  return {
    topic(name, userId) {
      if (name === '/data/ChangeEvents') return { name, object: undefined, canPublish: false };
      const object = org.schemaFor(userId).objects.find((one) => topicName(one) === name);
      if (!object) {
        const whose = `org CORE/prod/${org.organization.id} and topic ${name}`;
        throw new GrpcFault('noTopic', `The topic information for ${whose} not found. Ensure the topic name is correct and that the topic exists.`);
      }
      // What a user may see decides whether there is a topic; its events are the same for everybody.
      return { name, object: org.schema.at(object.name), canPublish: object.name.endsWith('__e') && object.createable };
    },
    schemaIdOf: ({ object }) => (object ? schemas.current(object).id : ''),
    schemaJson(id) {
      const schema = schemas.find(id);
      if (!schema) throw new GrpcFault('noSchema', `There is no schema with the id ${JSON.stringify(id)}.`);
      return JSON.stringify(schema);
    },
    codec,
    encode: (schemaId, payload) => ({ schemaId, payload: codec(schemaId)!.encode(payload) }),
  };
}

function topicName(object: ObjectType): string | undefined {
  if (object.name.endsWith('__e')) return `/event/${object.name}`;
  return hasChangeEvents(object) ? `/data/${changeEventName(object)}` : undefined;
}
