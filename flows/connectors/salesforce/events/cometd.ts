import type { Connection } from '../../../kit/connection.ts';
import { AppError } from '../../../kit/errors.ts';
import { answerError } from '../http/answerError.ts';
import { busyRetries } from '../http/busyRetries.ts';
import { bodyText, openHttp } from '../http/orgHttp.ts';
import { defaultApiVersion } from '../salesforceOrg.ts';
import { openSession } from '../session.ts';
import { translateError } from '../translateError.ts';
import { Cookies } from './cookies.ts';
import { isWanted, type EventStream, type OrgEvent, type StartFrom } from './eventStream.ts';
import { streamRefusal, type StreamReply } from './streamError.ts';

interface EventMessage extends StreamReply {
  readonly data?: { readonly payload?: unknown; readonly sobject?: unknown; readonly event?: { readonly replayId?: number } };
}

/** A session with the streaming server. */
interface Client {
  readonly id: string;
  readonly used: Connection;
  readonly cookies: Cookies;
}

/**
 * Listens by long-polling (CometD, Bayeux protocol) with replay: what breaks off goes on after the last event that was given, with a new
 * session where the old one has ended, so nothing is lost and nothing is given twice. Source: Streaming API Developer Guide.
 */
export function listenByCometd(connection: Connection, channel: string, from: StartFrom, signal: AbortSignal): EventStream {
  const http = openHttp(2);
  const session = openSession(connection);
  const retries = busyRetries();
  let last: StartFrom = from;
  let client: Client | undefined;
  let messages = 0;

  async function send(used: Connection, cookies: Cookies, message: Readonly<Record<string, unknown>>, until: AbortSignal): Promise<EventMessage[]> {
    const { instanceUrl, apiVersion = defaultApiVersion } = used.settings;
    const headers = { authorization: `Bearer ${used.secrets['accessToken']!.reveal()}`, 'content-type': 'application/json', ...cookies.header() };
    const body = JSON.stringify([{ ...message, id: String(++messages) }]);
    try {
      const answer = await http.send({ method: 'POST', url: new URL(`/cometd/${apiVersion}`, instanceUrl).href, headers, body, signal: until });
      cookies.take(answer.headers['set-cookie']);
      if (answer.status >= 400) throw await answerError(answer);
      return JSON.parse(await bodyText(answer.body)) as EventMessage[];
    } catch (error) {
      throw until.aborted ? until.reason : translateError(error, used);
    }
  }

  /** The reply to a message; a refusal is thrown, or leaves no session so that the next attempt begins anew. */
  function accepted(replies: readonly EventMessage[], name: string): EventMessage {
    const reply = replies.find((one) => one.channel === name) ?? { channel: name };
    if (reply.successful === true) return reply;
    client = undefined;
    const refusal = streamRefusal(reply, channel, connection.name);
    if (refusal === 'signIn') throw new AppError('service', 'loginExpired', { message: `The org behind "${connection.name}" has ended the session.`, hint: 'Open Connections and sign in again.' });
    if (refusal === 'handshake') throw new AppError('busy', 'streamLost', { message: 'The org has forgotten that somebody listens.' });
    throw refusal;
  }

  async function subscribed(used: Connection): Promise<Client> {
    const cookies = new Cookies();
    const replay = last === 'kept' ? -2 : 'after' in last ? Number(last.after) : last.isNow ? -1 : -2;
    // Who has to begin again has missed what came meanwhile.
    if (typeof last !== 'string' && 'since' in last) last = { since: last.since };
    const hello = { channel: '/meta/handshake', version: '1.0', minimumVersion: '1.0', supportedConnectionTypes: ['long-polling'], ext: { replay: true } };
    const id = accepted(await send(used, cookies, hello, signal), hello.channel).clientId ?? '';
    const subscribe = { channel: '/meta/subscribe', clientId: id, subscription: channel, ext: { replay: { [channel]: replay } } };
    accepted(await send(used, cookies, subscribe, signal), subscribe.channel);
    return { id, used, cookies };
  }

  const begun = (): Promise<Client> => session.use((used) => subscribed(used), signal);

  async function poll({ id, used, cookies }: Client, until: AbortSignal): Promise<OrgEvent[]> {
    const connect = { channel: '/meta/connect', clientId: id, connectionType: 'long-polling' };
    let replies: EventMessage[];
    try {
      replies = await send(used, cookies, connect, until);
    } catch (error) {
      // What was on its way is lost with the answer, and comes again to a new session.
      client = undefined;
      throw error;
    }
    const events = replies.flatMap((message) => (message.channel === channel || message.channel.startsWith('/data/') ? eventOf(message) : []));
    const fresh = events.filter((event) => (typeof last !== 'string' && 'after' in last ? Number(event.replayId) > Number(last.after) : isWanted(event, last)));
    if (fresh.length > 0) last = { after: fresh.at(-1)!.replayId };
    // Events that came beside a refusal count; the next poll meets the refusal again.
    if (fresh.length === 0) accepted(replies, connect.channel);
    return fresh;
  }

  return {
    async next(waitMs) {
      let timer: AbortSignal | undefined;
      try {
        return await retries.execute(async () => {
          client ??= await begun();
          // Whoever waits for events waits from when they can come.
          timer ??= AbortSignal.timeout(Math.max(1, Math.min(waitMs, 2 ** 31 - 1)));
          const until = AbortSignal.any([signal, timer]);
          try {
            return await poll(client, until);
          } catch (error) {
            // The session ends in the middle of listening too: then listening begins anew with another.
            if (!(error instanceof AppError) || error.code !== 'loginExpired' || !session.connection.renew) throw error;
            client = await begun();
            return poll(client, until);
          }
        }, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (timer?.aborted === true) return [];
        if (error instanceof AppError && error.kind === 'busy') throw new AppError('service', error.code, { message: error.message, cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) });
        throw error;
      }
    },
    async close() {
      const leaving = client && send(client.used, client.cookies, { channel: '/meta/disconnect', clientId: client.id }, AbortSignal.timeout(500)).catch(() => undefined);
      client = undefined;
      await leaving;
      await http.close();
    },
  };
}

function eventOf({ data }: EventMessage): OrgEvent[] {
  const { payload, sobject, event = {} } = data ?? {};
  if (event.replayId === undefined) return [];
  const fields = payload ?? sobject;
  return [{ replayId: String(event.replayId), payload: typeof fields === 'object' && fields !== null ? (fields as OrgEvent['payload']) : { Payload: fields }, event }];
}
