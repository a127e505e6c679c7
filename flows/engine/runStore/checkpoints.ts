import type { Cursor } from '../../kit/batch.ts';
import type { NodeProgress } from '../events.ts';
import type { SplitCheckpoint } from '../runStore.ts';
import type { Database } from './database.ts';

/** Everything a run needs to go on from a moment at which nothing was under way. */
export interface RunCheckpoint {
  /** By node and split; `done` when it was read to its end. */
  readonly sources: Readonly<Record<string, Readonly<Record<string, { readonly cursor?: Cursor; readonly rows: number; readonly isDone: boolean }>>>>;
  readonly nodes: Readonly<Record<string, NodeProgress>>;
  readonly drops: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly edges: Readonly<Record<string, number>>;
  /** Where sinks of rows go on. */
  readonly sinks: Readonly<Record<string, Cursor>>;
  /** Parts of rejected rows that were kept until then, by node. Filled in by the store. */
  readonly rejectedParts?: Readonly<Record<string, number>>;
  /** The last ledger batch of each sink of records, and what of earlier ones is still to come again: [batch, place]. */
  readonly ledger: Readonly<Record<string, { readonly after: number; readonly open: readonly (readonly [number, number])[] }>>;
}

/** How far a run has come. An attempt at a split that is not the latest changes nothing. */
export function checkpoints(database: Database) {
  return {
    /** All of it or nothing; false when another process has taken over. */
    saveCheckpoint(run: string, splits: readonly SplitCheckpoint[], checkpoint: RunCheckpoint): boolean {
      return database.transaction(() => {
        for (const { node, split, attempt, cursor, rows } of splits) {
          const changed = database.run(
            `update split set cursor = ?, rows = ?, updatedAt = ? where run = ? and node = ? and split = ? and attempt = ? and state = 'running'`,
            cursor ? JSON.stringify(cursor) : null, rows, new Date().toISOString(), run, node, split, attempt,
          );
          if (changed !== 1) return false;
        }
        const parts = database.all('select node, max(part) as last from rejectedPart where run = ? group by node', run);
        const rejectedParts = Object.fromEntries(parts.map(({ node, last }) => [String(node), Number(last)]));
        database.run('insert into checkpoint (run, body) values (?, ?) on conflict (run) do update set body = excluded.body', run, JSON.stringify({ ...checkpoint, rejectedParts }));
        return true;
      });
    },

    /** Forgets the rejected rows that come again: those kept after the checkpoint, or all where there is none. */
    forgetRejected(run: string, checkpoint: RunCheckpoint | undefined): void {
      for (const { node } of database.all('select distinct node from rejectedPart where run = ?', run)) {
        database.run('delete from rejectedPart where run = ? and node = ? and part > ?', run, String(node), checkpoint?.rejectedParts?.[String(node)] ?? 0);
      }
    },

    readCheckpoint(run: string): RunCheckpoint | undefined {
      const row = database.get('select body from checkpoint where run = ?', run);
      return row && (JSON.parse(String(row['body'])) as RunCheckpoint);
    },
  };
}
