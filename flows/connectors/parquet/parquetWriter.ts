import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter as LibraryWriter } from 'hyparquet-writer';
import type { Batch } from '../../kit/batch.ts';
import { AppError } from '../../kit/errors.ts';
import { copyText } from '../../kit/copyText.ts';
import type { Cell, ColumnSpec, ColumnType, Schema } from '../../kit/schema.ts';
import { AtomicFile } from '../files/atomicFile.ts';

/** A row group is written when it has so many rows or bytes. */
const groupRows = 65_536;
const groupBytes = 64 * 1024 * 1024;

/** How columns are stored: nullable, with the logical types that other programs know. */
const elements: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } },
  time: { type: 'INT32', converted_type: 'TIME_MILLIS', logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MILLIS' } },
};

/** Writes batches to a Parquet file, a row group at a time. All batches must have the columns of the first. */
export class ParquetWriter {
  readonly #file: AtomicFile;
  readonly #codec: CompressionCodec;
  readonly #hold: (bytes: number) => void;
  readonly #bytes = new ByteWriter();
  #writer: LibraryWriter | undefined;
  #schema: Schema = [];
  #seen: Schema | undefined;
  #group: Cell[][] = [];
  #groupBytes = 0;

  private constructor(file: AtomicFile, codec: CompressionCodec, hold: (bytes: number) => void) {
    this.#file = file;
    this.#codec = codec;
    this.#hold = hold;
  }

  /**
   * @param path absolute
   * @param hold told how many bytes of rows are kept until their group is full; throws when they are too many
   */
  static async create(path: string, codec: CompressionCodec, hold: (bytes: number) => void): Promise<ParquetWriter> {
    return new ParquetWriter(await AtomicFile.create(path), codec, hold);
  }

  async write(batch: Batch): Promise<void> {
    if (!this.#writer) this.#begin(batch.schema);
    if (batch.schema !== this.#seen) this.#checkColumns(batch.schema);
    for (const [index, column] of batch.columns.entries()) {
      const cells = this.#group[index]!;
      for (const row of batch.rows) {
        const value = column.value(row);
        cells.push(typeof value === 'string' ? copyText(value) : value);
        this.#groupBytes += typeof value === 'string' ? 24 + value.length : 8;
      }
    }
    this.#hold(this.#groupBytes);
    if ((this.#group[0]?.length ?? 0) >= groupRows || this.#groupBytes >= groupBytes) await this.#endGroup();
  }

  async finish(): Promise<void> {
    if (!this.#writer) throw new AppError('settings', 'noColumns', { message: `No columns have come for ${basename(this.#file.path)}, and a Parquet file cannot be without.` });
    if ((this.#group[0]?.length ?? 0) > 0) await this.#endGroup();
    await this.#writer.finish();
    await this.#send();
    await this.#file.commit();
  }

  abort(): Promise<void> {
    return this.#file.discard();
  }

  #begin(schema: Schema): void {
    this.#schema = schema;
    this.#seen = schema;
    this.#group = schema.map(() => []);
    const columns = schema.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...elements[type] }));
    this.#writer = new LibraryWriter({
      writer: this.#bytes,
      schema: [{ name: 'root', num_children: columns.length }, ...columns],
      codec: this.#codec,
      compressors: { GZIP: (input) => gzipSync(input) },
      createdBy: 'Sluice',
    });
  }

  #checkColumns(schema: Schema): void {
    const say = (columns: Schema): string => columns.map(({ name, type }) => `${name} (${type})`).join(', ');
    const isSame = (column: ColumnSpec, index: number): boolean => this.#schema[index]!.name === column.name && this.#schema[index]!.type === column.type;
    if (schema.length !== this.#schema.length || !schema.every(isSame)) throw new AppError('settings', 'columnsChanged', {
      message: `The first rows for ${basename(this.#file.path)} had the columns ${say(this.#schema)}; later ones have ${say(schema)}.`,
      hint: 'Give all rows the same columns before, with a Map columns node.',
    });
    this.#seen = schema;
  }

  async #endGroup(): Promise<void> {
    const rows = this.#group[0]!.length;
    await this.#writer!.write({ columnData: this.#schema.map(({ name }, index) => ({ name, data: this.#group[index]! })), rowGroupSize: rows });
    this.#group = this.#schema.map(() => []);
    this.#groupBytes = 0;
    await this.#send();
  }

  async #send(): Promise<void> {
    await this.#file.write(this.#bytes.getBytes());
    this.#bytes.index = 0;
  }
}
