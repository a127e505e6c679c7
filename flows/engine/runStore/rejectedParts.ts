import type { KeptRejects } from '../runStore.ts';
import type { Database } from './database.ts';

/** Every row that a run rejected, sealed. */
export function rejectedParts(database: Database) {
  return {
    keepRejected(run: string, node: string, rows: number, sealed: Uint8Array): void {
      database.run(
        `insert into rejectedPart (run, node, part, rows, sealed)
         values (?1, ?2, (select coalesce(max(part), 0) + 1 from rejectedPart where run = ?1 and node = ?2), ?3, ?4)`,
        run,
        node,
        rows,
        sealed,
      );
    },

    /** A part at a time: a run may have rejected more rows than fit into memory. */
    *readRejected(run: string): IterableIterator<KeptRejects> {
      const parts = database.all('select node, part, rows from rejectedPart where run = ? order by node, part', run);
      for (const { node, part, rows } of parts) {
        const found = database.get('select sealed from rejectedPart where run = ? and node = ? and part = ?', run, String(node), Number(part));
        if (found) yield { node: String(node), rows: Number(rows), sealed: found['sealed'] as Uint8Array };
      }
    },

    countRejected(run: string): Record<string, number> {
      const found = database.all('select node, sum(rows) as kept from rejectedPart where run = ? group by node', run);
      return Object.fromEntries(found.map(({ node, kept }) => [String(node), Number(kept)]));
    },
  };
}
