import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Connection } from '../../../../kit/connection.ts';
import { AppError } from '../../../../kit/errors.ts';
import { busyRetries } from '../../http/busyRetries.ts';
import { openSession } from '../../session.ts';
import { isWanted, type EventStream, type OrgEvent, type StartFrom } from '../eventStream.ts';
import { eventDecoder } from './eventDecoder.ts';
import { openPubSubApi, type FetchRequest, type FetchResponse } from './pubSubApi.ts';
import { pubSubError } from './pubSubError.ts';

/** A subscription that is open. */
interface Call {
  readonly used: Connection;
  readonly stream: ClientDuplexStream<FetchRequest, FetchResponse>;
  readonly arrived: FetchResponse[];
  /** So many events the org may still send. */
  pending: number;
  failure: unknown;
}

/** An org gives up to 100 events for a request. */
const mostRequested = 100;

/**
 * Listens by gRPC. The org sends no more than is asked for, and more is asked for only when what came has been taken. What breaks off goes
 * on after the last event that was given. Replay ids are bytes here, and travel in base64.
 */
export function listenByPubSub(connection: Connection, channel: string, endpoint: string, from: StartFrom, signal: AbortSignal): EventStream {
  const api = openPubSubApi(endpoint);
  const session = openSession(connection);
  const retries = busyRetries();
  const decoders = new Map<string, Promise<ReturnType<typeof eventDecoder>>>();
  let last = from;
  let call: Call | undefined;
  let wake = (): void => undefined;

  function begin(used: Connection): Call {
    const stream = api.subscribe(used);
    const begun: Call = { used, stream, arrived: [], pending: mostRequested, failure: undefined };
    const fail = (error: unknown): void => {
      begun.failure ??= error;
      wake();
    };
    stream.on('data', (response: FetchResponse) => {
      begun.arrived.push(response);
      begun.pending = response.pendingNumRequested;
      wake();
    });
    stream.on('error', fail);
    stream.on('end', () => fail(new AppError('busy', 'streamLost', { message: 'The org ended the subscription.' })));
    stream.write({ topicName: channel, numRequested: mostRequested, ...startAt(last) });
    // Who has to begin again has missed what came meanwhile.
    if (typeof last !== 'string' && 'since' in last) last = { since: last.since };
    return begun;
  }

  async function eventsOf({ used }: Call, responses: readonly FetchResponse[]): Promise<OrgEvent[]> {
    const events: OrgEvent[] = [];
    for (const { event, replayId } of responses.flatMap((response) => response.events)) {
      const { schemaId } = event;
      if (!decoders.has(schemaId)) decoders.set(schemaId, api.schemaJson(used, schemaId).then(eventDecoder));
      const decode = await decoders.get(schemaId)!.catch((error: unknown) => {
        decoders.delete(schemaId);
        throw error;
      });
      events.push({ replayId: replayId.toString('base64'), payload: decode(event.payload), event: { EventUuid: event.id } });
    }
    return events;
  }

  /** Ends the call; what it had not given yet comes again to the next. */
  function drop(): void {
    call?.stream.cancel();
    call = undefined;
  }

  async function take(until: AbortSignal): Promise<OrgEvent[]> {
    const current = (call ??= begin(session.connection));
    while (!until.aborted) {
      if (current.arrived.length > 0) {
        const responses = current.arrived.splice(0);
        const events = (await eventsOf(current, responses)).filter((event) => isWanted(event, last));
        // A sign of life says how far there is nothing to tell.
        last = { after: responses.at(-1)!.latestReplayId.toString('base64') };
        return events;
      } else if (current.failure !== undefined) throw current.failure;
      else {
        if (current.pending === 0) current.stream.write({ topicName: channel, numRequested: (current.pending = mostRequested) });
        await new Promise<void>((resolve) => {
          wake = resolve;
          until.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
    return [];
  }

  /** A session that replaces the one that was refused. */
  function renewed(refused: Connection, why: AppError): Promise<Connection> {
    return session.use((used) => (used === refused ? Promise.reject(why) : Promise.resolve(used)), signal);
  }

  return {
    async next(waitMs) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.min(waitMs, 2 ** 31 - 1)))]);
      let isRenewed = false;
      try {
        return await retries.execute(async () => {
          for (;;) {
            try {
              return await take(until);
            } catch (thrown) {
              const error = pubSubError(thrown, channel, connection.name);
              const used = call?.used ?? session.connection;
              drop();
              if (error.code !== 'loginExpired' || isRenewed) throw error;
              isRenewed = true;
              await renewed(used, error);
            }
          }
        }, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof AppError && error.kind === 'busy') throw new AppError('service', error.code, { message: error.message, cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) });
        throw error;
      }
    },
    close() {
      drop();
      api.close();
      return Promise.resolve();
    },
  };
}

function startAt(from: StartFrom): Pick<FetchRequest, 'replayPreset' | 'replayId'> {
  if (from === 'kept') return { replayPreset: 'EARLIEST' };
  if ('after' in from) return { replayPreset: 'CUSTOM', replayId: Buffer.from(from.after, 'base64') };
  return { replayPreset: from.isNow ? 'LATEST' : 'EARLIEST' };
}
