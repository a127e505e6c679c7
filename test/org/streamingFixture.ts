import type { Connection } from 'jsforce';
import { StreamingExtension } from 'jsforce/lib/api/streaming.js';

export interface ChangeEvent {
  readonly schema: string;
  readonly payload: Readonly<Record<string, unknown>> & { readonly ChangeEventHeader: Readonly<Record<string, unknown>> };
  readonly event: { readonly replayId: number };
}

export interface Listener<T> {
  /** What came so far. */
  readonly events: readonly T[];
  /** Waits until so many have come. */
  count(wanted: number): Promise<readonly T[]>;
  stop(): Promise<void>;
}

/** What is used of faye's client, which jsforce hands out without types. */
interface FayeClient {
  subscribe(channel: string, callback: (event: never) => void): PromiseLike<void> & { cancel(): void };
  disconnect(): PromiseLike<void> | undefined;
}

/** The streaming client of jsforce on a channel, ready to hear. `replayId`: -1 only what comes, -2 all that is kept, else what came after it. */
export async function listen<T>(connection: Connection, channel: string, replayId?: number): Promise<Listener<T>> {
  const events: T[] = [];
  let changed = (): void => {};
  const client = connection.streaming.createClient(replayId === undefined ? [] : [new StreamingExtension.Replay(channel, replayId)]) as unknown as FayeClient;
  const subscription = client.subscribe(channel, (event) => {
    events.push(event);
    changed();
  });
  await subscription;
  return {
    events,
    async count(wanted) {
      while (events.length < wanted) await new Promise<void>((resolve) => (changed = resolve));
      return events;
    },
    async stop() {
      subscription.cancel();
      await client.disconnect();
    },
  };
}
