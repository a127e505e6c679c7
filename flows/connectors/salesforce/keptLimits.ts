import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../kit/connection.ts';
import type { OrgLimits } from './orgGate.ts';

const everyMs = 1000;

/** What an org said last of its limits, for a connection; undefined where nothing has asked it since the connection was made. Asks nobody. */
export async function keptLimits({ folder }: Pick<Connection, 'folder'>): Promise<OrgLimits | undefined> {
  if (folder === undefined) return undefined;
  try {
    return JSON.parse(await readFile(fileIn(folder), 'utf8')) as OrgLimits;
  } catch {
    // Absent, or not written to its end: the next answer brings it.
    return undefined;
  }
}

/** Keeps limits in a connection's folder, once a second at most, where other processes of this machine find them (`keptLimits`). */
export function limitsKeeper(folder: string): { readonly keep: (limits: OrgLimits) => void; readonly flush: () => Promise<void> } {
  let latest: OrgLimits | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    const limits = latest;
    latest = undefined;
    // What cannot be kept is kept with the next answer.
    if (limits) writing = writing.then(() => put(folder, limits)).catch(() => undefined);
  }

  return {
    keep(limits) {
      latest = limits;
      timer ??= setTimeout(write, everyMs).unref();
    },
    flush() {
      write();
      return writing;
    },
  };
}

async function put(folder: string, limits: OrgLimits): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${fileIn(folder)}.${process.pid}.draft`;
  await writeFile(draft, JSON.stringify(limits), { mode: 0o600 });
  await rename(draft, fileIn(folder));
}

function fileIn(folder: string): string {
  return join(folder, 'limits.json');
}
