import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { inFolder } from '../csv/fixture.ts';
import { meaningOf } from './cellFormats.ts';
import { writeWorkbook } from './workbookFixture.ts';
import { openXlsxTable, sheetNames, type XlsxOptions } from './xlsxTable.ts';
import { XlsxWriter } from './xlsxWriter.ts';

async function read(path: string, schema?: Schema, options: Partial<XlsxOptions> = {}) {
  const table = await openXlsxTable(path, { sheet: '', headerRow: 1, ...options }, () => undefined);
  const guess = await table.guess();
  const rows: Cell[][] = [];
  const faults: string[] = [];
  for await (const part of table.read(schema ?? guess, { ordinal: 0 })) {
    for (let row = 0; row < part.rowCount; row++) {
      const fault = part.faults.get(row);
      if (fault) faults.push(fault.message);
      else rows.push(part.columns.map((column) => column.value(row)));
    }
  }
  const notes = table.notes!();
  await table.close();
  return { guess: guess.map(({ name, type }) => `${name} ${type}`), rows, faults, notes };
}

const day = Date.UTC(2026, 0, 31) / 86_400_000;

describe('a workbook that another program wrote', () => {
  const parts = {
    strings: '<x:si><x:t>Name</x:t></x:si><x:si><x:r><x:t>Zo</x:t></x:r><x:r><x:rPr/><x:t>ë </x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:si><x:si><x:t>Error</x:t></x:si>',
    formats: ['yyyy\\-mm\\-dd\\ hh:mm', 'h:mm AM/PM', '[h]:mm', '&quot;day&quot;0'],
    rows: [
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Sum</t></is></c><c r="C1" t="str"><v>On</v></c><c r="D1" t="str"><v>At</v></c><c r="E1" t="str"><v>Clock</v></c><c r="F1" t="s"><v>2</v></c></row>',
      '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><f>A1+1</f><v>0.30000000000000004</v></c><c r="C3" s="1"><v>46053</v></c><c r="D3" s="2"><v>46053.5</v></c><c r="E3" s="3"><v>0.25</v></c><c r="F3" t="e"><v>#N/A</v></c></row>',
      '<row r="4" spans="1:6"><c r="A4" s="1"/><c r="B4"/></row>',
      '<row><c r="B5" t="b"><v>1</v></c><c s="1"><v>1</v></c></row>',
    ].join(''),
  };

  it('gives rich texts, dates by their formats, what formulas gave, and blanks for errors with a note', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'leads.xlsx');
      await writeWorkbook(path, parts);
      expect((await sheetNames(path)).map(({ name, isHidden }) => [name, isHidden])).toEqual([['Notes', true], ['Leads', false]]);
      const found = await read(path, [
        { name: 'Name', type: 'text' },
        { name: 'Sum', type: 'text' },
        { name: 'On', type: 'date' },
        { name: 'At', type: 'datetime' },
        { name: 'Clock', type: 'time' },
        { name: 'Error', type: 'number' },
      ]);
      expect(found.guess).toEqual(['Name text', 'Sum text', 'On date', 'At datetime', 'Clock time', 'Error text']);
      expect(found.rows).toEqual([
        ['Zoë ', '0.3', day, day * 86_400_000 + 43_200_000, 21_600_000, null],
        [null, 'true', Date.UTC(1900, 0, 1) / 86_400_000, null, null, null],
      ]);
      expect(found.notes).toEqual(['A cell of "Error" in leads.xlsx holds an error such as #N/A, read as blank.']);
    });
  });

  it('counts days from 1904 when it says so', async () => {
    await inFolder(async (folder) => {
      await writeWorkbook(join(folder, 'mac.xlsx'), { ...parts, workbookPr: '<workbookPr date1904="1"/>' });
      expect((await read(join(folder, 'mac.xlsx'))).rows[0]![2]).toBe(day + 1462);
    });
  });

  it('has its names in any row or none; a value without a name and a cell of another type reject their row', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.xlsx');
      const text = (place: string, value: string): string => `<c r="${place}" t="str"><v>${value}</v></c>`;
      await writeWorkbook(path, { rows: `<row r="1">${text('A1', 'Report')}</row><row r="3">${text('A3', 'n')}</row><row r="4"><c r="A4"><v>1</v></c></row><row r="5">${text('A5', 'x')}</row><row r="6">${text('C6', 'y')}</row>` });
      const named = await read(path, [{ name: 'n', type: 'number' }], { headerRow: 3 });
      expect(named).toMatchObject({ guess: ['n text', 'Column 2 text', 'Column 3 text'], rows: [[1], [null]], faults: ['n is "x", which is not a number (row 5).'] });
      expect((await read(path, undefined, { headerRow: 0 })).rows.map(([first]) => first)).toEqual(['Report', 'n', '1', 'x', null]);
      await expect(read(path, undefined, { sheet: 'Ledas' })).rejects.toMatchObject({ code: 'sheetNotFound', message: 'There is no sheet "Ledas" in a.xlsx. Sheets: Notes, Leads.' });
      await expect(read(path, undefined, { headerRow: 2 })).rejects.toMatchObject({ code: 'sheetEmpty' });
      await writeFile(path, 'a,b\n1,2\n');
      await expect(read(path)).rejects.toMatchObject({ kind: 'settings', code: 'notWorkbook' });
    });
  });

  it.each([
    ['dd/mm/yy', 'date'], ['mmm', 'date'], ['mm:ss', 'time'], ['h "o\'clock"', 'time'], ['yyyy-mm-dd"T"hh:mm:ss', 'datetime'], ['[$-409]d\\-mmm', 'date'],
    ['0.00', 'number'], ['"day" 0', 'number'], ['General', 'number'], ['[Red]0.00;[Blue]-0.00', 'number'], ['[mm]:ss', 'number'], ['_-* #,##0', 'number'],
  ])('the format %s shows a %s', (code, meaning) => expect(meaningOf(200, new Map([[200, code]]))).toBe(meaning));
});

