import type { Cell, Schema } from '../../kit/schema.ts';
import type { SamplePage, SampleRecord } from '../runStore.ts';
import type { Database } from './database.ts';

/** The first rows of every edge. */
export function samples(database: Database) {
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
        JSON.stringify(rows),
        rows.length,
        total,
      );
    },

    readSample(run: string, edge: string, offset: number, limit: number): SamplePage {
      const row = database.get('select columns, rows, kept, total from sample where run = ? and edge = ?', run, edge);
      if (!row) return { schema: [], rows: [], kept: 0, total: 0 };
      const rows = JSON.parse(String(row['rows'])) as Cell[][];
      return { schema: JSON.parse(String(row['columns'])) as Schema, rows: rows.slice(offset, offset + limit), kept: Number(row['kept']), total: Number(row['total']) };
    },
  };
}
