import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../kit/errors.ts';

const patienceMs = 10_000;
const tryMs = 20;

/**
 * Does something while no other process (nor anyone else in this one) does it under the same lock file. The lock is SQLite's, so that
 * it ends with the process that held it, however that ended. Rejects with kind `service`, code `locked`, after ten seconds.
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lockFile), { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    const end = performance.now() + patienceMs;
    while (!taken(lock)) {
      if (performance.now() > end) throw new AppError('service', 'locked', { message: `Another Sluice holds ${lockFile} for more than ten seconds.`, hint: 'End the one that hangs, and try again.' });
      await pause(tryMs);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin immediate');
    return true;
  } catch (error) {
    // SQLITE_BUSY
    if ((error as { errcode?: number }).errcode === 5) return false;
    throw error;
  }
}
