import type { Cell, Schema } from '../../kit/schema.ts';
import type { SamplePage, SampleRecord } from '../runStore.ts';
import type { Sealer } from '../sealer.ts';
import type { Database } from './database.ts';
import { noKey } from './noKey.ts';
import { packJson, unpack } from './packed.ts';

/** The first rows of every edge, sealed where there is a key. A list of columns; where an older version kept them, of rows. */
export function samples(database: Database, sealerNow: () => Sealer | undefined) {
  return {
    saveSample(run: string, sample: SampleRecord | Pick<SampleRecord, 'edge' | 'total'>): void {
      if (!('columns' in sample)) {
        database.run('update sample set total = ? where run = ? and edge = ?', sample.total, run, sample.edge);
        return;
      }
      const { edge, schema, columns, kept, total } = sample;
      const json = `[${columns.join(',')}]`;
      const sealer = sealerNow();
      database.run(
        `insert into sample (run, edge, columns, rows, isByColumn, kept, total) values (?, ?, ?, ?, 1, ?, ?)
         on conflict (run, edge) do update set columns = excluded.columns, rows = excluded.rows, isByColumn = 1, kept = excluded.kept, total = excluded.total`,
        run,
        edge,
        JSON.stringify(schema),
        sealer ? packJson(json, sealer) : json,
        kept,
        total,
      );
    },

    readSample(run: string, edge: string, offset: number, limit: number): SamplePage {
      const row = database.get('select columns, rows, isByColumn, kept, total from sample where run = ? and edge = ?', run, edge);
      if (!row) return { schema: [], rows: [], kept: 0, total: 0 };
      const cells = row['rows'];
      const lists = (cells instanceof Uint8Array ? unpack(cells, sealerNow() ?? noKey()) : JSON.parse(String(cells))) as Cell[][];
      const [kept, total] = [Number(row['kept']), Number(row['total'])];
      const rows = row['isByColumn'] === 0 ? lists.slice(offset, offset + limit) : rowsOf(lists, offset, Math.min(kept, offset + limit));
      return { schema: JSON.parse(String(row['columns'])) as Schema, rows, kept, total };
    },
  };
}

function rowsOf(columns: readonly (readonly Cell[])[], from: number, to: number): Cell[][] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => columns.map((cells) => cells[from + index]!));
}
