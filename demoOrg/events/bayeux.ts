import type { OrgContext } from '../org.ts';
import { type BayeuxClient, bayeuxClients } from './bayeuxClients.ts';
import { channelExists, limitOf } from './channels.ts';

/** A message of the Bayeux protocol (https://docs.cometd.org, "The Bayeux Protocol"), from a client or to one. */
export type BayeuxMessage = Readonly<Record<string, unknown>>;

export interface BayeuxOptions {
  /** How long a `/meta/connect` waits for events; 110,000 in a real org. */
  readonly pollMs: number;
  /** How long a client may stay away between two of them; 40,000 in a real org. */
  readonly awayMs: number;
}

/** Who sends a batch of messages. */
export interface BayeuxCaller {
  readonly token: string;
  whenGone(callback: () => void): () => void;
}

/** Streaming for clients that poll: handshake, connect, subscribe, unsubscribe, disconnect, and replay of events that are kept. */
export interface Bayeux {
  /** The answers to a batch of messages; waits where the batch holds a `/meta/connect` and there is nothing to tell yet. */
  answer(messages: readonly BayeuxMessage[], caller: BayeuxCaller): Promise<BayeuxMessage[]>;
  /** How many clients are connected. */
  clients(): number;
  close(): void;
}

/** So many events of a channel at once; the next connect brings the next. */
const mostAtOnce = 200;
const unknownClient = { error: '403::Unknown client', advice: { reconnect: 'handshake', interval: 0 } };
const unauthenticated = { error: '401::Authentication invalid', advice: { reconnect: 'none', interval: 0 } };
const overLimit = '403::Organization total events daily limit exceeded';

