import type { Faults } from '../admin/faults.ts';
import type { Database } from '../database.ts';
import type { Limits } from '../limits/limits.ts';
import type { Change, WriteHooks } from '../records/writeHooks.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { hasChangeEvents } from './changePayload.ts';
import { publishChanges, publishOverflow } from './changeEvents.ts';
import type { EventStore } from './eventStore.ts';
import { publishPlatformEvent } from './platformEvents.ts';
import type { PushTopics } from './pushTopics.ts';

/** Of more changes in a second only GAP_OVERFLOW tells, once a second and object: loading a million rows must not write a million events. */
const mostASecond = 5_000;
/** Only bulk jobs write more in one call; telling of each row would cost more than writing it, and on a slow disk never catch up. */
const mostInACall = 500;

interface HookParts {
  readonly database: Database;
  readonly events: EventStore;
  readonly topics: PushTopics;
  readonly faults: Faults;
  readonly limits: Limits;
}

/** Makes writing refuse locked records, and tell of what was written. */
export function eventHooks({ database, events, topics, faults, limits }: HookParts): WriteHooks {
  let changes: Change[] = [];
  let overflown = new Set<ObjectType>();
  let second = { since: 0, told: 0, overflown: new Set<ObjectType>() };

  function forget(): void {
    changes = [];
    overflown = new Set();
  }

  function mayTell(): boolean {
    const now = performance.now();
    if (now - second.since > 1_000) second = { since: now, told: 0, overflown: new Set() };
    return ++second.told <= mostASecond;
  }

  return {
    before(_, id, values, isNew) {
      if (isNew) faults.makeRoom();
      faults.lock(id, values);
    },
    after(change) {
      if (change.object.name.endsWith('__e')) return publishPlatformEvent(database, events, limits, change);
      if (!hasChangeEvents(change.object)) return;
      // Values are copied by nobody: the writer makes a new list for each record.
      if (mayTell()) changes.push(change);
      else overflown.add(change.object);
    },
    done(author) {
      if (changes.length > mostInACall) {
        for (const { object } of changes) overflown.add(object);
        changes = [];
      }
      if (changes.length > 0) {
        publishChanges(events, changes, author, faults.gap());
        topics.publish(changes);
      }
      publishOverflow(events, [...overflown].filter((object) => !second.overflown.has(object)), author);
      for (const object of overflown) second.overflown.add(object);
      forget();
    },
    undone: forget,
  };
}
