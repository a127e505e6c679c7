import path from 'node:path';
import { type ClientDuplexStream, credentials, loadPackageDefinition, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import avsc, { type Schema, type Type } from 'avsc';
import type { Org } from '../../demoOrg/startOrg.ts';

export interface SentEvent {
  readonly id?: string;
  readonly schema_id: string;
  readonly payload: Buffer;
}

export interface FetchResponse {
  readonly events: readonly { readonly event: Required<SentEvent>; readonly replay_id: Buffer }[];
  readonly latest_replay_id: Buffer;
  readonly pending_num_requested: number;
}

export interface PublishResponse {
  readonly results: readonly { readonly replay_id: Buffer; readonly error: { readonly code: string; readonly msg: string } | null; readonly correlation_key: string }[];
  readonly schema_id: string;
}

interface Stub {
  GetTopic(request: object, metadata: Metadata, done: Done): void;
  GetSchema(request: object, metadata: Metadata, done: Done): void;
  Publish(request: object, metadata: Metadata, done: Done): void;
  Subscribe(metadata: Metadata): ClientDuplexStream<object, FetchResponse>;
  PublishStream(metadata: Metadata): ClientDuplexStream<object, PublishResponse>;
  close(): void;
}

type Done = (error: ServiceError | null, answer: never) => void;

/** An event as a subscriber reads it. */
export interface ReadEvent {
  readonly id: string;
  readonly replayId: Buffer;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface PubSubClient {
  /** The unary calls. */
  call<T>(method: 'GetTopic' | 'GetSchema' | 'Publish', request: object, metadata?: Metadata): Promise<T>;
  subscribe(request: object, metadata?: Metadata): Subscriber;
  publishStream(): ClientDuplexStream<object, PublishResponse>;
  /** The Avro type of a schema id. */
  type(schemaId: string): Promise<Type>;
  metadata(changes?: Record<string, string>): Metadata;
  close(): void;
}

export interface Subscriber {
  readonly stream: ClientDuplexStream<object, FetchResponse>;
  readonly responses: readonly FetchResponse[];
  /** Waits for so many events, and reads them. */
  events(wanted: number): Promise<ReadEvent[]>;
  /** Waits for the next response there is, one after the other. */
  next(): Promise<FetchResponse>;
  /** What ended the call. */
  readonly failed: Promise<ServiceError>;
}

const file = path.join(import.meta.dirname, 'pubSub.proto');

/** A client of the Pub/Sub API made by grpc-js from its .proto file, as any program would make it. `certificate` is the PEM it trusts. */
export function pubSubClient(org: Org, organizationId: string, certificate?: string): PubSubClient {
  const loaded = loadPackageDefinition(loadSync(file, { keepCase: true, enums: String, defaults: true })) as unknown as {
    eventbus: { v1: { PubSub: new (address: string, channel: ReturnType<typeof credentials.createSsl>) => Stub } };
  };
  const channel = certificate === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(certificate));
  const stub = new loaded.eventbus.v1.PubSub(org.pubSubEndpoint!, channel);
  const types = new Map<string, Type>();

  function metadata(changes: Record<string, string> = {}): Metadata {
    const made = new Metadata();
    const values = { accesstoken: org.accessToken, instanceurl: org.url, tenantid: organizationId, ...changes };
    for (const [name, value] of Object.entries(values)) made.set(name, value);
    return made;
  }

  function call<T>(method: 'GetTopic' | 'GetSchema' | 'Publish', request: object, given = metadata()): Promise<T> {
    return new Promise((resolve, reject) => stub[method](request, given, (error, answer) => (error ? reject(error) : resolve(answer))));
  }

  async function type(id: string): Promise<Type> {
    const known = types.get(id);
    if (known) return known;
    const { schema_json } = await call<{ schema_json: string }>('GetSchema', { schema_id: id });
    const made = avsc.Type.forSchema(JSON.parse(schema_json) as Schema, { wrapUnions: false });
    types.set(id, made);
    return made;
  }

  return {
    call,
    type,
    metadata,
    close: () => stub.close(),
    publishStream: () => stub.PublishStream(metadata()),
    subscribe(request, given = metadata()) {
      const stream = stub.Subscribe(given);
      const responses: FetchResponse[] = [];
      let arrived = (): void => {};
      let taken = 0;
      stream.on('data', (response: FetchResponse) => {
        responses.push(response);
        arrived();
      });
      const failed = new Promise<ServiceError>((resolve) => stream.on('error', (error) => resolve(error as ServiceError)));
      const wait = (): Promise<void> => new Promise((resolve) => (arrived = resolve));
      stream.write(request);
      return {
        stream,
        responses,
        failed,
        async next() {
          while (responses.length <= taken) await wait();
          return responses[taken++]!;
        },
        async events(wanted) {
          const all = (): FetchResponse['events'][number][] => responses.flatMap(({ events }) => [...events]);
          while (all().length < wanted) await wait();
          return Promise.all(
            all().map(async ({ event, replay_id }) => ({
              id: event.id,
              replayId: replay_id,
              payload: (await type(event.schema_id)).fromBuffer(event.payload) as ReadEvent['payload'],
            })),
          );
        },
      };
    },
  };
}

/** `error-code` of the trailers without what all of them begin with. */
export function errorCode(error: ServiceError): string {
  return String(error.metadata.get('error-code')[0]).replace('sfdc.platform.eventbus.grpc.', '');
}

/** The names behind the bits of `changedFields` or `nulledFields`, read as clients read them: bit n is field n of the schema. */
export function fieldsOf(type: Type, bitmaps: readonly string[]): string[] {
  const { fields } = type as unknown as { fields: { name: string; type: { types?: { fields?: { name: string }[] }[] } }[] };
  const named = (names: readonly string[], hex: string): string[] => names.filter((_, at) => (BigInt(hex) >> BigInt(at)) & 1n);
  return bitmaps.flatMap((bitmap) => {
    if (bitmap.startsWith('0x')) return named(fields.map(({ name }) => name), bitmap);
    const [at, hex] = bitmap.split('-') as [string, string];
    const outer = fields[Number(at)]!;
    const inner = outer.type.types?.find((one) => one.fields)?.fields ?? [];
    return named(inner.map(({ name }) => `${outer.name}.${name}`), hex);
  });
}
