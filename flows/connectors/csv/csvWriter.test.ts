import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { batchFromRows, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { SourceColumn, ValueColumn } from '../../kit/column.ts';
import type { Cell, ColumnType, Schema } from '../../kit/schema.ts';
import { AtomicFile } from '../files/atomicFile.ts';
import { openCsv } from './csvFile.ts';
import { defaultCsvOptions } from './csvOptions.ts';
import { CsvWriter, type CsvWriterOptions } from './csvWriter.ts';
import { inFolder, readContent } from './fixture.ts';
import { readBlocks } from './readBlocks.ts';

const usual: CsvWriterOptions = { dialect: { delimiter: ',', quote: '"' }, lineEnding: '\n', formulaGuard: false, header: true, bom: false };
const origin = { source: 'test', ordinal: 0 };

function batch(names: readonly string[], rows: readonly (readonly Cell[])[], types: readonly ColumnType[] = []): Batch {
  return batchFromRows(names.map((name, index) => ({ name, type: types[index] ?? 'text' })), rows, origin);
}

async function written(batches: readonly Batch[], options: Partial<CsvWriterOptions> = {}): Promise<string> {
  return inFolder(async (folder) => {
    const path = join(folder, 'out.csv');
    const writer = await CsvWriter.create(path, { ...usual, ...options });
    for (const each of batches) await writer.write(each);
    await writer.finish();
    expect(await readdir(folder)).toEqual(['out.csv']);
    return readFile(path, 'utf8');
  });
}

/** Reads the text, lets `change` make other batches of it, and writes them. */
async function rewritten(
  text: string,
  change: (batch: Batch) => Batch = (same) => same,
  options: Partial<CsvWriterOptions> = {},
  delimiter = ',',
): Promise<string> {
  return inFolder(async (folder) => {
    const path = join(folder, 'in.csv');
    await writeFile(path, text);
    const file = await openCsv(path, { ...defaultCsvOptions, delimiter, onFieldCount: 'fill' });
    const writer = await CsvWriter.create(join(folder, 'out.csv'), { ...usual, ...options });
    const schema: Schema = file.names.map((name) => ({ name, type: 'text' }));
    for await (const { block, rowCount } of readBlocks(file)) {
      const whole = batch(file.names, Array.from({ length: rowCount }, () => []));
      await writer.write(change(withColumns(whole, schema, schema.map((_, field) => new SourceColumn({ block, field })))));
    }
    await file.input.close();
    await writer.finish();
    return readFile(join(folder, 'out.csv'), 'utf8');
  });
}

describe('cells that were made', () => {
  it('are quoted only where they need it', async () => {
    const rows = [['plain', 'a,b', 'say "hi"'], ['line\nbreak', 'cr\r', ' spaces '], ['Zoë', '東京 🙂', null]];
    expect(await written([batch(['a', 'b,c', 'd'], rows)])).toBe('a,"b,c",d\nplain,"a,b","say ""hi"""\n"line\nbreak","cr\r", spaces \nZoë,東京 🙂,\n');
    expect(await written([batch(['a'], [['x;y'], ['x,y']])], { dialect: { delimiter: ';', quote: '"' } })).toBe('a\n"x;y"\nx,y\n');
  });

  it('of every type', async () => {
    const types: ColumnType[] = ['number', 'boolean', 'date', 'datetime', 'time'];
    expect(await written([batch(types, [[1.5, true, 20_000, 0, 50_700_000], [null, false, null, null, null]], types)])).toBe(
      'number,boolean,date,datetime,time\n1.5,true,2024-10-04,1970-01-01T00:00:00.000Z,14:05:00.000Z\n,false,,,\n',
    );
  });

  it('numbers are written as String writes them', async () => {
    const values = [
      0, -0, 1, 10, 0.1, 0.01, 0.05, 0.5, 1.1, 12.34, 99_999.99, 100, 1_000_000_000_000, 0.001, -12.5, 1e21, 1e-7, 123_456_789.12, 0.1 + 0.2, 4.35,
      1.005,
    ];
    for (let cents = 0; cents < 3000; cents += 7) values.push(cents / 100, cents / 1000);
    const text = await written([batch(['n'], values.map((value) => [value]), ['number'])]);
    expect(text.split('\n').slice(1, -1)).toEqual(values.map(String));
  });

  it('long texts and more rows than the buffer holds come back', async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => [`${'long "é", '.repeat(row % 97)}${row}`, row % 500 === 0 ? 'x'.repeat(400_000) : 'y']);
    const text = await written([batch(['a', 'b'], rows)]);
    expect((await readContent(text)).rows).toEqual(rows);
  });
});