describe('a workbook of ours', () => {
  const schema: Schema = [
    { name: 'Name & <more>', type: 'text' },
    { name: 'Amount', type: 'number' },
    { name: 'Won', type: 'boolean' },
    { name: 'On', type: 'date' },
    { name: 'At', type: 'datetime' },
    { name: 'Clock', type: 'time' },
  ];
  const rows: Cell[][] = [
    ['Zoë <b> & "q" 🙂', 1200.5, true, day, day * 86_400_000 + 50_707_001, 50_707_000],
    [' two\r\nlines\t', -1e-7, false, -30_000, -3_000_000_000_000, 0],
    ['_x0041_ \u0007', null, null, null, null, null],
  ];

  it('reads back as what was written', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.xlsx');
      const writer = await XlsxWriter.create(path, "It's <ours>");
      await writer.write(batchFromRows(schema, rows, { source: '', ordinal: 0 }));
      await writer.finish();
      expect((await sheetNames(path)).map(({ name }) => name)).toEqual(["It's <ours>"]);
      const { guess, ...found } = await read(path, schema);
      expect(found).toEqual({ rows, faults: [], notes: [] });
      expect(guess).toEqual(['Name & <more> text', 'Amount number', 'Won boolean', 'On text', 'At text', 'Clock time']);
    });
  });

  it('goes on on another sheet when one is full, and has a sheet when there are no rows', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.xlsx');
      const writer = await XlsxWriter.create(path, 'Rows', 3);
      const batch = batchFromRows([{ name: 'n', type: 'number' }], [[1], [2], [3], [4], [5]], { source: '', ordinal: 0 });
      await writer.write(batch);
      await writer.finish();
      expect((await sheetNames(path)).map(({ name }) => name)).toEqual(['Rows', 'Rows (2)', 'Rows (3)']);
      expect((await read(path, undefined, { sheet: 'Rows (3)' })).rows).toEqual([[5]]);
      const empty = await XlsxWriter.create(path, 'Rows');
      await empty.finish();
      expect(await sheetNames(path)).toHaveLength(1);
    });
  });

  it('needs the same columns in all batches', async () => {
    await inFolder(async (folder) => {
      const writer = await XlsxWriter.create(join(folder, 'a.xlsx'), 'Rows');
      await writer.write(batchFromRows([{ name: 'a', type: 'text' }], [], { source: '', ordinal: 0 }));
      await expect(writer.write(batchFromRows([{ name: 'b', type: 'text' }], [], { source: '', ordinal: 0 }))).rejects.toMatchObject({ kind: 'settings', code: 'columnsChanged' });
      await writer.abort();
    });
  });
});
