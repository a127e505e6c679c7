import { describe, expect, it } from 'vitest';
import { readContent, scannerNames } from './fixture.ts';

/** One row of these columns for each of 3,000 numbers: more than one chunk, so that it is not the small file that is read. */
const many = Array.from({ length: 3000 }, (_, row) => `${row},${'x'.repeat(40)}`);

describe.each(scannerNames)('what is wrong with a file is read right or told, by the %s scanner', (scanner) => {
  const read = (content: string | Buffer, settings = {}) => readContent(content, { scanner, ...settings });
  const withRow = (row: string | Buffer, end = '\n'): Buffer => Buffer.concat([Buffer.from(`a,b\n${many.join('\n')}\n`), Buffer.from(row), Buffer.from(`${end}last,one\n`)]);

  it.each([
    ['short', 'alone', 'Line 3002 has 1 field, and the file has 2 columns.'],
    ['long', '1,2,3', 'Line 3002 has 3 fields, and the file has 2 columns.'],
  ])('a %s row', async (_, row, message) => {
    const { rows, faults } = await read(withRow(row));
    expect(rows).toHaveLength(3001);
    expect(rows.at(-1)).toEqual(['last', 'one']);
    expect(faults).toEqual([message]);
  });

  it('stray quotes in and behind cells', async () => {
    const { rows, faults } = await read(withRow('5" pipe,"x"y"z'));
    expect(rows.slice(-2)).toEqual([['5" pipe', 'xy"z'], ['last', 'one']]);
    expect(faults).toEqual([]);
  });

  it('a quote that nobody closes', async () => {
    const { rows, faults } = await read(withRow('1,"two'));
    expect(rows).toHaveLength(3000);
    expect(faults).toEqual(['The row at line 3002 opens a quote that the file never closes.']);
  });

  it.each(['\n', '\r\n', '\r'])('line ends of one kind, then %j', async (end) => {
    const { rows, faults } = await read(withRow('1,2', end));
    expect(rows.slice(-2)).toEqual([['1', '2'], ['last', 'one']]);
    expect(faults).toEqual([]);
  });

  it('a byte order mark', async () => {
    const { names, rows } = await read(Buffer.concat([Buffer.from('\uFEFF'), withRow('1,2')]));
    expect(names).toEqual(['a', 'b']);
    expect(rows).toHaveLength(3002);
  });

  it.each(['utf16le', 'utf16be'] as const)('%s', async (encoding) => {
    const text = Buffer.from(`\uFEFFa,b\r\n${many.join('\r\n')}\r\né,"🙂\r\nż"\r\n`, 'utf16le');
    const { names, rows, faults } = await read(encoding === 'utf16le' ? text : Buffer.from(text).swap16());
    expect(names).toEqual(['a', 'b']);
    expect(rows.at(-1)).toEqual(['é', '🙂\r\nż']);
    expect([rows.length, faults]).toEqual([3001, []]);
  });

  it('a character that is cut in two', async () => {
    const cut = Buffer.concat([Buffer.from('1,M'), Buffer.from('ü').subarray(0, 1), Buffer.from('ller')]);
    const { rows, faults } = await read(withRow(cut));
    expect(rows).toHaveLength(3001);
    expect(faults).toEqual(['The row at line 3002 has bytes that are not UTF-8. Choose the encoding of the file.']);
  });

  it('a character at every border of a chunk', async () => {
    const text = `a,b\n${Array.from({ length: 40 }, (_, row) => `Zoë ${row},"東京 🙂"`).join('\n')}\n`;
    for (let chunkBytes = 1; chunkBytes <= 32; chunkBytes++) {
      const { rows, faults } = await read(text, { sizes: { chunkBytes } });
      expect([rows.length, rows.at(-1), faults]).toEqual([40, ['Zoë 39', '東京 🙂'], []]);
    }
  });

  it('NUL bytes', async () => {
    const { rows, faults } = await read(withRow('1\0,"\0,2"'));
    expect(rows.at(-2)).toEqual(['1\0', '\0,2']);
    expect(faults).toEqual([]);
  });

  it('a cell of 50 MB', async () => {
    await expect(read(withRow(Buffer.concat([Buffer.from('1,"'), Buffer.alloc(50_000_000, 'y'), Buffer.from('"')])))).rejects.toMatchObject({
      code: 'csvRowTooLong',
      message: 'The row at line 3002 of leads.csv does not end within 16 MiB.',
    });
  });

  it('a cell of 10 MB', async () => {
    const { rows, faults } = await read(withRow(Buffer.concat([Buffer.from('1,"'), Buffer.alloc(10_000_000, 'y\n'), Buffer.from('"')])));
    expect(rows.at(-2)![1]).toHaveLength(10_000_000);
    expect([rows.length, faults]).toEqual([3002, []]);
  });
});
