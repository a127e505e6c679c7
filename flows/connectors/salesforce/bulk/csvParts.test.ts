import { expect, test } from 'vitest';
import { csvParts } from './csvParts.ts';

async function* inChunks(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(text: string, size = 7): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const { names, block, rowCount } of csvParts(inChunks(text, size))) {
    for (let row = 0; row < rowCount; row++) rows.push(names.map((_, field) => block.text(row, field)));
  }
  return rows;
}

test.each([1, 2, 7, 1000])('rows are the same in chunks of %i bytes: quotes, line ends in cells, letters of several bytes', async (size) => {
  expect(await rowsOf('"Id","Näme"\n"1","a ""b"", c"\n"2","line 1\nline 2"\n"3",""\n"4","€ü"', size)).toEqual([['1', 'a "b", c'], ['2', 'line 1\nline 2'], ['3', null], ['4', '€ü']]);
});

test('the header alone is no row, nor is nothing', async () => {
  expect(await rowsOf('"Id","Name"\n')).toEqual([]);
  expect(await rowsOf('"Id"')).toEqual([]);
  expect(await rowsOf('')).toEqual([]);
});

test('more rows than are looked at once arrive all', async () => {
  const text = `Id,Name\n${Array.from({ length: 30_000 }, (_, row) => `${row},name ${row}\n`).join('')}`;
  const rows = await rowsOf(text, 5000);
  expect([rows.length, rows.at(-1)]).toEqual([30_000, ['29999', 'name 29999']]);
});

test.each(['Id,Name\n1,a\n2', 'Id,Name\n1,a\n2,"b'])('a body that ends in a row is not whole: %j', async (text) => {
  await expect(rowsOf(text)).rejects.toMatchObject({ kind: 'busy', code: 'resultBroken' });
});
