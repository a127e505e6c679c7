import { close, read, writev, writevSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { AppError } from '../../kit/errors.ts';

/** So many writes of a run are left to the system while it goes on; what comes meanwhile is written at once. */
const mostUnderWay = 8;

const [readAt, writeAt] = [promisify(read), promisify(writev)];

/** Counts the writes of all files of a run. */
export interface UnderWay {
  writes: number;
}

/** An open file that is written at its end while the run goes on, and read when all is written. */
export class OpenFile {
  sizeBytes = 0;
  readonly #file: number;
  readonly #underWay: UnderWay;
  /** What the system is at; none of these rejects. */
  readonly #tasks = new Set<Promise<void>>();
  #fault: unknown;

  /** @param file its descriptor, which is this object's from now on */
  constructor(file: number, underWay: UnderWay) {
    this.#file = file;
    this.#underWay = underWay;
  }

  /** Writes pieces one behind the other; `done` is called when their memory is free again. Throws kind `service` when they, or earlier ones, cannot be written. */
  append(pieces: readonly Uint8Array[], done: () => void): void {
    this.#check();
    const at = this.sizeBytes;
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    this.sizeBytes += bytes;
    if (this.#underWay.writes < mostUnderWay) this.#follow(this.#write(pieces, at, bytes).then(done));
    else {
      this.#writeNow(pieces, at, bytes);
      done();
    }
  }

  /** Fills `into` from byte `at` on. Rejects with kind `service`. */
  async read(into: Uint8Array, at: number): Promise<void> {
    await this.#idle();
    this.#check();
    this.#follow(this.#read(into, at));
    await this.#idle();
    this.#check();
  }

  /** Gives the room on the disk back, once the system is done with the file. */
  async close(): Promise<void> {
    await this.#idle();
    await new Promise<void>((resolve) => {
      close(this.#file, () => resolve());
    });
  }

  async #idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  #follow(work: Promise<void>): void {
    const task = work.catch((thrown: unknown) => {
      // Told by the next call.
      this.#fault ??= thrown;
    }).finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  async #read(into: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < into.length; ) {
      const { bytesRead } = await readAt(this.#file, into, done, into.length - done, at + done);
      if (bytesRead === 0) throw new Error(`the file ends at byte ${at + done}`);
      done += bytesRead;
    }
  }

  async #write(pieces: readonly Uint8Array[], at: number, bytes: number): Promise<void> {
    this.#underWay.writes++;
    try {
      const { bytesWritten } = await writeAt(this.#file, pieces, at);
      // The system took less than all, as it may.
      if (bytesWritten < bytes) this.#writeNow([Buffer.concat(pieces).subarray(bytesWritten)], at + bytesWritten, bytes - bytesWritten);
    } finally {
      this.#underWay.writes--;
    }
  }

  #writeNow(pieces: readonly Uint8Array[], at: number, bytes: number): void {
    try {
      let done = writevSync(this.#file, pieces, at);
      while (done < bytes) done += writevSync(this.#file, [Buffer.concat(pieces).subarray(done)], at + done);
    } catch (thrown) {
      this.#fault ??= thrown;
      this.#check();
    }
  }

  #check(): void {
    if (this.#fault === undefined) return;
    throw new AppError('service', 'scratchFile', {
      message: `Rows that do not fit into memory cannot be kept in ${tmpdir()}: ${(this.#fault as Error).message}.`,
      hint: 'Make room there, set TMPDIR to a folder on a larger disk, or give the run more memory.',
      cause: this.#fault,
    });
  }
}
