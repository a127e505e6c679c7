import type { Cell, Schema } from '../../kit/schema.ts';
import type { SamplePage, SampleRecord } from '../runStore.ts';
import type { Sealer } from '../sealer.ts';
import type { Database } from './database.ts';
import { noKey } from './noKey.ts';
import { pack, unpack } from './packed.ts';

/** The first rows of every edge, sealed where there is a key. */
export function samples(database: Database, sealerNow: () => Sealer | undefined) {
  return {
    saveSample(run: string, sample: SampleRecord | Pick<SampleRecord, 'edge' | 'total'>): void {
      if (!('rows' in sample)) {
        database.run('update sample set total = ? where run = ? and edge = ?', sample.total, run, sample.edge);
        return;
      }
      const { edge, schema, rows, total } = sample;
      database.run(
        `insert into sample (run, edge, columns, rows, kept, total) values (?, ?, ?, ?, ?, ?)
         on conflict (run, edge) do update set columns = excluded.columns, rows = excluded.rows, kept = excluded.kept, total = excluded.total`,
        run,
        edge,
        JSON.stringify(schema),
        sealed(rows, sealerNow()),
        rows.length,
        total,
      );
    },

    readSample(run: string, edge: string, offset: number, limit: number): SamplePage {
      const row = database.get('select columns, rows, kept, total from sample where run = ? and edge = ?', run, edge);
      if (!row) return { schema: [], rows: [], kept: 0, total: 0 };
      const kept = row['rows'];
      const rows = (kept instanceof Uint8Array ? unpack(kept, sealerNow() ?? noKey()) : JSON.parse(String(kept))) as Cell[][];
      return { schema: JSON.parse(String(row['columns'])) as Schema, rows: rows.slice(offset, offset + limit), kept: Number(row['kept']), total: Number(row['total']) };
    },
  };
}

function sealed(rows: SampleRecord['rows'], sealer: Sealer | undefined): Uint8Array | string {
  return sealer ? pack(rows, sealer) : JSON.stringify(rows);
}
