import type { Database } from '../database.ts';
import { OrgError } from '../orgError.ts';
import { recordId } from '../schema/recordId.ts';

/** What a locator stands for: the query's text, whether it looked into the recycle bin, and on the way to a sub-query its number in each select list. */
export interface LocatorPlan {
  readonly soql: string;
  readonly all: boolean;
  readonly child: readonly number[];
}

/** Results that are read page by page: the ids as they were when the query ran, kept two days, restarts included. */
export interface Locators {
  /** Keeps the ids of a result; gives the locator's id. */
  keep(plan: LocatorPlan, ids: readonly string[]): string;
  /** Part of a result. `locator` is `0r8…-2000`: the id and the number of the first record wanted. */
  read(locator: string, size: number): { id: string; plan: LocatorPlan; total: number; start: number; ids: string[] };
}

const keptMs = 2 * 24 * 60 * 60 * 1_000;
const chunk = 2_000;

export function openLocators(database: Database, now: () => Date): Locators {
  function nextId(): string {
    const row = database.get(
      "INSERT INTO _meta (name, value) VALUES ('locators', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
    );
    return recordId('0r8', Number(row![0]));
  }

  function dropOld(): void {
    const before = now().getTime() - keptMs;
    database.run('DELETE FROM _locatorPage WHERE locator IN (SELECT id FROM _locator WHERE createdAt < :before)', { before });
    database.run('DELETE FROM _locator WHERE createdAt < :before', { before });
  }

  return {
    keep: (plan, ids) =>
      database.transaction(() => {
        dropOld();
        const id = nextId();
        database.run('INSERT INTO _locator VALUES (:id, :plan, :total, :now)', { id, plan: JSON.stringify(plan), total: ids.length, now: now().getTime() });
        for (let start = 0; start < ids.length; start += chunk) {
          database.run('INSERT INTO _locatorPage VALUES (:id, :start, :ids)', { id, start, ids: ids.slice(start, start + chunk).join('') });
        }
        return id;
      }),
    read(locator, size) {
      const match = /^(\w{18})-(\d{1,9})$/.exec(locator);
      const row = match ? database.get('SELECT plan, total FROM _locator WHERE id = :id', { id: match[1]! }) : undefined;
      const start = Number(match?.[2]);
      if (!row || start >= Number(row[1])) throw new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');
      const id = match![1]!;
      const first = start - (start % chunk);
      const pages = database.all('SELECT ids FROM _locatorPage WHERE locator = :id AND start >= :first AND start < :end ORDER BY start', {
        id,
        first,
        end: start + size,
      });
      const ids =
        pages
          .map(([page]) => page as string)
          .join('')
          .slice((start - first) * 18, (start - first + size) * 18)
          .match(/.{18}/g) ?? [];
      return { id, plan: JSON.parse(row[0] as string) as LocatorPlan, total: Number(row[1]), start, ids };
    },
  };
}
