import { columnIndex, type Batch, type Cursor } from '../../kit/batch.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { AtomicFile, type HalfFile } from '../files/atomicFile.ts';
import { CellBuffer } from './cellBuffer.ts';
import { padRows, type Segment } from './padRows.ts';
import { RowWriter, type RowFormat } from './rowWriter.ts';

export interface CsvWriterOptions extends RowFormat {
  readonly header: boolean;
  /** A byte order mark in front, which some spreadsheets need to see that the file is UTF-8. */
  readonly bom: boolean;
}

const bufferBytes = 256 * 1024;

/**
 * Writes batches to a CSV file in UTF-8. Its columns are those of the first batch, then those that later batches bring; a row has blanks where its batch
 * has no such column. One buffer is filled while the other is on its way to the disk.
 */
export class CsvWriter {
  readonly #file: AtomicFile;
  readonly #options: CsvWriterOptions;
  readonly #rows: RowWriter;
  readonly #names: string[] = [];
  /** The schema of the batch before, and where in it each column of the file is; -1 where it has none. */
  #schema: Schema | undefined;
  #places: number[] = [];
  /** Where rows of so many columns begin, in bytes of rows. */
  readonly #segments: Segment[] = [];
  #filling: CellBuffer;
  #spare: CellBuffer;
  #writing: Promise<void> = Promise.resolve();
  #sentBytes = 0;

  private constructor(file: AtomicFile, options: CsvWriterOptions) {
    this.#file = file;
    this.#options = options;
    this.#rows = new RowWriter(options);
    this.#filling = new CellBuffer(options.dialect, bufferBytes + bufferBytes / 4);
    this.#spare = new CellBuffer(options.dialect, bufferBytes + bufferBytes / 4);
  }

  /** @param path absolute. Rejects with AppError `settings` when its folder is missing or may not be written. */
  static async create(path: string, options: CsvWriterOptions): Promise<CsvWriter> {
    return new CsvWriter(await AtomicFile.create(path), options);
  }

  /** Goes on from where `checkpoint` was. Rejects with kind `service` where the half-written file is gone. */
  static async goOn(path: string, options: CsvWriterOptions, from: Cursor): Promise<CsvWriter> {
    const file = await AtomicFile.goOn(path, halfFile(from));
    if (!file) throw new AppError('service', 'halfFileGone', { message: `The half-written file of ${path} is not there any more, so it cannot be continued.`, hint: 'Resume again: then it is written from its beginning.' });
    const writer = new CsvWriter(file, options);
    writer.#names.push(...(JSON.parse(String(from['names'])) as string[]));
    writer.#segments.push(...(JSON.parse(String(from['segments'])) as Segment[]));
    writer.#sentBytes = file.sizeBytes;
    return writer;
  }

  /** Whether there is still something to go on with. */
  static canGoOn(path: string, from: Cursor): Promise<boolean> {
    return AtomicFile.isLeft(path, halfFile(from));
  }

  /** Everything written until now is in the file for good; says what `goOn` needs. */
  async checkpoint(): Promise<Cursor> {
    await this.#send();
    await this.#writing;
    return { ...(await this.#file.checkpoint()), names: JSON.stringify(this.#names), segments: JSON.stringify(this.#segments) };
  }

  async write(batch: Batch): Promise<void> {
    if (batch.schema !== this.#schema) this.#takeSchema(batch.schema);
    const columns = this.#places.map((place) => batch.columns[place]);
    for (let next = 0; next < batch.rows.length; ) {
      next = this.#rows.write(batch, columns, next, this.#filling, bufferBytes);
      if (this.#filling.length >= bufferBytes) await this.#send();
    }
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.#send();
    await this.#writing;
    const [first, ...more] = this.#segments;
    if (first === undefined || more.length === 0) return this.#file.commit();
    // Columns came late: write it once more with all of them in the header and in every row.
    const whole = await AtomicFile.create(this.#file.path);
    try {
      await whole.write(this.#head());
      await padRows({ input: await this.#file.written(), sizeBytes: this.#file.sizeBytes }, this.#segments, this.#names.length, this.#options, (bytes) => whole.write(bytes));
      await whole.commit();
    } catch (thrown) {
      await whole.discard();
      throw thrown;
    } finally {
      await this.#file.discard();
    }
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.discard();
  }

  /** Batches of one schema come one after another, so this is done now and then. */
  #takeSchema(schema: Schema): void {
    const added = schema.map(({ name }) => name).filter((name) => !this.#names.includes(name));
    this.#names.push(...added);
    this.#places = this.#names.map((name) => columnIndex(schema, name));
    this.#schema = schema;
    if (added.length === 0) return;
    if (this.#segments.length === 0) {
      const head = this.#head();
      this.#filling.copy(head, 0, head.length);
    }
    this.#segments.push({ startBytes: this.#sentBytes + this.#filling.length, width: this.#names.length });
  }

  #head(): Buffer {
    const buffer = new CellBuffer(this.#options.dialect, 1024);
    if (this.#options.bom) buffer.copy(Buffer.from('\uFEFF'), 0, 3);
    if (this.#options.header) {
      this.#names.forEach((name, index) => {
        if (index > 0) buffer.plain(this.#options.dialect.delimiter);
        buffer.text(name);
      });
      buffer.plain(this.#options.lineEnding);
    }
    return buffer.bytes.subarray(0, buffer.length);
  }

  /** Sends the filled buffer on its way and takes the other, which must have arrived first. */
  async #send(): Promise<void> {
    await this.#writing;
    const full = this.#filling;
    this.#filling = this.#spare;
    this.#filling.length = 0;
    this.#spare = full;
    this.#sentBytes += full.length;
    this.#writing = this.#file.write(full.bytes.subarray(0, full.length));
    // A fault is seen at the next turn; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }
}

function halfFile(from: Cursor): HalfFile {
  return { temporary: String(from['temporary']), sizeBytes: Number(from['sizeBytes']) };
}
