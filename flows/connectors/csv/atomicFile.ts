import { randomBytes } from 'node:crypto';
import { open as openFile, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../kit/errors.ts';
import { fileError } from './fileError.ts';

/**
 * A file that comes into being whole or not at all: it is written under a temporary name in the same folder (so that the rename is one
 * step of the file system), forced to the disk, then renamed. All methods reject with AppErrors; after a fault nothing is left.
 */
export class AtomicFile {
  readonly path: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  #sizeBytes = 0;

  private constructor(path: string, temporary: string, handle: FileHandle) {
    this.path = path;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /** @param file absolute; a link is followed, so that the file it points to is replaced and not the link */
  static async create(file: string, open = openFile): Promise<AtomicFile> {
    try {
      const path = await realpath(file).catch(() => file);
      const existing = await stat(path).catch(() => undefined);
      if (existing?.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
      const temporary = join(dirname(path), `.${basename(path).slice(0, 180)}.${randomBytes(6).toString('hex')}.tmp`);
      return new AtomicFile(path, temporary, await open(temporary, 'wx+', existing?.mode ?? 0o666));
    } catch (thrown) {
      throw fileError(thrown, file, 'write');
    }
  }

  /** What has been written so far, for whoever must go over it again. */
  get written(): { readonly handle: FileHandle; readonly sizeBytes: number } {
    return { handle: this.#handle, sizeBytes: this.#sizeBytes };
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let offset = 0; offset < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, offset, bytes.length - offset);
        if (bytesWritten === 0) throw new AppError('service', 'diskFault', { message: `The disk takes no more bytes for ${basename(this.path)}.` });
        offset += bytesWritten;
        this.#sizeBytes += bytesWritten;
      }
    } catch (thrown) {
      throw await this.#gaveUp(thrown);
    }
  }

  /** Puts the file in its place, over what was there. */
  async commit(): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#temporary, this.path);
    } catch (thrown) {
      throw await this.#gaveUp(thrown);
    }
    await syncFolder(dirname(this.path));
  }

  /** Leaves nothing. May be called at any time, also twice. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#temporary, { force: true });
  }

  async #gaveUp(thrown: unknown): Promise<unknown> {
    await this.discard().catch(() => undefined);
    return fileError(thrown, this.path, 'write');
  }
}

/** Makes the rename itself survive a power cut. Folders cannot be opened everywhere (Windows), and the file is complete without it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await openFile(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
