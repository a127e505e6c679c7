import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { inFolder } from '../csv/fixture.ts';
import type { TableCursor } from '../files/openTable.ts';
import { openParquetTable } from './parquetTable.ts';
import { ParquetWriter } from './parquetWriter.ts';

async function read(path: string, schema?: Schema, from: TableCursor = { ordinal: 0 }) {
  const held: number[] = [];
  const table = await openParquetTable(path, (bytes) => held.push(bytes));
  const rows: Cell[][] = [];
  const faults: string[] = [];
  const cursors: TableCursor[] = [];
  for await (const part of table.read(schema ?? table.columns, from)) {
    cursors.push(part.cursor);
    for (let row = 0; row < part.rowCount; row++) {
      const fault = part.faults.get(row);
      if (fault) faults.push(fault.message);
      else rows.push(part.columns.map((column) => column.value(row)));
    }
  }
  const guess = await table.guess();
  await table.close();
  return { columns: table.columns, rows, faults, cursors, held, guess: guess.map(({ name, type }) => `${name} ${type}`) };
}

const schema: Schema = [
  { name: 'Name', type: 'text' },
  { name: 'Amount', type: 'number' },
  { name: 'Won', type: 'boolean' },
  { name: 'On', type: 'date' },
  { name: 'At', type: 'datetime' },
  { name: 'Clock', type: 'time' },
];

describe('a Parquet file of ours', () => {
  it.each(['SNAPPY', 'GZIP', 'UNCOMPRESSED'] as const)('packed by %s, reads back with its types', async (codec) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.parquet');
      const rows: Cell[][] = [
        ['Zoë', 1200.5, true, 20_484, 1_769_868_307_123, 50_707_000],
        [null, null, null, null, null, null],
        ['🙂', -0.1, false, -1, -1, 0],
      ];
      const writer = await ParquetWriter.create(path, codec, () => undefined);
      await writer.write(batchFromRows(schema, rows, { source: '', ordinal: 0 }));
      await writer.finish();
      const found = await read(path);
      expect(found).toMatchObject({ columns: schema, rows, faults: [] });
    });
  });

  it('is written in row groups and read in parts, from any row on', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.parquet');
      const writer = await ParquetWriter.create(path, 'SNAPPY', () => undefined);
      for (let at = 0; at < 150_000; at += 1000) {
        await writer.write(batchFromRows([{ name: 'n', type: 'number' }], Array.from({ length: 1000 }, (_, index) => [at + index]), { source: '', ordinal: at }));
      }
      await writer.finish();
      const { rows, cursors, held } = await read(path);
      expect(rows.length).toBe(150_000);
      expect(rows.every(([n], index) => n === index)).toBe(true);
      expect(held.length).toBeGreaterThan(2);
      const rest = await read(path, undefined, { ...cursors.at(-3)! });
      expect(rest.rows[0]).toEqual([cursors.at(-3)!['row']]);
      expect(rest.cursors.at(-1)).toEqual(cursors.at(-1));
    });
  });

  it('is not there when writing was given up, and needs the same columns throughout', async () => {
    await inFolder(async (folder) => {
      const writer = await ParquetWriter.create(join(folder, 'a.parquet'), 'SNAPPY', () => undefined);
      await writer.write(batchFromRows([{ name: 'a', type: 'text' }], [['1']], { source: '', ordinal: 0 }));
      await expect(writer.write(batchFromRows([{ name: 'a', type: 'number' }], [[1]], { source: '', ordinal: 0 }))).rejects.toMatchObject({ kind: 'settings', code: 'columnsChanged' });
      await writer.abort();
      expect(await readdir(folder)).toEqual([]);
    });
  });
});

describe('a Parquet file of another program', () => {
  it('gives long whole numbers as text or rejects them, lists as JSON, and decimals without noise', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.parquet');
      const bytes = parquetWriteBuffer({
        columnData: [
          { name: 'big', data: [12345678901234567n, 7n] },
          { name: 'price', data: [0.57, 1.1] },
          { name: 'more', data: [{ a: [1, 2] }, null] },
        ],
        schema: [
          { name: 'root', num_children: 3 },
          { name: 'big', type: 'INT64', repetition_type: 'OPTIONAL' },
          { name: 'price', type: 'INT64', converted_type: 'DECIMAL', scale: 2, precision: 18, repetition_type: 'OPTIONAL' },
          { name: 'more', type: 'BYTE_ARRAY', converted_type: 'JSON', repetition_type: 'OPTIONAL' },
        ],
      });
      await writeFile(path, new Uint8Array(bytes));
      const found = await read(path);
      expect(found.guess).toEqual(['big text', 'price number', 'more text']);
      expect(found.rows).toEqual([[7, 1.1, null]]);
      expect(found.faults).toEqual(['big is 12345678901234567, of which a number does not keep all digits (row 1).']);
      expect((await read(path, [{ name: 'big', type: 'text' }, { name: 'price', type: 'number' }, { name: 'more', type: 'text' }])).rows).toEqual([['12345678901234567', 0.57, '{"a":[1,2]}'], ['7', 1.1, null]]);
    });
  });

  it('that is cut or none is named', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.parquet');
      await writeFile(path, 'a,b\n1,2\n3,4\n');
      await expect(read(path)).rejects.toMatchObject({ kind: 'settings', code: 'parquetBroken' });
      const bytes = parquetWriteBuffer({ columnData: [{ name: 'a', data: ['x', 'y'] }] });
      await writeFile(path, new Uint8Array(bytes).subarray(0, bytes.byteLength - 9));
      await expect(read(path)).rejects.toMatchObject({ kind: 'settings', code: 'parquetBroken' });
    });
  });
});
