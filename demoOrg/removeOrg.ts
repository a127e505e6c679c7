import { existsSync, rmSync } from 'node:fs';
import { openDatabase } from './database.ts';

/**
 * Removes an org's file and what lies beside it, so that the next start makes a new one. Gives whether there was one.
 * @throws Error with `code` `EORGFILE` where the file is no org's, `EORGBUSY` where a process has it open.
 */
export function removeOrg(data: string): boolean {
  if (data === ':memory:' || !existsSync(data)) return false;
  const database = openDatabase(data);
  try {
    if (!database.get("SELECT 1 FROM sqlite_schema WHERE name = '_meta'"))
      throw Object.assign(new Error(`${data} is not a demo org's file. Name another file, or remove this one yourself.`), { code: 'EORGFILE' });
    // SQLite leaves the write-ahead log only where no other connection is open.
    database.exec('PRAGMA busy_timeout = 200; PRAGMA journal_mode = DELETE');
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw Object.assign(new Error(`${data} is in use: a demo org runs over it. Stop it first.`, { cause: error }), { code: 'EORGBUSY' });
  } finally {
    database.close();
  }
  for (const path of [data, `${data}-wal`, `${data}-shm`, `${data}.bulk`]) rmSync(path, { recursive: true, force: true });
  return true;
}
