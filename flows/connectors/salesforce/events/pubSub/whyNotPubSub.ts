import type { Connection } from '../../../../kit/connection.ts';
import { AppError } from '../../../../kit/errors.ts';
import { openSession } from '../../session.ts';
import { openPubSubApi } from './pubSubApi.ts';
import { pubSubError } from './pubSubError.ts';

const patienceMs = 5000;

/** Asks once whether the Pub/Sub API of an org tells a channel. Gives what is in the way, as a sentence; undefined where nothing is. */
export async function whyNotPubSub(connection: Connection, channel: string, endpoint: string, signal: AbortSignal): Promise<string | undefined> {
  const api = openPubSubApi(endpoint);
  try {
    await openSession(connection).use((used) => api.topic(used, channel, patienceMs).catch((error: unknown) => Promise.reject(pubSubError(error, channel, connection.name))), signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) return error.message;
    throw error;
  } finally {
    api.close();
  }
}