export function openBayeux(org: Pick<OrgContext, 'events' | 'sessions' | 'schema' | 'database' | 'limits'>, { pollMs, awayMs }: BayeuxOptions): Bayeux {
  const clients = bayeuxClients(awayMs);
  org.events.onPublish(() => clients.forEach((client) => client.wake?.()));

  function handshake(message: BayeuxMessage, token: string): BayeuxMessage {
    const reply = { channel: '/meta/handshake', ...idOf(message), version: '1.0', minimumVersion: '1.0', supportedConnectionTypes: ['long-polling'] };
    const refused = { ...reply, successful: false, advice: { reconnect: 'none' } };
    if (!org.sessions.find(token))
      return { ...refused, error: '403::Handshake denied', ext: { sfdc: { failureReason: '401::Authentication invalid' }, replay: true } };
    if (!offersPolling(message.supportedConnectionTypes)) return { ...refused, error: '400::Unsupported connection type' };
    if (org.limits.isReached('StreamingApiConcurrentClients')) return { ...refused, error: '403::Organization concurrent user limit exceeded' };
    return { ...reply, ext: { replay: true, 'payload.format': true }, clientId: clients.add().id, successful: true };
  }

  function subscribe(message: BayeuxMessage, client: BayeuxClient): BayeuxMessage {
    const { subscription } = message;
    const reply = { channel: '/meta/subscribe', clientId: client.id, ...idOf(message), subscription };
    if (typeof subscription !== 'string' || !channelExists(subscription, org))
      return { ...reply, successful: false, error: "400::The channel you requested to subscribe to doesn't exist" };
    if (org.limits.isReached(limitOf(subscription))) return { ...reply, successful: false, error: overLimit };
    const replayId = replayOf(message, subscription);
    if (replayId !== -1 && replayId !== -2 && !org.events.canReplay(replayId as number)) {
      const hint = 'Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.';
      return { ...reply, successful: false, error: `400::The replayId {${String(replayId)}} you provided was invalid.  ${hint}` };
    }
    client.cursors.set(subscription, replayId === -1 ? org.events.newest() : replayId === -2 ? 0 : (replayId as number));
    return { ...reply, successful: true };
  }

  /** What the client has not been told yet, in order; telling it counts. */
  function news(client: BayeuxClient): BayeuxMessage[] {
    const found = [...client.cursors].flatMap(([channel, cursor]) =>
      org.limits.isReached(limitOf(channel)) ? [] : org.events.after(channel, cursor, mostAtOnce).map((event) => ({ channel, ...event })),
    );
    const ordered = found.toSorted((a, b) => a.replayId - b.replayId);
    for (const { channel, replayId } of ordered) {
      client.cursors.set(channel, replayId);
      org.limits.count(limitOf(channel));
    }
    return ordered.map(({ channel, data }) => ({ channel, clientId: client.id, data }));
  }

  /** Waits for events. A client that goes away is told nothing, so nothing is lost on it; one that connects again ends its older wait. */
  async function connect(message: BayeuxMessage, client: BayeuxClient, caller: BayeuxCaller, isHurried: boolean): Promise<BayeuxMessage[]> {
    client.wake?.(true);
    const reply = { channel: '/meta/connect', clientId: client.id, ...idOf(message) };
    const isUrgent = isHurried || (message.advice as { timeout?: unknown } | undefined)?.timeout === 0;
    let events = news(client);
    if (events.length === 0 && !isUrgent) {
      const isGone = await waitForNews(client, caller);
      clients.see(client);
      if (isGone || clients.isClosed()) return [{ ...reply, successful: true }];
      if (!org.sessions.find(caller.token)) return [{ ...reply, successful: false, ...unauthenticated }];
      events = news(client);
    }
    if ([...client.cursors.keys()].some((channel) => org.limits.isReached(limitOf(channel))))
      return [...events, { ...reply, successful: false, error: overLimit, advice: { reconnect: 'none' } }];
    return [...events, { ...reply, successful: true, advice: { interval: 0, timeout: pollMs, reconnect: 'retry' } }];
  }

  /** Ends with true where the client went away or connected anew. */
  function waitForNews(client: BayeuxClient, caller: BayeuxCaller): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isGone: boolean): void => {
        clearTimeout(timer);
        forget();
        if (client.wake === wake) delete client.wake;
        resolve(isGone);
      };
      const hasNews = (): boolean => [...client.cursors].some(([channel, cursor]) => org.events.after(channel, cursor, 1).length > 0);
      const wake = (isReplaced = false): void => {
        if (isReplaced || clients.isClosed() || hasNews()) end(isReplaced);
      };
      const timer = setTimeout(() => end(false), pollMs).unref();
      const forget = caller.whenGone(() => end(true));
      client.wake = wake;
    });
  }

  function plain(message: BayeuxMessage, client: BayeuxClient): BayeuxMessage {
    const reply = { channel: message.channel, clientId: client.id, ...idOf(message) };
    switch (message.channel) {
      case '/meta/subscribe':
        return subscribe(message, client);
      case '/meta/unsubscribe':
        client.cursors.delete(String(message.subscription));
        return { ...reply, subscription: message.subscription, successful: true };
      case '/meta/disconnect':
        clients.remove(client);
        return { ...reply, successful: true };
      default:
        return { ...reply, successful: false, error: '403::Publishing is not supported' };
    }
  }

  /** Who sends a message, or why nobody may. */
  function known(message: BayeuxMessage, token: string): { client: BayeuxClient | undefined; refusal: BayeuxMessage } {
    const isSignedIn = org.sessions.find(token) !== undefined;
    const refusal = { channel: message.channel ?? null, ...idOf(message), successful: false, ...(isSignedIn ? unknownClient : unauthenticated) };
    return { client: isSignedIn ? clients.find(message.clientId) : undefined, refusal };
  }

  return {
    clients: () => clients.count(),
    close: () => clients.close(),
    async answer(messages, caller) {
      const replies: BayeuxMessage[] = [];
      const connects: { message: BayeuxMessage; client: BayeuxClient }[] = [];
      for (const message of messages) {
        if (message.channel === '/meta/handshake') {
          replies.push(handshake(message, caller.token));
          continue;
        }
        const { client, refusal } = known(message, caller.token);
        if (!client) replies.push(refusal);
        else if (message.channel === '/meta/connect') connects.push({ message, client });
        else replies.push(plain(message, client));
      }
      // Answers to the other messages of the batch must not wait for an event.
      for (const { message, client } of connects) replies.push(...(await connect(message, client, caller, replies.length > 0)));
      return replies;
    },
  };
}

function idOf({ id }: BayeuxMessage): { id?: unknown } {
  return id === undefined ? {} : { id };
}

function offersPolling(types: unknown): boolean {
  return types === undefined || (Array.isArray(types) && types.includes('long-polling'));
}

/** Where to begin, from the message's replay extension; -1, only what comes, where it says nothing. */
function replayOf(message: BayeuxMessage, subscription: string): unknown {
  const { replay } = (message.ext ?? {}) as { replay?: unknown };
  if (typeof replay !== 'object' || replay === null) return -1;
  return (replay as Readonly<Record<string, unknown>>)[subscription] ?? -1;
}
