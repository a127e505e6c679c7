import { open as openFile, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createGzip } from 'node:zlib';
import { AppError } from '../../kit/errors.ts';
import { fileError } from './fileError.ts';
import { inputOf, type InputFile } from './inputFile.ts';
import { Packer } from './packer.ts';
import { removeLeftFiles, temporaryName } from './temporaryName.ts';

/** A file that is half-written: its temporary name, and how much of it counts. */
export interface HalfFile {
  readonly temporary: string;
  readonly sizeBytes: number;
}

/**
 * A file that comes into being whole or not at all: it is written under a temporary name in the same folder (so that the rename is one
 * step of the file system), forced to the disk, then renamed. One whose name ends with .gz is packed by gzip. What a process that was
 * killed left there of the same file is removed first. All methods reject with AppErrors; after a fault nothing is left.
 */
export class AtomicFile {
  readonly path: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  readonly #packer: Packer | undefined;
  #sizeBytes = 0;

  private constructor(path: string, temporary: string, handle: FileHandle) {
    this.path = path;
    this.#temporary = temporary;
    this.#handle = handle;
    this.#packer = path.toLowerCase().endsWith('.gz') ? new Packer(createGzip({ chunkSize: 64 * 1024 }), (bytes) => this.#put(bytes)) : undefined;
  }

  /** @param file absolute; a link is followed, so that the file it points to is replaced and not the link */
  static async create(file: string, open = openFile): Promise<AtomicFile> {
    try {
      const path = await realpath(file).catch(() => file);
      const existing = await stat(path).catch(() => undefined);
      if (existing?.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
      await removeLeftFiles(path);
      const temporary = temporaryName(path);
      return new AtomicFile(path, temporary, await open(temporary, 'wx+', existing?.mode ?? 0o666));
    } catch (thrown) {
      throw fileError(thrown, file, 'write');
    }
  }

  /**
   * Goes on with a file that a process left half-written: what was written after `sizeBytes` is cut off. Undefined where it is not there
   * any more.
   */
  static async goOn(file: string, { temporary, sizeBytes }: HalfFile): Promise<AtomicFile | undefined> {
    try {
      const path = await realpath(file).catch(() => file);
      const [left, own] = [join(dirname(path), temporary), temporaryName(path)];
      const found = await stat(left).catch(() => undefined);
      if (!found || found.size < sizeBytes) return undefined;
      await rename(left, own);
      const handle = await openFile(own, 'a+');
      await handle.truncate(sizeBytes);
      const whole = new AtomicFile(path, own, handle);
      whole.#sizeBytes = sizeBytes;
      return whole;
    } catch (thrown) {
      throw fileError(thrown, file, 'write');
    }
  }

  /** Whether a file that was left half-written is still there. */
  static async isLeft(file: string, { temporary, sizeBytes }: HalfFile): Promise<boolean> {
    const path = await realpath(file).catch(() => file);
    const found = await stat(join(dirname(path), temporary)).catch(() => undefined);
    return found !== undefined && found.size >= sizeBytes;
  }

  /** Makes what was written outlive a power cut, and says how to go on. Not for a packed file. */
  async checkpoint(): Promise<HalfFile> {
    await this.#handle.sync();
    return { temporary: basename(this.#temporary), sizeBytes: this.#sizeBytes };
  }

  /** How many bytes were written, before packing. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** What has been written, for whoever must go over it again. Nothing more may be written after. */
  async written(): Promise<InputFile> {
    await this.#packer?.end();
    return inputOf(this.path, this.#handle, this.#packer !== undefined, this.#sizeBytes);
  }

  /** The bytes may be used again when it resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      await (this.#packer ? this.#packer.write(bytes) : this.#put(bytes));
      this.#sizeBytes += bytes.length;
    } catch (thrown) {
      throw await this.#gaveUp(thrown);
    }
  }

  /** Puts the file in its place, over what was there. */
  async commit(): Promise<void> {
    try {
      await this.#packer?.end();
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
    this.#packer?.stop();
    await this.#handle.close().catch(() => undefined);
    await rm(this.#temporary, { force: true });
  }

  async #put(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, offset, bytes.length - offset);
      if (bytesWritten === 0) throw new AppError('service', 'diskFault', { message: `The disk takes no more bytes for ${basename(this.path)}.` });
      offset += bytesWritten;
    }
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
