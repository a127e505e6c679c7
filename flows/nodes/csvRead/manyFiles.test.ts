import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../../connectors/csv/fixture.ts';
import { readTables, type ReadSettings } from '../../connectors/files/readTables.ts';
import { openCsvTable } from '../../connectors/csv/csvTable.ts';
import { defaultCsvOptions } from '../../connectors/csv/csvOptions.ts';
import { ordinalOf, rowObject, type Cursor } from '../../kit/batch.ts';

const format = { title: 'CSV', extensions: ['csv'], open: (path: string) => openCsvTable(path, defaultCsvOptions) };

async function read(folder: string, settings: Partial<ReadSettings>, from?: Cursor) {
  const rows: Record<string, unknown>[] = [];
  const ordinals: number[] = [];
  const cursors: Cursor[] = [];
  const rejected: string[] = [];
  const context = {
    node: 'read',
    settings: { file: '.', columns: [], fileColumn: '', ...settings },
    signal: new AbortController().signal,
    path: (file: string) => join(folder, file),
    reject: (_batch: unknown, _row: number, { message }: Error) => void rejected.push(message),
    log: () => undefined,
  };
  for await (const batch of readTables(context as unknown as Parameters<typeof readTables>[0], format, from)) {
    if (batch.cursor) cursors.push(batch.cursor);
    for (const row of batch.rows) {
      rows.push(rowObject(batch, row));
      ordinals.push(ordinalOf(batch, row));
    }
  }
  return { rows, ordinals, cursors, rejected };
}

describe('one source over many files', () => {
  it('reads them by name, packed ones too, with the columns of all and the name of each', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'b.csv'), 'Name;City\nZoë;Bonn\n');
      await writeFile(join(folder, 'a.csv.gz'), gzipSync('Name,Amount\nAda,1\nBen,2\n'));
      const { rows, ordinals } = await read(folder, { fileColumn: 'File' });
      expect(rows).toEqual([
        { Name: 'Ada', Amount: '1', City: null, File: 'a.csv.gz' },
        { Name: 'Ben', Amount: '2', City: null, File: 'a.csv.gz' },
        { Name: 'Zoë', Amount: null, City: 'Bonn', File: 'b.csv' },
      ]);
      expect(ordinals).toEqual([0, 1, 2]);
    });
  });

  it('goes on in the file where it stopped, also in the middle of a packed one', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'in'));
      const lines = (from: number): string => `n\n${Array.from({ length: 30_000 }, (_, index) => from + index).join('\n')}\n`;
      await writeFile(join(folder, 'in/1.csv'), lines(0));
      await writeFile(join(folder, 'in/2.csv.gz'), gzipSync(lines(30_000)));
      const whole = await read(folder, { file: 'in' });
      expect(whole.rows.length).toBe(60_000);
      expect(whole.ordinals.every((ordinal, index) => ordinal === index)).toBe(true);
      for (const cursor of [whole.cursors[3]!, whole.cursors.at(-4)!]) {
        const rest = await read(folder, { file: 'in' }, cursor);
        expect(rest.rows[0]).toEqual({ n: String(cursor['ordinal']) });
        expect(rest.rows.length).toBe(60_000 - Number(cursor['ordinal']));
        expect(rest.ordinals[0]).toBe(cursor['ordinal']);
      }
      await expect(read(folder, { file: 'in' }, { ordinal: 1, file: '9.csv' })).rejects.toMatchObject({ code: 'fileGone' });
    });
  });

  it('names the file that lacks a declared column', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'a.csv'), 'Name\nAda\n');
      await writeFile(join(folder, 'b.csv'), 'Nmae\nBen\n');
      await expect(read(folder, { columns: [{ name: 'Name', type: 'text' }] })).rejects.toMatchObject({ message: 'There is no column "Name" in b.csv. Columns: Nmae.' });
    });
  });
});
