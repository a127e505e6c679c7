import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Who talks to one org from this machine: runs are processes of their own, and the org counts their calls together. */
export interface Talkers {
  /** How many there are, this one among them, as far as was looked lately. Asking looks again in the background. */
  count(): number;
  leave(): Promise<void>;
}

const lookEveryMs = 2000;

/**
 * Joins those who talk to an org. Each has an empty file in a folder of the org, named by its process; what a process that was killed has
 * left is removed by the next who looks.
 * @param folder of a connection to the org; those of one data folder see one another, whatever their connections are called
 */
export async function joinTalkers(folder: string, host: string): Promise<Talkers> {
  // No connection can have a name that begins with a point.
  const place = join(dirname(folder), '.talking', host.replace(/[^A-Za-z0-9.-]/g, '_'));
  const own = `${process.pid}.${randomUUID().slice(0, 8)}`;
  await mkdir(place, { recursive: true, mode: 0o700 });
  await writeFile(join(place, own), '', { mode: 0o600 });
  let known = await look(place);
  let lookedAt = performance.now();
  return {
    count() {
      if (performance.now() - lookedAt > lookEveryMs) {
        lookedAt = performance.now();
        // A folder that cannot be read now is looked at the next time.
        look(place).then((count) => (known = count), () => undefined);
      }
      return known;
    },
    leave: () => rm(join(place, own), { force: true }),
  };
}

async function look(place: string): Promise<number> {
  let count = 0;
  for (const name of await readdir(place)) {
    if (isRunning(Number(name.split('.')[0]))) count++;
    else await rm(join(place, name), { force: true });
  }
  return Math.max(1, count);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
