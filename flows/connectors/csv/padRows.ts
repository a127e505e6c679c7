import type { InputFile } from '../files/inputFile.ts';
import { CellBuffer } from './cellBuffer.ts';
import type { CsvBlock } from './csvBlock.ts';
import { byteOf } from './dialect.ts';
import { readBlocks } from './readBlocks.ts';
import type { RowFormat } from './rowWriter.ts';

/** Rows of `width` cells lie from here on, up to the next segment. */
export interface Segment {
  readonly startBytes: number;
  readonly width: number;
}

/** Copies rows that we wrote ourselves, with blank cells added up to `width`. */
export async function padRows(
  file: { readonly input: InputFile; readonly sizeBytes: number },
  segments: readonly Segment[],
  width: number,
  format: RowFormat,
  write: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  const buffer = new CellBuffer(format.dialect, 256 * 1024);
  const flush = async () => {
    await write(buffer.bytes.subarray(0, buffer.length));
    buffer.length = 0;
  };
  for (const [index, segment] of segments.entries()) {
    const end = segments[index + 1]?.startBytes ?? file.sizeBytes;
    const names = Array.from({ length: segment.width }, (_, field) => String(field));
    const source = {
      input: file.input,
      encoding: { label: 'utf-8', markBytes: 0 },
      dialect: format.dialect,
      names,
      firstRow: { byte: segment.startBytes, line: 1 },
      onFieldCount: 'fill' as const,
    };
    for await (const { block, rowCount, cursor } of readBlocks(source, { byte: segment.startBytes, ordinal: 0, line: 1 })) {
      const rows = cursor.byte <= end ? rowCount : rowsBefore(block, rowCount, end - (cursor.byte - block.bytes.length));
      for (let row = 0; row < rows; row++) {
        const first = row * segment.width;
        buffer.copy(block.bytes, block.starts[first]!, block.ends[first + segment.width - 1]!);
        for (let added = segment.width; added < width; added++) buffer.byte(byteOf(format.dialect.delimiter));
        buffer.plain(format.lineEnding);
      }
      await flush();
      if (cursor.byte >= end) break;
    }
  }
}

function rowsBefore(block: CsvBlock, rowCount: number, offset: number): number {
  let rows = 0;
  while (rows < rowCount && block.starts[rows * block.width]! < offset) rows++;
  return rows;
}
