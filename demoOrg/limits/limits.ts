import type { Database } from '../database.ts';
import { hoursOf, type LimitName, limitDefinitions } from './limitDefinitions.ts';

export interface LimitState {
  readonly name: LimitName;
  readonly max: number;
  readonly used: number;
}

/**
 * What a real org allows in an hour or a day, and how much of it is used. Counts are kept by the hour, in memory and
 * (within half a second, and when the org ends) in the file, so that a restart gives no new allowance.
 */
export interface Limits {
  count(name: LimitName, by?: number): void;
  used(name: LimitName): number;
  max(name: LimitName): number;
  isReached(name: LimitName): boolean;
  /** A smaller or larger allowance than a Developer Edition has; it is remembered. */
  setMax(name: LimitName, max: number): void;
  list(): readonly LimitState[];
  save(): void;
}

/** What is measured instead of counted: the storage in use, the clients that are connected. */
export type Gauges = Readonly<Partial<Record<LimitName, () => number>>>;

export type Maxima = Readonly<Partial<Record<LimitName, number>>>;

const hourMs = 3_600_000;
const saveAfterMs = 500;

interface MaximaOf {
  /** What the org was made with. */
  readonly seed: Maxima;
  /** What holds for this start, whatever the file remembers. */
  readonly start: Maxima;
}

export function openLimits(database: Database, now: () => Date, gauges: Gauges, { seed, start }: MaximaOf): Limits {
  database.exec(`CREATE TABLE IF NOT EXISTS _usage (name TEXT NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, hour)) STRICT;
    CREATE TABLE IF NOT EXISTS _limit (name TEXT PRIMARY KEY, max INTEGER NOT NULL) STRICT;`);
  const names = Object.keys(limitDefinitions) as LimitName[];
  const counts = new Map<LimitName, Map<number, number>>(names.map((name) => [name, new Map()]));
  const changed = new Map<LimitName, Map<number, number>>();
  const stored = database.all('SELECT name, max FROM _limit').map(([name, max]) => [name as LimitName, Number(max)] as const);
  const pairs = (of: Maxima): [LimitName, number][] => Object.entries(of) as [LimitName, number][];
  const maxima = new Map([...pairs(seed), ...stored, ...pairs(start)]);
  for (const [name, hour, count] of database.all('SELECT name, hour, count FROM _usage')) counts.get(name as LimitName)?.set(Number(hour), Number(count));
  const thisHour = (): number => Math.floor(now().getTime() / hourMs);
  let waiting: NodeJS.Timeout | undefined;

  function save(): void {
    clearTimeout(waiting);
    waiting = undefined;
    if (changed.size === 0) return;
    const write = 'INSERT INTO _usage VALUES (:name, :hour, :count) ON CONFLICT DO UPDATE SET count = :count';
    database.transaction(() => {
      for (const [name, hours] of changed) for (const [hour, count] of hours) database.run(write, { name, hour, count });
      database.run('DELETE FROM _usage WHERE hour < :oldest', { oldest: thisHour() - 24 });
    });
    changed.clear();
  }

  const max = (name: LimitName): number => maxima.get(name) ?? limitDefinitions[name].max;

  function used(name: LimitName): number {
    const gauge = gauges[name];
    if (gauge) return gauge();
    const hours = counts.get(name)!;
    const oldest = thisHour() - (hoursOf(name));
    let sum = 0;
    for (const [hour, count] of hours) {
      if (hour > oldest) sum += count;
      else hours.delete(hour);
    }
    return sum;
  }

  return {
    count(name, by = 1) {
      const hours = counts.get(name)!;
      const hour = thisHour();
      const count = (hours.get(hour) ?? 0) + by;
      hours.set(hour, count);
      const unsaved = changed.get(name) ?? new Map<number, number>();
      changed.set(name, unsaved.set(hour, count));
      waiting ??= setTimeout(save, saveAfterMs).unref();
    },
    used,
    max,
    isReached: (name) => used(name) >= max(name),
    setMax(name, value) {
      maxima.set(name, value);
      database.run('INSERT INTO _limit VALUES (:name, :value) ON CONFLICT DO UPDATE SET max = :value', { name, value });
    },
    list: () => names.map((name) => ({ name, max: max(name), used: used(name) })),
    save,
  };
}
