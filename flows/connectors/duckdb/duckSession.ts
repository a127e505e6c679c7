import { DuckDBDataChunk, DuckDBInstance, StatementType, type DuckDBAppender, type DuckDBConnection, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { columnAligner } from '../../kit/alignColumns.ts';
import { makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import type { Duck, DuckPlace } from './duck.ts';
import { duckReader, duckTypes, duckValue, type DuckReader } from './duckCells.ts';
import { duckError } from './duckError.ts';

/** The most rows a chunk of DuckDB holds. */
const chunkRows = 2048;

/** Less than this is not worth asking for: DuckDB keeps some blocks in memory whatever happens. */
const leastMemoryBytes = 64 * 2 ** 20;

/**
 * DuckDB in this process. It reaches no file but its own scratch folder, loads no extension, and its settings are locked. Queries run on
 * threads of their own; the event loop goes on hearing an interrupt meanwhile.
 */
export class DuckSession implements Duck {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal;
  readonly #interrupt: () => void;
  readonly #tables = new Map<string, { readonly appender: DuckDBAppender; readonly schema: Schema; readonly align: ReturnType<typeof columnAligner> }>();

  static async open({ memoryBytes, signal, folder }: DuckPlace): Promise<DuckSession> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: `${Math.floor(Math.max(memoryBytes, leastMemoryBytes) / 2 ** 20)}MiB`,
      temp_directory: folder,
      enable_external_access: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      lock_configuration: 'true',
    });
    return new DuckSession(instance, await instance.connect(), signal);
  }

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, signal: AbortSignal) {
    this.#instance = instance;
    this.#connection = connection;
    this.#signal = signal;
    this.#interrupt = () => connection.interrupt();
    signal.addEventListener('abort', this.#interrupt);
  }

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

  async *query(sql: string, source: string): AsyncGenerator<Batch> {
    try {
      const result = await (await this.#prepare(sql)).stream();
      const readers = readersOf(result);
      const schema: Schema = readers.map(({ name, type }) => ({ name, type }));
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

  async columns(sql: string): Promise<Schema> {
    try {
      return readersOf(await this.#prepare(sql)).map(({ name, type }) => ({ name, type }));
    } catch (error) {
      throw duckError(error, 'The query cannot be run');
    }
  }

  async #prepare(sql: string): Promise<DuckDBPreparedStatement> {
    for (const { appender } of this.#tables.values()) appender.closeSync();
    const statements = await this.#connection.extractStatements(sql);
    if (statements.count !== 1) throw notOneQuery(`There are ${statements.count} statements here.`);
    const prepared = await statements.prepare(0);
    if (prepared.statementType !== StatementType.SELECT) throw notOneQuery('This statement does not read rows.');
    return prepared;
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#interrupt);
    this.#connection.interrupt();
    this.#connection.closeSync();
    this.#instance.closeSync();
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

/** How the columns of a result are read. Of two columns with one name the second is called `name:1`. */
function readersOf(result: Pick<DuckDBPreparedStatement, 'columnCount' | 'columnName' | 'columnType'>): (DuckReader & { readonly name: string })[] {
  const given = Array.from({ length: result.columnCount }, (_, index) => result.columnName(index));
  return given.map((same, index) => {
    const before = given.slice(0, index).filter((other) => other === same).length;
    const name = before === 0 ? same : `${same}:${before}`;
    return { name, ...duckReader(name, result.columnType(index)) };
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function notOneQuery(message: string): AppError {
  const hint = 'Write one SELECT (or WITH … SELECT, or FROM …).';
  return new AppError('settings', 'sqlNotOneQuery', { message: `${message} The node runs one query that reads.`, hint, where: { path: ['query'] } });
}
