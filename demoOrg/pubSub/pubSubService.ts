import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

/** The fields of a message by their types, in the order of their numbers; `X[]` is repeated. */
type Message = Readonly<Record<string, string>>;

/**
 * The interface of the Pub/Sub API, package `eventbus.v1`, without managed subscriptions:
 * https://developer.salesforce.com/docs/platform/pub-sub-api/references/methods
 */
const messages: Readonly<Record<string, Message>> = {
  TopicRequest: { topicName: 'string' },
  TopicInfo: { topicName: 'string', tenantGuid: 'string', canPublish: 'bool', canSubscribe: 'bool', schemaId: 'string', rpcId: 'string' },
  SchemaRequest: { schemaId: 'string' },
  SchemaInfo: { schemaJson: 'string', schemaId: 'string', rpcId: 'string' },
  EventHeader: { key: 'string', value: 'bytes' },
  ProducerEvent: { id: 'string', schemaId: 'string', payload: 'bytes', headers: 'EventHeader[]' },
  ConsumerEvent: { event: 'ProducerEvent', replayId: 'bytes' },
  FetchRequest: { topicName: 'string', replayPreset: 'ReplayPreset', replayId: 'bytes', numRequested: 'int32', authRefresh: 'string' },
  FetchResponse: { events: 'ConsumerEvent[]', latestReplayId: 'bytes', rpcId: 'string', pendingNumRequested: 'int32' },
  PublishRequest: { topicName: 'string', events: 'ProducerEvent[]', authRefresh: 'string' },
  PublishResponse: { results: 'PublishResult[]', schemaId: 'string', rpcId: 'string' },
  PublishResult: { replayId: 'bytes', error: 'Error', correlationKey: 'string' },
  Error: { code: 'ErrorCode', msg: 'string' },
};

const enums = { ReplayPreset: ['LATEST', 'EARLIEST', 'CUSTOM'], ErrorCode: ['UNKNOWN', 'PUBLISH', 'COMMIT'] };

const methods = {
  Subscribe: { requestType: 'FetchRequest', requestStream: true, responseType: 'FetchResponse', responseStream: true },
  GetSchema: { requestType: 'SchemaRequest', responseType: 'SchemaInfo' },
  GetTopic: { requestType: 'TopicRequest', responseType: 'TopicInfo' },
  Publish: { requestType: 'PublishRequest', responseType: 'PublishResponse' },
  PublishStream: { requestType: 'PublishRequest', requestStream: true, responseType: 'PublishResponse', responseStream: true },
};

/** The service as grpc-js takes it. Every field of a message that came in has a value; numbers of enums are their names. */
export function pubSubService(): ServiceDefinition {
  const types = Object.entries(messages).map(([name, fields]) => [name, { fields: Object.fromEntries(Object.entries(fields).map(fieldOf)) }] as const);
  const choices = Object.entries(enums).map(([name, names]) => [name, { values: Object.fromEntries(names.map((one, number) => [one, number])) }] as const);
  const nested = { ...Object.fromEntries([...types, ...choices]), PubSub: { methods } };
  const loaded = fromJSON({ nested: { eventbus: { nested: { v1: { nested } } } } }, { defaults: true, enums: String });
  return loaded['eventbus.v1.PubSub'] as ServiceDefinition;
}

function fieldOf([name, type]: [string, string], index: number): [string, { type: string; id: number; rule?: string }] {
  const isRepeated = type.endsWith('[]');
  return [name, { type: isRepeated ? type.slice(0, -2) : type, id: index + 1, ...(isRepeated ? { rule: 'repeated' } : {}) }];
}
