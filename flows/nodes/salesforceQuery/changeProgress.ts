import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How far the changes of an org were read under a name. */
export interface ChangeProgress {
  /** The query and the org it belongs to; others begin anew. */
  readonly query: string;
  /** The newest SystemModstamp that was read, in milliseconds since the epoch. */
  readonly until: number;
  /** The rows of the overlap before that, as hashes: they come again the next time. Absent where they are too many to keep. */
  readonly seen?: readonly string[];
}

/** So many records of an overlap are remembered; more come twice. */
const mostSeen = 100_000;

/** Tells what is new from what the last run has read already, and remembers what the next one needs. */
export class ChangeTracker {
  readonly #overlapMs: number;
  readonly #before: Set<string>;
  readonly #seen = new Map<string, number>();
  #until: number;
  #isFull = false;
  /** Records that the last run has read. */
  known = 0;

  constructor(before: ChangeProgress | undefined, overlapMs: number, resumedUntil = Number.NEGATIVE_INFINITY) {
    this.#before = new Set(before?.seen);
    this.#overlapMs = overlapMs;
    this.#until = Math.max(before?.until ?? Number.NEGATIVE_INFINITY, resumedUntil);
  }

  get until(): number {
    return this.#until;
  }

  /**
   * Whether a row is another one than the last run has read. The moment alone does not tell: it has whole seconds, and a record that was
   * read can change again within the same one. So all of the row counts.
   * @param row everything of it, the Id and the SystemModstamp too
   */
  isNew(stamp: number, row: string | Uint8Array): boolean {
    const key = createHash('sha256').update(row).digest('base64url').slice(0, 22);
    if (stamp > this.#until) {
      this.#until = stamp;
      if (this.#seen.size > mostSeen / 2) this.#prune();
    }
    if (stamp >= this.#until - this.#overlapMs && !this.#isFull) this.#seen.set(key, stamp);
    if (this.#seen.size > mostSeen) {
      this.#prune();
      this.#isFull = this.#seen.size > mostSeen;
      if (this.#isFull) this.#seen.clear();
    }
    const isKnown = this.#before.has(key);
    if (isKnown) this.known++;
    return !isKnown;
  }

  /** What to keep when everything that was read has arrived; undefined where nothing was ever read. */
  progress(query: string): ChangeProgress | undefined {
    if (!Number.isFinite(this.#until)) return undefined;
    this.#prune();
    return { query, until: this.#until, ...(this.#isFull ? {} : { seen: [...this.#seen.keys()] }) };
  }

  #prune(): void {
    for (const [key, stamp] of this.#seen) if (stamp < this.#until - this.#overlapMs) this.#seen.delete(key);
  }
}

/** Undefined where nothing was read under this name, or by another query. */
export async function readProgress(folder: string, name: string, query: string): Promise<ChangeProgress | undefined> {
  try {
    const progress = JSON.parse(await readFile(fileOf(folder, name), 'utf8')) as ChangeProgress;
    return progress.query === query ? progress : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export async function keepProgress(folder: string, name: string, progress: ChangeProgress): Promise<void> {
  const file = fileOf(folder, name);
  await mkdir(join(folder, 'changes'), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.draft`, JSON.stringify(progress), { mode: 0o600 });
  await rename(`${file}.draft`, file);
}

/** A name is whatever a person likes, so it is no file name. */
function fileOf(folder: string, name: string): string {
  return join(folder, 'changes', `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
}
