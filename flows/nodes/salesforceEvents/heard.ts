import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The last event that was read under a name. */
export interface Heard {
  /** The org and the channel it belongs to; of others the id means nothing. */
  readonly of: string;
  readonly replayId: string;
}

/** Undefined where nothing was read under this name, or of another channel than these. */
export async function readHeard(folder: string, name: string, of: readonly string[]): Promise<Heard | undefined> {
  try {
    const heard = JSON.parse(await readFile(fileOf(folder, name), 'utf8')) as Heard;
    return of.includes(heard.of) ? heard : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export async function keepHeard(folder: string, name: string, heard: Heard): Promise<void> {
  const file = fileOf(folder, name);
  await mkdir(join(folder, 'events'), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.draft`, JSON.stringify(heard), { mode: 0o600 });
  await rename(`${file}.draft`, file);
}

/** A name is whatever a person likes, so it is no file name. */
function fileOf(folder: string, name: string): string {
  return join(folder, 'events', `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
}
