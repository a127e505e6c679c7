import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { AppError } from '../../kit/errors.ts';
import { migrations } from './migrations.ts';

type DatabaseValue = string | number | null | Uint8Array;

/** A database whose statements are prepared when they are first used. */
export interface Database {
  get(sql: string, ...values: DatabaseValue[]): Record<string, unknown> | undefined;
  all(sql: string, ...values: DatabaseValue[]): Record<string, unknown>[];
  /** Gives the number of rows changed. */
  run(sql: string, ...values: DatabaseValue[]): number;
  /** All of it or nothing. */
  transaction<R>(work: () => R): R;
  /** A transaction that is on the disk when this returns: a power cut does not take it back. Costs a wait for the disk. */
  durably<R>(work: () => R): R;
  readonly isInMemory: boolean;
  close(): void;
}

/** Other processes write too: so long a statement waits for them. */
const busyMs = 5000;

export function openDatabase(file: string): Database {
  const sqlite = new DatabaseSync(file, { timeout: busyMs });
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = sqlite.prepare(sql)));
    return statement;
  };
  const database: Database = {
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    transaction: (work) => {
      // Immediate: a reader that becomes a writer half-way could not wait for the other one.
      sqlite.exec('begin immediate');
      try {
        const result = work();
        sqlite.exec('commit');
        return result;
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec('rollback');
        throw error;
      }
    },
    durably(work) {
      sqlite.exec('pragma synchronous = full');
      try {
        return database.transaction(work);
      } finally {
        sqlite.exec('pragma synchronous = normal');
      }
    },
    isInMemory: file === ':memory:',
    close: () => sqlite.close(),
  };
  try {
    migrate(sqlite, database, file);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return database;
}

function versionOf(sqlite: DatabaseSync): number {
  return Number(Object.values(sqlite.prepare('pragma user_version').get()!)[0]);
}

function migrate(sqlite: DatabaseSync, database: Database, file: string): void {
  // A commit outlives the process at once, and a power cut after a moment; what must outlive both is written by "durably".
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal');
  const found = versionOf(sqlite);
  if (found > migrations.length) {
    throw new AppError('settings', 'runStoreNewer', {
      message: `The run store ${file} was made by a newer Sluice (its version ${found}, known here ${migrations.length}).`,
      hint: 'Update this Sluice, or set SLUICE_HOME to another folder.',
    });
  }
  if (found === migrations.length) return;
  database.transaction(() => {
    // Another process may have been quicker.
    for (let version = versionOf(sqlite); version < migrations.length; version++) {
      sqlite.exec(migrations[version]!);
      sqlite.prepare('insert into migration (version, at) values (?, ?)').run(version + 1, new Date().toISOString());
      sqlite.exec(`pragma user_version = ${version + 1}`);
    }
  });
}
