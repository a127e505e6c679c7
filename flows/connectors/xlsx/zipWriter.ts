import { basename } from 'node:path';
import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '../../kit/errors.ts';
import { AtomicFile } from '../files/atomicFile.ts';
import { Packer } from '../files/packer.ts';

/** ZIP without ZIP64: no part and no archive may be larger. */
const mostBytes = 0xffff_ffff;
/** 1980-01-01, the first day that ZIP knows: so that the same rows make the same file. */
const dosDate = 0x21;

interface Part {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  packedBytes: number;
  bytes: number;
}

/** Writes a ZIP archive, part after part, none of which is ever whole in memory: sizes follow the parts (APPNOTE 6.3, 4.3.9). */
export class ZipWriter {
  readonly #file: AtomicFile;
  readonly #parts: Part[] = [];
  #packer: Packer | undefined;
  #offset = 0;

  private constructor(file: AtomicFile) {
    this.#file = file;
  }

  static async create(path: string): Promise<ZipWriter> {
    return new ZipWriter(await AtomicFile.create(path));
  }

  /** Ends the part before and begins one. */
  async begin(name: string): Promise<void> {
    await this.#endPart();
    const part: Part = { name: Buffer.from(name), offset: this.#offset, crc: 0, packedBytes: 0, bytes: 0 };
    this.#parts.push(part);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    writeCommon(header, 4);
    header.writeUInt16LE(part.name.length, 26);
    await this.#put(Buffer.concat([header, part.name]));
    // A low level: sheets are packed to a tenth by any, and this one takes a third of the time.
    this.#packer = new Packer(createDeflateRaw({ level: 3, chunkSize: 64 * 1024 }), async (bytes) => {
      part.packedBytes += bytes.length;
      await this.#put(bytes);
    });
  }

  /** Adds to the part that was begun last. */
  async write(text: string): Promise<void> {
    const part = this.#parts.at(-1)!;
    const bytes = Buffer.from(text);
    part.crc = crc32(bytes, part.crc);
    part.bytes += bytes.length;
    await this.#packer!.write(bytes);
  }

  /** How large the part that was begun last is so far, before packing. */
  get partBytes(): number {
    return this.#parts.at(-1)?.bytes ?? 0;
  }

  /** Puts the archive in its place. */
  async finish(): Promise<void> {
    await this.#endPart();
    const start = this.#offset;
    for (const part of this.#parts) await this.#put(directoryEntry(part));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#parts.length, 8);
    end.writeUInt16LE(this.#parts.length, 10);
    end.writeUInt32LE(this.#offset - start, 12);
    end.writeUInt32LE(start, 16);
    await this.#put(end);
    await this.#file.commit();
  }

  async abort(): Promise<void> {
    this.#packer?.stop();
    await this.#file.discard();
  }

  async #endPart(): Promise<void> {
    if (!this.#packer) return;
    await this.#packer.end();
    this.#packer = undefined;
    const { crc, packedBytes, bytes } = this.#parts.at(-1)!;
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(0x08074b50, 0);
    sizes.writeUInt32LE(crc, 4);
    sizes.writeUInt32LE(packedBytes, 8);
    sizes.writeUInt32LE(bytes, 12);
    await this.#put(sizes);
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    if (this.#offset > mostBytes) throw new AppError('settings', 'workbookTooLarge', { message: `${basename(this.#file.path)} would be larger than 4 GB.`, hint: 'Write a CSV or Parquet file, or fewer rows.' });
    await this.#file.write(bytes);
  }
}

/** What a local header and a directory entry have in common, from "version needed" to the date. */
function writeCommon(header: Buffer, at: number): void {
  header.writeUInt16LE(20, at);
  // Sizes follow the part; names are UTF-8.
  header.writeUInt16LE(0x0808, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt16LE(0, at + 6);
  header.writeUInt16LE(dosDate, at + 8);
}

function directoryEntry({ name, offset, crc, packedBytes, bytes }: Part): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  writeCommon(entry, 6);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packedBytes, 20);
  entry.writeUInt32LE(bytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}
