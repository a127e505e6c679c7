import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * The name a file has while it is written: `.leads.csv.1a2b-4711-9f….tmp`. It says of which machine and process it is, so that what a killed
 * process left can be told from what another one is writing.
 */
export function temporaryName(path: string): string {
  return join(dirname(path), `${prefixOf(path)}${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

/** Removes temporary files of this file that no process of this machine is writing any more. Those of other machines stay. */
export async function removeLeftFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const prefix = prefixOf(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{12}\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !(await isWriting(Number(pid), join(folder, name)))) await rm(join(folder, name), { force: true });
  }
}

function prefixOf(path: string): string {
  const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 4);
  return `.${basename(path).slice(0, 180)}.${machine}-`;
}

async function isWriting(pid: number, file: string): Promise<boolean> {
  if (pid === process.pid) {
    // A process of before, in a container where every first process has the same number.
    const written = await stat(file).catch(() => undefined);
    return written !== undefined && written.mtimeMs > Date.now() - process.uptime() * 1000;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH');
  }
}
