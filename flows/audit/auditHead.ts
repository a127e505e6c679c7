import { DatabaseSync } from 'node:sqlite';

/** Where the log ends: number and hash of its last line and the length of the file in bytes. */
export interface AuditHead {
  readonly n: number;
  readonly hash: string;
  readonly bytes: number;
}

/** Others write a line in milliseconds; one that waits longer than this meets a process that hangs. */
const busyMs = 5000;

/**
 * The end of the audit log, in a small SQLite file beside it. It is what a log cut off at its end is found by, and the lock of
 * whoever writes: SQLite's, so that it ends with the process that held it.
 */
export function openHead(file: string) {
  const database = new DatabaseSync(file, { timeout: busyMs });
  const read = (): AuditHead | undefined => {
    const row = database.prepare('select n, hash, bytes from head').get();
    return row && { n: Number(row['n']), hash: String(row['hash']), bytes: Number(row['bytes']) };
  };
  return {
    /** Undefined where nothing was written yet. */
    read(): AuditHead | undefined {
      const isMade = database.prepare(`select 1 from sqlite_master where name = 'head'`).get() !== undefined;
      return isMade ? read() : undefined;
    },
    /** Gives the head to `write` and keeps what it returns; nobody else writes meanwhile. */
    move(write: (before: AuditHead | undefined) => AuditHead): void {
      database.exec('begin immediate');
      try {
        database.exec('create table if not exists head (one integer primary key check (one = 1), n integer not null, hash text not null, bytes integer not null)');
        const { n, hash, bytes } = write(read());
        database.prepare('insert into head values (1, ?, ?, ?) on conflict (one) do update set n = excluded.n, hash = excluded.hash, bytes = excluded.bytes').run(n, hash, bytes);
        database.exec('commit');
      } catch (error) {
        if (database.isTransaction) database.exec('rollback');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
