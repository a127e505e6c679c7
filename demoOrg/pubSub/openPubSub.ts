import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import type { EventSchemas } from '../events/eventSchemas.ts';
import type { Certificate } from '../http/certificate.ts';
import { portInUse } from '../http/listen.ts';
import type { OrgContext } from '../org.ts';
import { openCall, unaryCall } from './calls.ts';
import type { FetchRequest, FetchResponse, PublishRequest, PublishResponse } from './messages.ts';
import { publishEvents, publishTopic } from './publishEvents.ts';
import { pubSubService } from './pubSubService.ts';
import { pubSubTopics } from './pubSubTopics.ts';
import { subscription } from './subscription.ts';

export interface PubSubParts {
  readonly org: OrgContext;
  readonly schemas: EventSchemas;
  /** 0 takes any free one. */
  readonly port: number;
  /** Speaks TLS with it; in the clear without. */
  readonly certificate: Certificate | undefined;
  /** How long a subscriber waits for events before it is told that the call is alive. */
  readonly keepAliveMs: number;
}

export interface PubSub {
  readonly port: number;
  close(): void;
}

/**
 * The Pub/Sub API of the org on 127.0.0.1, over the events that CometD delivers too.
 * @throws Error with `code` `EADDRINUSE` where the port is taken
 */
export async function openPubSub({ org, schemas, port, certificate, keepAliveMs }: PubSubParts): Promise<PubSub> {
  const topics = pubSubTopics(org, schemas);
  const waiting = new Set<() => void>();
  org.events.onPublish(() => waiting.forEach((wake) => wake()));
  // What goes wrong is thrown or answered; the library would write it to stderr as well.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server();
  server.addService(pubSubService(), {
    GetTopic: unaryCall(org, ({ topicName }: { topicName: string }, { caller, rpcId }) => {
      const topic = topics.topic(topicName, caller.session().userId);
      const tenantGuid = `CORE/prod/${org.organization.id}`;
      return { topicName, tenantGuid, canPublish: topic.canPublish, canSubscribe: true, schemaId: topics.schemaIdOf(topic), rpcId };
    }),
    GetSchema: unaryCall(org, ({ schemaId }: { schemaId: string }, { rpcId }) => ({ schemaJson: topics.schemaJson(schemaId), schemaId, rpcId })),
    Subscribe: openCall<FetchRequest, FetchResponse>(org, (context) => {
      const subscriber = subscription({ org, topics, ...context, send: (response) => (context.send(response), timer.refresh()) });
      const timer = setInterval(() => context.attempt(() => subscriber.keepAlive()), keepAliveMs).unref();
      const wake = (): void => context.attempt(() => subscriber.wake());
      waiting.add(wake);
      return {
        take: (request) => subscriber.fetch(request),
        end() {
          clearInterval(timer);
          waiting.delete(wake);
        },
      };
    }),
    Publish: unaryCall(org, (request: PublishRequest, context) => publishEvents({ org, topics, ...context }, request)),
    PublishStream: openCall<PublishRequest, PublishResponse>(org, (context) => {
      let topicName = '';
      return {
        take(request) {
          context.caller.refresh(request.authRefresh);
          topicName = publishTopic(topicName, request.topicName);
          context.send(publishEvents({ org, topics, ...context }, { ...request, topicName }));
        },
      };
    }),
  });
  const credentials = certificate
    ? ServerCredentials.createSsl(null, [{ private_key: Buffer.from(certificate.key), cert_chain: Buffer.from(certificate.certificate) }])
    : ServerCredentials.createInsecure();
  const taken = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => (error ? reject(/EADDRINUSE/.test(error.message) ? portInUse(port) : error) : resolve(bound)));
  });
  return { port: taken, close: () => server.forceShutdown() };
}
