import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { distanceKm } from './distanceKm.ts';
import { foldText, sortText } from './foldText.ts';
import { localTimes } from './localTime.ts';
import { termFinder } from './sosl/termFinder.ts';

type SqlValue = SQLOutputValue;
export type SqlRow = SqlValue[];
export type SqlParameters = Record<string, SQLInputValue>;

/** How many prepared statements are kept; SOQL binds its literals, so a client's queries share few shapes. */
const keptStatements = 500;

/**
 * One SQLite file: prepared statements by their text, rows as arrays, transactions that nest by joining.
 * WAL with `synchronous = NORMAL`: what was answered survives kill -9; a power cut may take the last writes.
 */
export interface Database {
  all(sql: string, parameters?: SqlParameters): SqlRow[];
  get(sql: string, parameters?: SqlParameters): SqlRow | undefined;
  run(sql: string, parameters?: SqlParameters): void;
  /** The prepared statement itself, with positional parameters, for the write loop. */
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  /** Runs `work` in one transaction: everything or nothing, also where it is a part of another transaction. */
  transaction<T>(work: () => T): T;
  /** Like `transaction`, but undone without disturbing the transaction around it. */
  savepoint<T>(work: () => T): T;
  close(): void;
}

/** Opens `file` (or `:memory:`), and creates it where it is missing. @throws Error in plain words where it cannot be opened. */
export function openDatabase(file: string): Database {
  const sqlite = openSqlite(file);
  sqlite.function('fold', { deterministic: true }, (value) => (typeof value === 'string' ? foldText(value) : value));
  sqlite.function('sortKey', { deterministic: true }, (value) => (typeof value === 'string' ? sortText(value) : value));
  const localTime = localTimes();
  sqlite.function('localTime', { deterministic: true }, (moment, zone) => (typeof moment === 'string' ? localTime(moment, String(zone)) : null));
  const findsTerms = termFinder();
  sqlite.function('finds', { deterministic: true, varargs: true }, (terms, ...values) => findsTerms(String(terms), values));
  sqlite.function('distance', { deterministic: true, varargs: true }, (...place) => distanceKm(place));
  const statements = new Map<string, StatementSync>();
  let depth = 0;

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    const statement = sqlite.prepare(sql);
    statement.setReturnArrays(true);
    // A literal may belong to a part of a query that is left out: the select list, where only ids are wanted.
    statement.setAllowUnknownNamedParameters(true);
    statements.set(sql, statement);
    if (statements.size > keptStatements) statements.delete(statements.keys().next().value!);
    return statement;
  }

  function within<T>(begin: string, commit: string, rollback: string, work: () => T): T {
    sqlite.exec(begin);
    depth++;
    try {
      const result = work();
      sqlite.exec(commit);
      return result;
    } catch (error) {
      sqlite.exec(rollback);
      throw error;
    } finally {
      depth--;
    }
  }

  const savepoint = <T>(work: () => T): T => within('SAVEPOINT one', 'RELEASE one', 'ROLLBACK TO one; RELEASE one', work);

  return {
    prepare,
    // With setReturnArrays the rows are arrays, which the types of node:sqlite cannot say.
    all: (sql, parameters = {}) => prepare(sql).all(parameters) as unknown as SqlRow[],
    get: (sql, parameters = {}) => prepare(sql).get(parameters) as unknown as SqlRow | undefined,
    run: (sql, parameters = {}) => void prepare(sql).run(parameters),
    exec: (sql) => sqlite.exec(sql),
    transaction: (work) => (depth > 0 ? savepoint(work) : within('BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK', work)),
    savepoint,
    close: () => {
      statements.clear();
      sqlite.close();
    },
  };
}

function openSqlite(file: string): DatabaseSync {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(file, { timeout: 5_000 });
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 8000;');
    return sqlite;
  } catch (error) {
    sqlite?.close();
    const { errcode, message } = error as { errcode?: number; message: string };
    const notADatabase = 26;
    const reason = errcode === notADatabase ? `${file} is not a demo org's file.` : `The demo org's file ${file} cannot be opened: ${message}.`;
    throw Object.assign(new Error(`${reason} Name another file, or move this one away to start with a new org.`, { cause: error }), { code: 'EORGFILE' });
  }
}
