import { getCACertificates } from 'node:tls';
import { credentials, Metadata, makeClientConstructor, type ClientDuplexStream, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import type { Connection } from '../../../../kit/connection.ts';
import { AppError } from '../../../../kit/errors.ts';
import { isOnThisMachine } from '../../auth/loginUrl.ts';

export interface FetchRequest {
  readonly topicName: string;
  readonly replayPreset?: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId?: Buffer;
  readonly numRequested: number;
}

export interface FetchResponse {
  readonly events: readonly { readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer }; readonly replayId: Buffer }[];
  readonly latestReplayId: Buffer;
  readonly pendingNumRequested: number;
}

/** The calls of the Pub/Sub API that listening takes. */
export interface PubSubApi {
  /** Rejects where the topic cannot be subscribed to, or nobody answers in time. */
  topic(used: Connection, topicName: string, patienceMs: number): Promise<void>;
  subscribe(used: Connection): ClientDuplexStream<FetchRequest, FetchResponse>;
  schemaJson(used: Connection, schemaId: string): Promise<string>;
  close(): void;
}

export const usualEndpoint = 'api.pubsub.salesforce.com:7443';

type Message = Readonly<Record<string, string>>;

/** The messages as far as listening needs them; a field's number is its place. Source: Pub/Sub API, "Methods" (package `eventbus.v1`). */
const messages: Readonly<Record<string, Message>> = {
  TopicRequest: { topicName: 'string' },
  TopicInfo: { topicName: 'string', tenantGuid: 'string', canPublish: 'bool', canSubscribe: 'bool', schemaId: 'string', rpcId: 'string' },
  SchemaRequest: { schemaId: 'string' },
  SchemaInfo: { schemaJson: 'string', schemaId: 'string', rpcId: 'string' },
  ProducerEvent: { id: 'string', schemaId: 'string', payload: 'bytes' },
  ConsumerEvent: { event: 'ProducerEvent', replayId: 'bytes' },
  FetchRequest: { topicName: 'string', replayPreset: 'ReplayPreset', replayId: 'bytes', numRequested: 'int32', authRefresh: 'string' },
  FetchResponse: { events: 'ConsumerEvent[]', latestReplayId: 'bytes', rpcId: 'string', pendingNumRequested: 'int32' },
};

const methods = {
  Subscribe: { requestType: 'FetchRequest', requestStream: true, responseType: 'FetchResponse', responseStream: true },
  GetTopic: { requestType: 'TopicRequest', responseType: 'TopicInfo' },
  GetSchema: { requestType: 'SchemaRequest', responseType: 'SchemaInfo' },
};

interface Stub {
  Subscribe(metadata: Metadata): ClientDuplexStream<FetchRequest, FetchResponse>;
  GetTopic(request: { topicName: string }, metadata: Metadata, options: { deadline: number }, done: (error: ServiceError | null, answer?: { canSubscribe: boolean }) => void): void;
  GetSchema(request: { schemaId: string }, metadata: Metadata, done: (error: ServiceError | null, answer?: { schemaJson: string }) => void): void;
  close(): void;
}

/**
 * Opens the Pub/Sub API over TLS; in the clear only at this machine, where the endpoint says so by `http://`.
 * @param endpoint host and port; blank: Salesforce's
 */
export function openPubSubApi(endpoint: string): PubSubApi {
  const given = endpoint.trim() || usualEndpoint;
  const isClear = given.startsWith('http://');
  const address = given.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const hostname = address.replace(/:\d+$/, '');
  if (isClear && !isOnThisMachine(hostname)) {
    throw new AppError('settings', 'endpointNotSafe', { message: `The endpoint ${given} is in the clear, which is for this machine only.`, hint: 'Leave http:// out.', where: { path: ['endpoint'] } });
  }
  const Client = makeClientConstructor(service(), 'PubSub');
  const stub = new Client(address, isClear ? credentials.createInsecure() : credentials.createSsl(trusted())) as unknown as Stub;
  return {
    topic: (used, topicName, patienceMs) =>
      new Promise((resolve, reject) =>
        stub.GetTopic({ topicName }, headersOf(used), { deadline: Date.now() + patienceMs }, (error, answer) => {
          if (error) reject(error);
          else if (answer?.canSubscribe) resolve();
          else reject(new AppError('service', 'streamRefused', { message: `The Pub/Sub API lets nobody subscribe to ${topicName}.` }));
        }),
      ),
    subscribe: (used) => stub.Subscribe(headersOf(used)),
    schemaJson: (used, schemaId) => new Promise((resolve, reject) => stub.GetSchema({ schemaId }, headersOf(used), (error, answer) => (answer ? resolve(answer.schemaJson) : reject(error!)))),
    close: () => stub.close(),
  };
}

/** The certificates that this process trusts elsewhere too: with NODE_EXTRA_CA_CERTS and those of the system, which the library by itself leaves out. */
function trusted(): Buffer {
  return Buffer.from(getCACertificates('default').join('\n'));
}

/** Who calls. An access token begins with the id of its org. */
function headersOf({ settings, secrets }: Connection): Metadata {
  const token = secrets['accessToken']!.reveal();
  const metadata = new Metadata();
  metadata.set('accesstoken', token);
  metadata.set('instanceurl', settings['instanceUrl']!);
  metadata.set('tenantid', settings['orgId'] ?? token.split('!')[0]!);
  return metadata;
}

function service(): ServiceDefinition {
  const fieldOf = ([name, type]: [string, string], index: number): [string, { type: string; id: number; rule?: string }] => {
    const isRepeated = type.endsWith('[]');
    return [name, { type: isRepeated ? type.slice(0, -2) : type, id: index + 1, ...(isRepeated ? { rule: 'repeated' } : {}) }];
  };
  const types = Object.fromEntries(Object.entries(messages).map(([name, fields]) => [name, { fields: Object.fromEntries(Object.entries(fields).map(fieldOf)) }]));
  const nested: Record<string, object> = { ...types, ReplayPreset: { values: { LATEST: 0, EARLIEST: 1, CUSTOM: 2 } }, PubSub: { methods } };
  return fromJSON({ nested: { eventbus: { nested: { v1: { nested } } } } }, { defaults: true, enums: String })['eventbus.v1.PubSub'] as ServiceDefinition;
}
