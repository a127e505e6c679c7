import type { Database } from './database.ts';

/** The parts of the sources, and how often each was begun. */
export function splits(database: Database) {
  return {
    startSplit(run: string, node: string, split: string): number {
      const row = database.get(
        `insert into split (run, node, split, state, attempt, updatedAt) values (?, ?, ?, 'running', 1, ?)
         on conflict (run, node, split) do update set state = 'running', attempt = attempt + 1, updatedAt = excluded.updatedAt
         returning attempt`,
        run,
        node,
        split,
        new Date().toISOString(),
      );
      return Number(row!['attempt']);
    },
  };
}