describe('the form of the file', () => {
  it('line ends, byte order mark, header', async () => {
    const rows = batch(['a', 'b'], [['1', '2']]);
    expect(await written([rows], { lineEnding: '\r\n', bom: true })).toBe('\uFEFFa,b\r\n1,2\r\n');
    expect(await written([rows], { header: false })).toBe('1,2\n');
  });

  it('no rows: the header alone', async () => {
    expect(await written([batch(['a', 'b'], [])])).toBe('a,b\n');
    expect(await written([])).toBe('');
  });

  it('a blank in a file of one column is not an empty line', async () => {
    const text = await written([batch(['a'], [['1'], [null], ['2']])]);
    expect(text).toBe('a\n1\n""\n2\n');
    expect((await readContent(text)).rows).toEqual([['1'], [null], ['2']]);
  });

  it('only the selected rows', async () => {
    expect(await written([selectRows(batch(['a'], [['1'], ['2'], ['3']]), Int32Array.of(0, 2))])).toBe('a\n1\n3\n');
  });

  it('columns that come later are added, and earlier rows have blanks there', async () => {
    const batches = [batch(['a', 'b'], [['1', 'x\ny'], ['2', null]]), batch(['b', 'c'], [['q', 'r']]), batch(['a'], [['3']]), batch(['d', 'a'], [['"', '4']])];
    expect(await written(batches)).toBe('a,b,c,d\n1,"x\ny",,\n2,,,\n,q,r,\n3,,,\n4,,,""""\n');
    expect(await written([batch(['a'], [[null]]), batch(['b'], [['1']])], { bom: true, lineEnding: '\r\n' })).toBe('\uFEFFa,b\r\n"",\r\n,1\r\n');
    const many = Array.from({ length: 20_000 }, (_, row) => [`row ${row}`, 'two\nlines']);
    const read = await readContent(await written([batch(['a', 'b'], many), batch(['c'], [['end']])]));
    expect(read.rows).toEqual([...many.map((row) => [...row, null]), [null, null, 'end']]);
  });
});

describe('cells nobody touched are copied as they stand in the file', () => {
  const text = 'a,b,c\n"1",1.50, x\nZoë,"p ""q"", r",5" pipe\n,"",\n';

  it('whole rows', async () => {
    expect(await rewritten(text)).toBe(text);
    expect(await rewritten(text.replaceAll('\n', '\r\n'), undefined, { lineEnding: '\r\n' })).toBe(text.replaceAll('\n', '\r\n'));
  });

  it('some columns, in another order, among new ones', async () => {
    const change = (rows: Batch) => withColumns(rows, ['c', 'new', 'a', 'b'].map((name) => ({ name, type: 'text' })), [
      rows.columns[2]!,
      new ValueColumn('text', ['n,1', 'n2']),
      rows.columns[0]!,
      rows.columns[1]!,
    ]);
    expect(await rewritten(text, change)).toBe('c,new,a,b\n x,"n,1","1",1.50\n5" pipe,n2,Zoë,"p ""q"", r"\n,,,""\n');
  });

  it('rows that were filled or cut', async () => {
    expect(await rewritten('a,b,c\n1\n1,2,3,4\n1,2\n')).toBe('a,b,c\n1,,\n1,2,3\n1,2,\n');
  });

  it('but not into another dialect', async () => {
    expect(await rewritten('a;b\n1,5;"x;y"\n', undefined, {}, ';')).toBe('a,b\n"1,5",x;y\n');
  });
});

it('the guard puts an apostrophe before what a spreadsheet would run', async () => {
  const rows = [['=1+2', '+49 211', '-5'], ['@SUM', '\tx', 'a=b'], ['-x', '+1.5', '=A1,B1']];
  expect(await written([batch(['a', 'b', 'c'], rows)], { formulaGuard: true })).toBe(`a,b,c\n'=1+2,'+49 211,-5\n'@SUM,'\tx,a=b\n'-x,+1.5,"'=A1,B1"\n`);
  expect(await rewritten('a\n=1+2\n', undefined, { formulaGuard: true })).toBe("a\n'=1+2\n");
});

describe('whole or not at all', () => {
  it('the old file stays until the new one is complete', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'out.csv');
      await writeFile(path, 'old', { mode: 0o600 });
      const writer = await CsvWriter.create(path, usual);
      await writer.write(batch(['a'], [['1']]));
      expect(await readFile(path, 'utf8')).toBe('old');
      await writer.finish();
      expect(await readFile(path, 'utf8')).toBe('a\n1\n');
      if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    });
  });

  it('an aborted run leaves nothing', async () => {
    await inFolder(async (folder) => {
      const writer = await CsvWriter.create(join(folder, 'out.csv'), usual);
      await writer.write(batch(['a'], Array.from({ length: 50_000 }, () => ['some text that fills the buffers'])));
      expect(await readdir(folder)).toHaveLength(1);
      await writer.abort();
      expect(await readdir(folder)).toEqual([]);
      await writer.abort();
    });
  });

  it.skipIf(process.platform === 'win32')('a link stays a link (links need rights on Windows)', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'real.csv'), 'old');
      await symlink('real.csv', join(folder, 'out.csv'));
      const writer = await CsvWriter.create(join(folder, 'out.csv'), usual);
      await writer.write(batch(['a'], []));
      await writer.finish();
      expect(await readFile(join(folder, 'real.csv'), 'utf8')).toBe('a\n');
    });
  });

  it('a missing folder, or a folder in the way, is said before anything is read', async () => {
    await inFolder(async (folder) => {
      await expect(CsvWriter.create(join(folder, 'no', 'out.csv'), usual)).rejects.toMatchObject({
        kind: 'settings',
        code: 'folderNotFound',
        message: `There is no folder ${join(folder, 'no')} to write out.csv into. Make the folder, or choose another one.`,
      });
      await mkdir(join(folder, 'out.csv'));
      await expect(CsvWriter.create(join(folder, 'out.csv'), usual)).rejects.toMatchObject({ kind: 'settings', code: 'fileIsFolder' });
    });
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk is said in words, and nothing is left (Linux: its /dev/full is always full)', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'out.csv');
      const file = await AtomicFile.create(path, () => open('/dev/full', 'w'));
      await expect(file.write(Buffer.from('a\n1\n'))).rejects.toMatchObject({
        kind: 'service',
        code: 'diskFull',
        message: `The disk that holds ${folder} is full: there is no room for out.csv. The file was not written.`,
      });
      expect(await readdir(folder)).toEqual([]);
    });
  });
});
