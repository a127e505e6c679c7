import type { StoredEvent } from '../events/eventStore.ts';
import { limitOf } from '../events/channels.ts';
import type { OrgContext } from '../org.ts';
import { GrpcFault } from './grpcFault.ts';
import { type FetchRequest, type FetchResponse, replayBytes, replayNumber } from './messages.ts';
import type { PubSubCaller } from './pubSubCaller.ts';
import type { PubSubTopics, Topic } from './pubSubTopics.ts';

/** One open `Subscribe` call. All of it throws GrpcFault where the call has to end. */
export interface Subscription {
  /** The client can take so many events more. The first request says of what, and from where on. */
  fetch(request: FetchRequest): void;
  /** Something may have been published. */
  wake(): void;
  /** Says that the call is alive, where the client waits for events and there are none. */
  keepAlive(): void;
}

interface SubscriptionParts {
  readonly org: OrgContext;
  readonly topics: PubSubTopics;
  readonly caller: PubSubCaller;
  readonly rpcId: string;
  readonly send: (response: FetchResponse) => void;
}

/** A client may ask for so many events at once. */
const mostRequested = 100;

export function subscription({ org, topics, caller, rpcId, send }: SubscriptionParts): Subscription {
  let topic: Topic | undefined;
  let cursor = 0;
  let pending = 0;

  function begin(request: FetchRequest): Topic {
    const found = topics.topic(request.topicName, caller.session().userId);
    cursor = startOf(request, org);
    return found;
  }

  function deliver(from: Topic): void {
    caller.session();
    while (pending > 0) {
      if (org.limits.isReached(limitOf(from.name))) throw new GrpcFault('overLimit', 'You have exceeded the event delivery limit for your org.');
      const events = org.events.after(from.name, cursor, Math.min(pending, mostRequested));
      if (events.length === 0) return;
      cursor = events.at(-1)!.replayId;
      pending -= events.length;
      org.limits.count(limitOf(from.name), events.length);
      respond(events.map(consumed));
    }
  }

  function consumed({ replayId, data }: StoredEvent): FetchResponse['events'][number] {
    const { schema, payload, event } = data as { schema: string; payload: Readonly<Record<string, unknown>>; event: { EventUuid?: string } };
    const { transactionKey, sequenceNumber } = (payload.ChangeEventHeader ?? {}) as { transactionKey?: string; sequenceNumber?: number };
    const id = event.EventUuid ?? `${transactionKey}-${sequenceNumber}`;
    return { event: { id, ...topics.encode(schema, payload) }, replayId: replayBytes(replayId) };
  }

  function respond(events: FetchResponse['events']): void {
    send({ events, latestReplayId: replayBytes(cursor), rpcId, pendingNumRequested: pending });
  }

  return {
    fetch(request) {
      caller.refresh(request.authRefresh);
      const { topicName, numRequested } = request;
      if (topic && topicName !== '' && topicName !== topic.name)
        throw new GrpcFault('otherTopic', `This call is a subscription to ${topic.name}; for ${topicName} make another call.`);
      topic ??= begin(request);
      if (numRequested < 1 || numRequested > mostRequested)
        throw new GrpcFault('badCount', `The number of requested events must be from 1 to ${mostRequested}; this request says ${numRequested}.`);
      pending += numRequested;
      deliver(topic);
    },
    wake() {
      if (topic && pending > 0) deliver(topic);
    },
    keepAlive() {
      if (!topic || pending === 0) return;
      const waitedFor = pending;
      const newest = org.events.newest();
      deliver(topic);
      if (pending < waitedFor) return;
      // Everything up to here has been looked at, so a client that comes back may begin here.
      cursor = newest;
      respond([]);
    },
  };
}

function startOf({ replayPreset, replayId }: FetchRequest, { events }: OrgContext): number {
  switch (replayPreset) {
    case 'EARLIEST':
      return 0;
    case 'CUSTOM': {
      if (replayId.length === 0) throw new GrpcFault('noReplayId', 'The replay preset is CUSTOM, so a replay ID must be provided.');
      const number = replayNumber(replayId);
      if (!events.canReplay(number)) throw new GrpcFault('badReplayId', 'The Replay ID validation failed. Ensure that the Replay ID is valid.');
      return number;
    }
    default:
      return events.newest();
  }
}
