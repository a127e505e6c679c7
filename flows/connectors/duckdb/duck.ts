import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '../../kit/batch.ts';
import type { Schema } from '../../kit/schema.ts';
import { DuckProcess } from './duckProcess.ts';

/** A database in memory for one query: tables are filled, then asked. */
export interface Duck {
  /** Adds the rows of a batch to a table, which the first batch makes. */
  add(table: string, batch: Batch): Promise<void>;
  /**
   * The rows of a query, at least one batch, as rows of `source`. It must be one statement that reads.
   * Throws kind `settings` with what DuckDB says and where.
   */
  query(sql: string, source: string): AsyncIterable<Batch>;
  /** The columns that a query will give, without running it. Throws as `query` does. */
  columns(sql: string): Promise<Schema>;
  close(): Promise<void>;
}

export interface DuckOptions {
  readonly memoryBytes: number;
  /** Aborting it ends a query that runs. */
  readonly signal: AbortSignal;
}

/** The same with the folder it may put on disk what does not fit into memory; somebody else makes and removes it. */
export type DuckPlace = DuckOptions & { readonly folder: string };

/**
 * Opens DuckDB in a process of its own, so that neither a crash nor its memory is the run's. Inside Electron no process can be started
 * from the run's, which is a process of its own already; there it is loaded into that one.
 */
export async function openDuck(options: DuckOptions): Promise<Duck> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-sql-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const place = { memoryBytes: options.memoryBytes, signal: options.signal, folder };
    const opened = process.versions['electron'] === undefined ? await DuckProcess.open(place) : await (await import('./duckSession.ts')).DuckSession.open(place);
    return {
      add: (table, batch) => opened.add(table, batch),
      query: (sql, source) => opened.query(sql, source),
      columns: (sql) => opened.columns(sql),
      close: async () => {
        await opened.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
