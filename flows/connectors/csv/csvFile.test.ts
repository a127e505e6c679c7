import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, readContent, readPath } from './fixture.ts';

describe('the delimiter is found', () => {
  it.each([
    ['a,b;c,d\n1,2;3,4\n', ['a', 'b;c', 'd']],
    ['a;b\n"1,5";2,5\n3;4,1\n', ['a', 'b']],
    ['a\tb\tc\n1\t2,3\t4\n', ['a', 'b', 'c']],
    ['a|b\n1|2\n', ['a', 'b']],
    ['name\nO, no\nx\n', ['name']],
    ['"a;b","c"\n"1;2;3","4"\n', ['a;b', 'c']],
    ['city\n', ['city']],
  ])('%j', async (text, names) => {
    expect((await readContent(text)).names).toEqual(names);
  });

  it('from the first 64 KiB of a large file', async () => {
    const text = `a;b\n${'1,1;2\n'.repeat(50_000)}`;
    const read = await readContent(text);
    expect(read.names).toEqual(['a', 'b']);
    expect(read.rows).toHaveLength(50_000);
  });
});

describe('names of columns', () => {
  it.each([
    ['a,a,a\n', ['a', 'a (2)', 'a (3)']],
    ['a,a (2),a\n', ['a', 'a (2)', 'a (3)']],
    [',b,\n', ['Column 1', 'b', 'Column 3']],
    [' a ,"b\nc"\n', ['a', 'b\nc']],
    ['a,A\n', ['a', 'A']],
  ])('%j', async (text, names) => {
    expect((await readContent(text, { delimiter: ',' })).names).toEqual(names);
  });

  it('count from 1 where the file has none', async () => {
    const read = await readContent('x,y\n1,2\n', { header: false });
    expect(read).toMatchObject({ names: ['Column 1', 'Column 2'], rows: [['x', 'y'], ['1', '2']] });
  });
});

describe('encodings', () => {
  const text = 'Name,Stadt\nJürgen,Köln\nZoë,Besançon\n';
  const rows = [['Jürgen', 'Köln'], ['Zoë', 'Besançon']];
  const big = (bytes: Buffer) => Buffer.from(bytes).swap16();

  it.each([
    ['UTF-8', Buffer.from(text), 'auto'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`), 'auto'],
    ['UTF-16 LE with a byte order mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'auto'],
    ['UTF-16 BE with a byte order mark', big(Buffer.from(`\uFEFF${text}`, 'utf16le')), 'auto'],
    ['UTF-16 LE without one, when told', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['a byte order mark wins over what was told', Buffer.from(`\uFEFF${text}`), 'windows-1252'],
    ['Windows-1252 is found', Buffer.from(text, 'latin1'), 'auto'],
    ['ISO-8859-1', Buffer.from(text, 'latin1'), 'iso-8859-1'],
  ])('%s', async (_, content, encoding) => {
    expect(await readContent(content, { encoding })).toMatchObject({ names: ['Name', 'Stadt'], rows, faults: [] });
  });

  it('the euro sign of Windows-1252, and Cyrillic', async () => {
    expect((await readContent(Buffer.from([0x61, 0x0a, 0x80]), { encoding: 'windows-1252' })).rows).toEqual([['€']]);
    expect((await readContent(Buffer.from([0x61, 0x0a, 0xc4, 0xe0]), { encoding: 'windows-1251' })).rows).toEqual([['Да']]);
  });

  it('a character of UTF-16 that a chunk cuts', async () => {
    const content = Buffer.from(`\uFEFFa,b\n${'🙂,é\n'.repeat(300)}`, 'utf16le');
    for (const chunkBytes of [64, 71, 100]) {
      const { rows } = await readContent(content, { sizes: { chunkBytes } });
      expect(rows).toEqual(Array.from({ length: 300 }, () => ['🙂', 'é']));
    }
  });

  it('a character of UTF-8 that the first 64 KiB cut does not make it Windows-1252', async () => {
    const start = `a\n${'x'.repeat(65_533)}`;
    expect((await readContent(`${start}é\n`)).rows[0]![0]!.endsWith('xé')).toBe(true);
  });
});

describe('a file that cannot be read says why', () => {
  it.each([
    ['', 'fileEmpty', 'leads.csv is empty: there is not even a header. Choose another file.'],
    ['\uFEFF', 'fileEmpty', 'leads.csv is empty: there is not even a header. Choose another file.'],
    ['\n\n\n', 'fileEmpty', 'leads.csv has no rows: there is not even a header. Choose another file.'],
    ['a\u0000b\u0001\u0000', 'fileNotText', 'leads.csv is not text: it has zero bytes in it.'],
    ['PK\u0003\u0004\u0000\u0000', 'fileNotText', 'leads.csv is not a CSV file: it looks like an Excel workbook or a ZIP archive.'],
    [`"${'x'.repeat(1_100_000)}`, 'csvRowTooLong', 'The first row of leads.csv does not end within 1 MiB. Check the delimiter and the quote character.'],
  ])('%.10j', async (content, code, message) => {
    await expect(readContent(content)).rejects.toMatchObject({ kind: 'settings', code, message });
  });

  it('is missing, or its folder is, or it is a folder', async () => {
    await inFolder(async (folder) => {
      await expect(readPath(join(folder, 'leads.csv'))).rejects.toMatchObject({
        kind: 'settings',
        code: 'fileNotFound',
        message: `There is no file leads.csv in ${folder}.`,
      });
      await expect(readPath(join(folder, 'no', 'leads.csv'))).rejects.toMatchObject({ kind: 'settings', code: 'fileNotFound' });
      await mkdir(join(folder, 'sub'));
      await expect(readPath(join(folder, 'sub'))).rejects.toMatchObject({
        kind: 'settings',
        code: 'fileIsFolder',
        message: `sub in ${folder} is a folder, not a file. Choose a file.`,
      });
    });
  });

  it.skipIf(process.getuid === undefined || process.getuid() === 0)('may not be read (not as root, not on Windows: there everything may be)', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'leads.csv');
      await writeFile(path, 'a\n1\n');
      await chmod(path, 0);
      await expect(readPath(path)).rejects.toMatchObject({ kind: 'settings', code: 'fileNotReadable' });
    });
  });

  it('has an encoding that nobody knows', async () => {
    await expect(readContent('a\n', { encoding: 'klingon' })).rejects.toMatchObject({ kind: 'settings', code: 'encodingUnknown' });
  });
});
