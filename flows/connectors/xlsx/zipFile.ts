import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { AppError } from '../../kit/errors.ts';
import { fileError } from '../files/fileError.ts';

interface Entry {
  readonly isPacked: boolean;
  readonly packedBytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const endBytes = 22;
const longestComment = 65_535;
const pieceBytes = 128 * 1024;

/** A ZIP archive (APPNOTE 6.3, with ZIP64), read by its central directory: the only list of what is in it. */
export class ZipFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #entries: ReadonlyMap<string, Entry>;
  /** How many of the packed bytes of a part have been read. */
  readonly #read = new Map<string, number>();

  private constructor(path: string, handle: FileHandle, entries: ReadonlyMap<string, Entry>) {
    this.path = path;
    this.#handle = handle;
    this.#entries = entries;
  }

  /** @throws AppError `settings` when the file is missing or no workbook */
  static async open(path: string): Promise<ZipFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'r');
      return new ZipFile(path, handle, await readDirectory(handle, basename(path)));
    } catch (thrown) {
      await handle?.close();
      throw fileError(thrown, path, 'read');
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** A part of the archive, unpacked, piece by piece. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (!entry) throw notWorkbook(basename(this.path), `it has no part ${name}`);
    const header = await readAt(this.#handle, entry.offset, 30);
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    if (entry.packedBytes === 0) return;
    const packed = pieces(this.#handle, start, start + entry.packedBytes, (end) => this.#read.set(name, end - start));
    if (!entry.isPacked) return yield* packed;
    const source = Readable.from(packed);
    const inflate = source.pipe(createInflateRaw({ chunkSize: pieceBytes }));
    source.on('error', (error) => inflate.destroy(error));
    try {
      for await (const bytes of inflate) yield bytes as Buffer;
    } catch (thrown) {
      throw fileError(thrown, this.path, 'read');
    } finally {
      source.destroy();
    }
  }

  /** How much of a part has been read, 0 to 1. */
  share(name: string): number {
    const all = this.#entries.get(name)?.packedBytes ?? 0;
    return all === 0 ? 1 : (this.#read.get(name) ?? 0) / all;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

async function readDirectory(handle: FileHandle, name: string): Promise<Map<string, Entry>> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - endBytes - longestComment), Math.min(size, endBytes + longestComment));
  const end = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0) throw notWorkbook(name, (await readAt(handle, 0, 4)).readUInt32BE(0) === 0xd0cf11e0 ? 'it is of the old kind (.xls), or a password protects it' : 'it is no ZIP archive');
  let count = tail.readUInt16LE(end + 10);
  let bytes = tail.readUInt32LE(end + 12);
  let offset = tail.readUInt32LE(end + 16);
  if (end >= 20 && tail.toString('latin1', end - 20, end - 16) === 'PK\u0006\u0007') {
    const record = await readAt(handle, Number(tail.readBigUInt64LE(end - 12)), 56);
    [count, bytes, offset] = [32, 40, 48].map((at) => Number(record.readBigUInt64LE(at))) as [number, number, number];
  }
  const directory = await readAt(handle, offset, bytes);
  const entries = new Map<string, Entry>();
  for (let at = 0, index = 0; index < count; index++) {
    if (directory.length < at + 46 || directory.readUInt32LE(at) !== 0x02014b50) throw notWorkbook(name, 'its list of parts is damaged');
    const [nameLength, extraLength, commentLength] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)];
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const wide = wideNumbers(extra, [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)]);
    entries.set(directory.toString('utf8', at + 46, at + 46 + nameLength), { isPacked: directory.readUInt16LE(at + 10) !== 0, packedBytes: wide[1]!, offset: wide[2]! });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** ZIP64: numbers that do not fit into 32 bits stand in an extra field, in this order. */
function wideNumbers(extra: Buffer, numbers: readonly number[]): number[] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  return numbers.map((number) => {
    if (number !== 0xffff_ffff || at + 8 > extra.length) return number;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  });
}

async function* pieces(handle: FileHandle, start: number, end: number, onRead: (to: number) => void): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += pieceBytes) {
    const to = Math.min(end, at + pieceBytes);
    const bytes = await readAt(handle, at, to - at);
    onRead(to);
    yield bytes;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes;
}

export function notWorkbook(name: string, why: string): AppError {
  return new AppError('settings', 'notWorkbook', { message: `${name} is no Excel workbook that can be read: ${why}.`, hint: 'Save it as .xlsx without a password, then choose it again.' });
}
