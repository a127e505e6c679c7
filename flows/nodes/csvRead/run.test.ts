import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../../connectors/csv/fixture.ts';
import { ordinalOf, rowObject, type Batch } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

type Settings = ReturnType<typeof definition.settings.parse>;

interface Read {
  readonly rows: Record<string, unknown>[];
  readonly rejected: { row: Record<string, unknown>; code: string; message: string }[];
  readonly log: string[];
  readonly batches: Batch[];
}

if (run.kind !== 'source') throw new Error('csvRead is a source');
const source = run;

async function read(text: string, settings: Partial<Settings> = {}, signal = new AbortController().signal): Promise<Read> {
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'leads.csv'), text);
    const result: Read = { rows: [], rejected: [], log: [], batches: [] };
    const context = contextOf(folder, settings, signal, result);
    for await (const batch of source.read(context, { id: 'all', spec: {} })) {
      result.batches.push(batch);
      for (const row of batch.rows) result.rows.push(rowObject(batch, row));
    }
    return result;
  });
}

function contextOf(folder: string, settings: Partial<Settings>, signal: AbortSignal, result: Read): NodeContext<Settings> {
  return {
    node: 'read',
    run: 'test',
    startedMs: 0,
    memoryBytes: 0,
    pause: () => undefined,
    settings: definition.settings.parse({ file: 'leads.csv', ...settings }),
    signal,
    path: (file) => join(folder, file),
    connection: () => Promise.reject(new AppError('bug', 'noConnection', { message: 'A CSV file needs no connection.' })),
    shared: (_, open) => open(),
    reject: (batch, row, { code, message }) => result.rejected.push({ row: rowObject(batch, row), code, message }),
    drop: () => undefined,
    count: () => undefined,
    log: (level, message) => result.log.push(`${level}: ${message}`),
  };
}

describe('columns', () => {
  it('are all of the file, as text, when none are declared', async () => {
    const { rows, log } = await read('City,Rate\nBonn,01.50\n,2\n');
    expect(rows).toEqual([{ City: 'Bonn', Rate: '01.50' }, { City: null, Rate: '2' }]);
    expect(log).toEqual([]);
  });

  it('have the declared types and order; others are left out with a line in the log', async () => {
    const columns: Settings['columns'] = [{ name: 'Amount', type: 'number' }, { name: 'Ok', type: 'boolean' }, { name: 'Since', type: 'date' }];
    const { rows, log } = await read('City,Since,Amount,Ok,Note\nBonn,1970-01-02,"1.50",TRUE,x\nKöln, , ,,\n', { columns });
    expect(rows).toEqual([{ Amount: 1.5, Ok: true, Since: 1 }, { Amount: null, Ok: null, Since: null }]);
    expect(log).toEqual(['info: leads.csv has 2 columns that the flow does not read: City, Note.']);
  });

  it('that are not in the file are named', async () => {
    const columns: Settings['columns'] = [{ name: 'City', type: 'text' }, { name: 'Citty', type: 'text' }];
    await expect(read('City,Country\n', { columns })).rejects.toMatchObject({
      kind: 'settings',
      message: 'There is no column "Citty" in leads.csv. Columns: City, Country.',
      where: { path: ['columns', 1, 'name'] },
    });
  });

  it('travel even when there are no rows', async () => {
    const { batches } = await read('City,Country\n');
    expect(batches).toHaveLength(1);
    expect(batches[0]!.schema.map(({ name }) => name)).toEqual(['City', 'Country']);
  });
});

describe('rows', () => {
  it('whose cells do not fit the declared types are rejected, each once, in order', async () => {
    const columns: Settings['columns'] = [{ name: 'Amount', type: 'number' }, { name: 'Since', type: 'datetime' }];
    const { rows, rejected } = await read('Amount,Since\n1,2026-01-31\nn/a,yesterday\n3,x\n4\n5,\n', { columns });
    expect(rows.map(({ Amount }) => Amount)).toEqual([1, 5]);
    expect(rejected.map(({ code, message }) => [code, message])).toEqual([
      ['cellType', 'Amount is "n/a", which is not a number (line 3).'],
      ['cellType', 'Since is "x", which is not a date and time (line 4).'],
      ['csvFieldCount', 'Line 5 has 1 field, and the file has 2 columns.'],
    ]);
    expect(rejected[1]!.row).toEqual({ Amount: 3, Since: null });
  });

  it('keep their ordinal in the file over all batches', async () => {
    const text = `n\n${Array.from({ length: 10_000 }, (_, row) => (row === 4999 ? 'bad,row' : row)).join('\n')}\n`;
    const { batches, rejected } = await read(text, { delimiter: 'comma', columns: [{ name: 'n', type: 'number' }] });
    expect(batches.length).toBeGreaterThan(3);
    for (const batch of batches) for (const row of batch.rows) expect(ordinalOf(batch, row)).toBe(batch.columns[0]!.value(row));
    expect(rejected).toHaveLength(1);
    expect(batches.at(-1)!.cursor).toMatchObject({ ordinal: 10_000 });
  });
});

it('stops between batches when the run is cancelled', async () => {
  const cancel = new AbortController();
  await inFolder(async (folder) => {
    await writeFile(join(folder, 'leads.csv'), `n\n${'1\n'.repeat(50_000)}`);
    const context = contextOf(folder, {}, cancel.signal, { rows: [], rejected: [], log: [], batches: [] });
    const reading = (async () => {
      for await (const batch of source.read(context, { id: 'all', spec: {} })) if (batch.rowCount > 0) cancel.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('a blank file setting and a missing file are said on the field', async () => {
  await expect(read('a\n', { file: '' })).rejects.toMatchObject({ kind: 'settings', where: { path: ['file'] } });
  await expect(read('a\n', { file: 'others.csv' })).rejects.toMatchObject({ kind: 'settings', code: 'fileNotFound', where: { path: ['file'] } });
});

it('the lookup gives the columns with type and examples', async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, 'leads.csv'), 'Name,Amount\nZoë,1.5\nBen,2\n');
    const context = contextOf(folder, {}, new AbortController().signal, { rows: [], rejected: [], log: [], batches: [] });
    expect(await run.lookups!['columns']!(context)).toEqual([
      { value: 'Name', label: 'Name', type: 'text', examples: ['Zoë', 'Ben'] },
      { value: 'Amount', label: 'Amount', type: 'number', examples: ['1.5', '2'] },
    ]);
  });
});

it('the check finds columns named twice and a quote of two characters', () => {
  const settings = definition.settings.parse({ quote: '""', columns: [{ name: 'a', type: 'text' }, { name: 'a', type: 'number' }] });
  expect(definition.check!(settings, []).map(({ code, path }) => [code, path])).toEqual([
    ['columnTwice', ['columns', 1, 'name']],
    ['quoteNotOneCharacter', ['quote']],
  ]);
});
