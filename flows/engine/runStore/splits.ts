import type { SplitCheckpoint } from '../runStore.ts';
import type { Database } from './database.ts';

/** How far the parts of the sources have been read. An attempt that is not the latest changes nothing. */
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

    checkpoint({ run, node, split, attempt, cursor, rows }: SplitCheckpoint): boolean {
      const changed = database.run(
        `update split set cursor = ?, rows = ?, updatedAt = ? where run = ? and node = ? and split = ? and attempt = ? and state = 'running'`,
        JSON.stringify(cursor),
        rows,
        new Date().toISOString(),
        run,
        node,
        split,
        attempt,
      );
      return changed === 1;
    },
  };
}
