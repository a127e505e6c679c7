import type { Database } from '../database.ts';
import { random } from '../seed/random.ts';

export interface StoredEvent {
  readonly replayId: number;
  /** The event as subscribers get it. */
  readonly data: unknown;
}

/** All events of the org, whatever they tell of, in one order. */
export interface EventStore {
  /** Keeps an event and wakes those who wait once the transaction around it is over. */
  publish(channel: string, event: (replayId: number) => unknown): void;
  /** The events of a channel after a replay id, oldest first. `/data/ChangeEvents` is every change there is. */
  after(channel: string, replayId: number, atMost: number): StoredEvent[];
  newest(): number;
  /** Gives a platform event the id that its publisher wants it to have. */
  identify(replayId: number, uuid: string): void;
  /** Whether everything after this replay id is still here. */
  canReplay(replayId: number): boolean;
  onPublish(callback: () => void): void;
}

const hourMs = 3_600_000;
/** How long events are kept: change events and platform events 72 hours, PushTopic and generic events 24. */
const retentionMs = 72 * hourMs;
const shortRetentionMs = 24 * hourMs;
/** A real org keeps all; here a load of a million rows must not fill the disk. */
const mostKept = 100_000;
const pruneEvery = 2_000;

export function openEvents(database: Database, now: () => Date): EventStore {
  database.exec(`CREATE TABLE IF NOT EXISTS _event (
      replayId INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, ts INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS _eventByChannel ON _event (channel, replayId);
    CREATE TABLE IF NOT EXISTS _eventsGone (upTo INTEGER NOT NULL) STRICT;`);
  const listeners: (() => void)[] = [];
  // The sequence remembers ids whose events are gone.
  let last = Number(database.get("SELECT seq FROM sqlite_sequence WHERE name = '_event'")?.[0] ?? 0);
  // Replay ids leave gaps, as in a real org: nobody may count on the next one.
  const gap = random(last + 1);
  let sincePrune = 0;
  let isWaking = false;

  const time = (): number => now().getTime();
  const goneUpTo = (): number => Number(database.get('SELECT max(upTo) FROM _eventsGone')?.[0] ?? 0);

  function prune(): void {
    sincePrune = 0;
    const old = database.get('SELECT max(replayId) FROM _event WHERE ts < :oldest', { oldest: time() - retentionMs })![0];
    const surplus = database.get('SELECT replayId FROM _event ORDER BY replayId DESC LIMIT 1 OFFSET :mostKept', { mostKept })?.[0];
    const upTo = Math.max(Number(old ?? 0), Number(surplus ?? 0));
    if (upTo === 0) return;
    database.transaction(() => {
      database.run('DELETE FROM _event WHERE replayId <= :upTo', { upTo });
      database.run('DELETE FROM _eventsGone');
      database.run('INSERT INTO _eventsGone VALUES (:upTo)', { upTo });
    });
  }

  function wake(): void {
    if (isWaking) return;
    isWaking = true;
    setImmediate(() => {
      isWaking = false;
      for (const listener of listeners) listener();
    });
  }

  return {
    publish(channel, event) {
      last += gap.chance(0.6) ? 1 : gap.between(2, 40);
      database.prepare('INSERT INTO _event (replayId, channel, ts, json) VALUES (?, ?, ?, ?)').run(last, channel, time(), JSON.stringify(event(last)));
      if (++sincePrune >= pruneEvery) prune();
      wake();
    },
    after(channel, replayId, atMost) {
      const isAll = channel === '/data/ChangeEvents';
      const keptMs = channel.startsWith('/topic/') || channel.startsWith('/u/') ? shortRetentionMs : retentionMs;
      const sql = `SELECT replayId, json FROM _event WHERE channel ${isAll ? "GLOB '/data/*'" : '= :channel'} AND replayId > :replayId AND ts >= :oldest
        ORDER BY replayId LIMIT :atMost`;
      const rows = database.all(sql, { ...(isAll ? {} : { channel }), replayId, oldest: time() - keptMs, atMost });
      return rows.map(([id, json]) => ({ replayId: Number(id), data: JSON.parse(json as string) as unknown }));
    },
    newest: () => last,
    identify: (replayId, uuid) => database.run("UPDATE _event SET json = json_set(json, '$.event.EventUuid', :uuid) WHERE replayId = :replayId", { replayId, uuid }),
    canReplay(replayId) {
      prune();
      return Number.isSafeInteger(replayId) && replayId >= goneUpTo() && replayId <= last;
    },
    onPublish: (callback) => void listeners.push(callback),
  };
}
