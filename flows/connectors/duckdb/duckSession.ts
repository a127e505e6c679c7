import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBDataChunk, DuckDBInstance, StatementType, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import { columnAligner } from '../../kit/alignColumns.ts';
import { makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { duckReader, duckTypes, duckValue } from './duckCells.ts';
import { duckError } from './duckError.ts';

/** The most rows a chunk of DuckDB holds. */
const chunkRows = 2048;

/** Less than this is not worth asking for: DuckDB keeps some blocks in memory whatever happens. */
const leastMemoryBytes = 64 * 2 ** 20;

export interface DuckOptions {
  readonly memoryBytes: number;
  /** Aborting it ends a query that runs. */
  readonly signal: AbortSignal;
}

/**
 * A database in memory for one query: tables are filled, then asked. It reaches no file but its own scratch folder, loads no extension,
 * and its settings are locked. Queries run on threads of their own; the engine goes on hearing a cancel meanwhile.
 */
export class DuckSession {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #interrupt: () => void;
  readonly #tables = new Map<string, { readonly appender: DuckDBAppender; readonly schema: Schema; readonly align: ReturnType<typeof columnAligner> }>();

  static async open({ memoryBytes, signal }: DuckOptions): Promise<DuckSession> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-sql-'));
    try {
      const instance = await DuckDBInstance.create(':memory:', {
        threads: '2',
        memory_limit: `${Math.floor(Math.max(memoryBytes, leastMemoryBytes) / 2 ** 20)}MiB`,
        temp_directory: folder,
        enable_external_access: 'false',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        lock_configuration: 'true',
      });
      return new DuckSession(instance, await instance.connect(), folder, signal);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string, signal: AbortSignal) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
    this.#signal = signal;
    this.#interrupt = () => connection.interrupt();
    signal.addEventListener('abort', this.#interrupt);
  }

  /** Adds the rows of a batch to a table, which the first batch makes. */
  async add(table: string, batch: Batch): Promise<void> {
    const { appender, schema, align } = this.#tables.get(table) ?? (await this.#create(table, batch.schema));
    const columns = align(batch);
    const types = schema.map(({ type }) => duckTypes[type]);
    for (let from = 0; from < batch.rows.length; from += chunkRows) {
      const rows = batch.rows.subarray(from, from + chunkRows);
      const chunk = DuckDBDataChunk.create(types, rows.length);
      for (const [index, { type }] of schema.entries()) chunk.setColumnValues(index, Array.from(rows, (row) => duckValue(type, columns[index]?.value(row) ?? null)));
      try {
        appender.appendDataChunk(chunk);
      } catch (error) {
        throw duckError(error, 'DuckDB cannot take the rows');
      }
    }
  }

  /**
   * The rows of a query, at least one batch, as rows of `source`. It must be one statement that reads.
   * Throws kind `settings` with what DuckDB says and where.
   */
  async *query(sql: string, source: string): AsyncGenerator<Batch> {
    try {
      for (const { appender } of this.#tables.values()) appender.closeSync();
      const statements = await this.#connection.extractStatements(sql);
      if (statements.count !== 1) throw notOneQuery(`There are ${statements.count} statements here.`);
      const prepared = await statements.prepare(0);
      if (prepared.statementType !== StatementType.SELECT) throw notOneQuery('This statement does not read rows.');
      const result = await prepared.stream();
      const names = result.deduplicatedColumnNames();
      const readers = result.columnTypes().map((type, index) => duckReader(names[index]!, type));
      const schema: Schema = readers.map(({ type }, index) => ({ name: names[index]!, type }));
      for (let ordinal = 0; ; ) {
        if (this.#signal.aborted) return;
        const chunk = await result.fetchChunk();
        const count = chunk?.rowCount ?? 0;
        if (count === 0 && ordinal > 0) return;
        const columns = readers.map(({ type, read }, index) => new ValueColumn(type, count === 0 ? [] : chunk!.getColumnValues(index).map((value): Cell => read(value))));
        yield makeBatch(schema, columns, count, { source, ordinal });
        if (count === 0) return;
        ordinal += count;
      }
    } catch (error) {
      throw duckError(error, 'The query cannot be run');
    }
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#interrupt);
    this.#connection.interrupt();
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #create(table: string, schema: Schema) {
    const columns = schema.map(({ name, type }) => `${quoted(name)} ${duckTypes[type].toString()}`);
    try {
      await this.#connection.run(`CREATE TABLE ${quoted(table)} (${columns.join(', ')})`);
      const made = { appender: await this.#connection.createAppender(table), schema, align: columnAligner(schema) };
      this.#tables.set(table, made);
      return made;
    } catch (error) {
      throw duckError(error, 'DuckDB cannot take the columns');
    }
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function notOneQuery(message: string): AppError {
  return new AppError('settings', 'sqlNotOneQuery', { message: `${message} The node runs one query that reads.`, hint: 'Write one SELECT (or WITH … SELECT, or FROM …).', where: { path: ['query'] } });
}
