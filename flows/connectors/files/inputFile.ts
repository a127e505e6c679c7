import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { fileError } from './fileError.ts';

/** Reads bytes one after another, from where it was made. */
export interface ByteReader {
  /** Puts up to `length` bytes at `offset` and gives their number; 0 at the end only. */
  read(into: Uint8Array, offset: number, length: number): Promise<number>;
}

/** A file to read. What gzip packed is unpacked on the way, whatever the file is called; all places count unpacked bytes. */
export interface InputFile {
  /** Absolute. */
  readonly path: string;
  /** The name of the file, for messages. */
  readonly name: string;
  readonly isCompressed: boolean;
  /** Of a compressed file everything before `from` is unpacked once more. */
  reader(from?: number): ByteReader;
  /** How much of the file has been read by the reader that is farthest, 0 to 1; of a compressed file its packed bytes count. */
  share(): number;
  close(): Promise<void>;
}

/** @throws AppError `settings` when the file is missing, a folder, or not readable */
export async function openInput(path: string): Promise<InputFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const head = Buffer.alloc(3);
    const { bytesRead } = await handle.read(head, 0, 3, 0);
    const { size } = await handle.stat();
    // RFC 1952: two bytes of identification, then the only method there is.
    return inputOf(path, handle, bytesRead === 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8, size);
  } catch (thrown) {
    await handle?.close();
    throw fileError(thrown, path, 'read');
  }
}

/** An open file as input. Closing the input closes the handle. */
export function inputOf(path: string, handle: FileHandle, isCompressed: boolean, sizeBytes: number): InputFile {
  const unpackers = new Set<Unpacker>();
  let farthest = 0;
  const onRead = (position: number): void => {
    farthest = Math.max(farthest, position);
  };
  return {
    path,
    name: basename(path),
    isCompressed,
    reader(from = 0) {
      if (!isCompressed) return plainReader(handle, from, onRead);
      const unpacker = new Unpacker(path, handle, from, onRead);
      unpackers.add(unpacker);
      return unpacker;
    },
    share: () => (sizeBytes === 0 ? 1 : Math.min(1, farthest / sizeBytes)),
    async close() {
      for (const unpacker of unpackers) unpacker.stop();
      await handle.close();
    },
  };
}

/** Fills a buffer; gives the number of bytes there were, fewer than its length only at the end of the file. */
export async function readFully(reader: ByteReader, into: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const read = await reader.read(into, filled, into.length - filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

function plainReader(handle: FileHandle, from: number, onRead: (position: number) => void): ByteReader {
  let position = from;
  return {
    async read(into, offset, length) {
      const { bytesRead } = await handle.read(into, offset, length, position);
      position += bytesRead;
      onRead(position);
      return bytesRead;
    },
  };
}

const packedBytes = 64 * 1024;

/** Unpacks in the thread pool, no more than is asked for and what the unpacker buffers. */
class Unpacker implements ByteReader {
  readonly #path: string;
  readonly #gunzip = createGunzip({ chunkSize: packedBytes * 2 });
  readonly #chunks: AsyncIterator<Buffer>;
  #chunk: Buffer = Buffer.alloc(0);
  #toSkip: number;

  constructor(path: string, handle: FileHandle, from: number, onRead: (position: number) => void) {
    this.#path = path;
    this.#toSkip = from;
    this.#chunks = this.#gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    // What goes wrong is seen by the reader of the chunks.
    this.#feed(handle, onRead).catch((thrown: unknown) => void this.#gunzip.destroy(thrown as Error));
  }

  async read(into: Uint8Array, offset: number, length: number): Promise<number> {
    try {
      while (this.#chunk.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) return 0;
        const skipped = Math.min(this.#toSkip, value.length);
        this.#toSkip -= skipped;
        this.#chunk = value.subarray(skipped);
      }
      const count = Math.min(length, this.#chunk.length);
      into.set(this.#chunk.subarray(0, count), offset);
      this.#chunk = this.#chunk.subarray(count);
      return count;
    } catch (thrown) {
      throw fileError(thrown, this.#path, 'read');
    }
  }

  stop(): void {
    this.#gunzip.destroy();
  }

  async #feed(handle: FileHandle, onRead: (position: number) => void): Promise<void> {
    for (let position = 0; !this.#gunzip.destroyed; ) {
      const packed = Buffer.allocUnsafe(packedBytes);
      const { bytesRead } = await handle.read(packed, 0, packedBytes, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      onRead(position);
      if (!this.#gunzip.write(packed.subarray(0, bytesRead))) await new Promise((go) => this.#gunzip.once('drain', go).once('close', go));
    }
    if (!this.#gunzip.destroyed) this.#gunzip.end();
  }
}
