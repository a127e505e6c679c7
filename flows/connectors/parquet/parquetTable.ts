import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { parquetMetadataAsync, parquetRead, parquetSchema, type AsyncBuffer, type ColumnData, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AppError } from '../../kit/errors.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { fileError } from '../files/fileError.ts';
import { exampleCount } from '../files/guessType.ts';
import type { GuessedColumn, OpenTable, TableCursor, TablePart } from '../files/openTable.ts';
import { RecordColumns } from '../files/recordColumns.ts';
import { numberTooLong, parquetColumn, parsers, type ParquetColumn } from './parquetCells.ts';

/** So many rows are decoded at once where the file says where its pages are; else a row group. */
const windowRows = 50_000;
const rowsAtOnce = 1024;
const guessRows = 100;

interface OpenParquet {
  readonly name: string;
  readonly path: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
}

/**
 * A Parquet file as rows. Its own types hold where none are declared.
 * @param hold told how many bytes are about to be in memory; throws when they are too many
 */
export async function openParquetTable(path: string, hold: (bytes: number) => void): Promise<OpenTable> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const file = await describe(path, handle);
    const opened = handle;
    const rows = Number(file.metadata.num_rows);
    let given = 0;
    return {
      name: file.name,
      columns: file.columns.map(({ name, type }) => ({ name, type })),
      isSampled: false,
      async *read(schema, from) {
        for await (const part of readRows(file, schema, from, hold)) {
          given = Number(part.cursor['row']);
          yield part;
        }
      },
      share: () => (rows === 0 ? 1 : given / rows),
      guess: () => guessColumns(file),
      close: () => opened.close(),
    };
  } catch (thrown) {
    await handle?.close();
    throw thrown instanceof AppError ? thrown : fileError(thrown, path, 'read');
  }
}

async function describe(path: string, handle: FileHandle): Promise<OpenParquet> {
  const name = basename(path);
  const { size } = await handle.stat();
  const buffer: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(end - start);
      for (let filled = 0; filled < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.buffer;
    },
  };
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false }).catch((thrown: unknown) => {
    throw broken(name, thrown);
  });
  return { name, path, buffer, metadata, columns: parquetSchema(metadata).children.map(parquetColumn) };
}

async function guessColumns(file: OpenParquet): Promise<GuessedColumn[]> {
  const names = file.columns.map(({ name }) => name);
  const count = Math.min(guessRows, Number(file.metadata.num_rows));
  const data = count === 0 ? new Map<string, unknown[]>() : await readWindow(file, names, 0, count);
  return file.columns.map(({ name, type, cell }) => {
    const values = (data.get(name) ?? []).map(cell).filter((value) => value !== null);
    // Whole numbers beyond 2^53 come as their digits, and must stay texts.
    const guessed = type === 'number' && values.some((value) => typeof value === 'string') ? 'text' : type;
    return { name, type: guessed, examples: values.slice(0, exampleCount).map((value) => (typeof value === 'string' ? value : formatCell(type, value))) };
  });
}

async function* readRows(file: OpenParquet, schema: Schema, from: TableCursor, hold: (bytes: number) => void): AsyncGenerator<TablePart> {
  const columns = new RecordColumns(schema);
  const wanted = schema.flatMap(({ name, type }, target) => {
    const column = file.columns.find((other) => other.name === name);
    return column ? [{ ...column, target, isNumber: type === 'number' }] : [];
  });
  const names = wanted.map(({ name }) => name);
  const first = Number(from['row'] ?? 0);
  const base = from.ordinal - first;
  for (const { start, end, bytes } of windowsOf(file.metadata, names, first)) {
    hold(bytes);
    const data = await readWindow(file, names, start, end);
    const values = wanted.map(({ name }) => data.get(name)!);
    for (let row = start; row < end; row++) {
      const place = (): string => `row ${row + 1}`;
      for (let index = 0; index < wanted.length; index++) {
        const { name, type, target, isNumber, cell } = wanted[index]!;
        const value = cell(values[index]![row - start]);
        // A whole number beyond 2^53 comes as its digits.
        if (typeof value !== 'string' || type === 'text') columns.set(target, value, type, place);
        else if (isNumber) columns.fault(numberTooLong(name, value, place()));
        else columns.set(target, value, 'text', place);
      }
      columns.endRow();
      if (columns.rowCount < rowsAtOnce && row + 1 < end) continue;
      const part = columns.take();
      yield { ...part, ordinal: base + row + 1 - part.rowCount, cursor: { ordinal: base + row + 1, row: row + 1 } };
    }
  }
}

/** The parts of a file that are decoded one after another, and about how many bytes each takes. */
function* windowsOf(metadata: FileMetaData, names: readonly string[], first: number): Generator<{ start: number; end: number; bytes: number }> {
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const chunks = group.columns.filter(({ meta_data: meta }) => meta && names.includes(meta.path_in_schema[0]!));
    const isIndexed = chunks.every(({ offset_index_offset: offset }) => offset !== undefined);
    const bytes = chunks.reduce((sum, { meta_data: meta }) => sum + Number(meta!.total_uncompressed_size), 0) * 2;
    const size = isIndexed ? windowRows : rows;
    for (let at = 0; at < rows; at += size) {
      const [start, end] = [Math.max(first, groupStart + at), Math.min(groupStart + rows, groupStart + at + size)];
      if (start < end) yield { start, end, bytes: Math.ceil((bytes * (end - start)) / rows) };
    }
    groupStart += rows;
  }
}

/** The values of columns in rows `start` to `end`, by name. */
async function readWindow(file: OpenParquet, names: readonly string[], start: number, end: number): Promise<Map<string, unknown[]>> {
  const found = new Map<string, unknown[]>(names.map((name) => [name, Array.from<unknown>({ length: end - start })]));
  if (names.length === 0) return found;
  const onChunk = ({ columnName, columnData, rowStart, rowEnd }: ColumnData): void => {
    const values = found.get(columnName)!;
    for (let row = Math.max(start, rowStart); row < Math.min(end, rowEnd); row++) values[row - start] = columnData[row - rowStart];
  };
  try {
    await parquetRead({ file: file.buffer, metadata: file.metadata, columns: [...names], rowStart: start, rowEnd: end, onChunk, compressors, parsers, geoparquet: false, useOffsetIndex: true });
  } catch (thrown) {
    throw fileError(thrown, file.path, 'read') === thrown ? broken(file.name, thrown) : fileError(thrown, file.path, 'read');
  }
  return found;
}

function broken(name: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('settings', 'parquetBroken', { message: `${name} is no Parquet file that can be read: ${why}.`, hint: 'Choose another file, or get it once more.', cause: thrown });
}
