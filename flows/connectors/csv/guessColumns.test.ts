import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCsv } from './csvFile.ts';
import { defaultCsvOptions } from './csvOptions.ts';
import { inFolder } from './fixture.ts';
import { guessColumns } from './guessColumns.ts';

async function guess(text: string) {
  return inFolder(async (folder) => {
    const path = join(folder, 'leads.csv');
    await writeFile(path, text);
    const file = await openCsv(path, defaultCsvOptions);
    try {
      return await guessColumns(file);
    } finally {
      await file.input.close();
    }
  });
}

it.each([
  ['number', ['1', '-2.50', '0', '0.5', '999999999999999']],
  ['number', ['1', '', ' 2 ']],
  ['text', ['01234', '99501']],
  ['text', ['+49211', '123']],
  ['text', ['1234567890123456']],
  ['text', ['003000000000000001']],
  ['text', ['1E5', '2E7']],
  ['text', ['1,5', '2,5']],
  ['text', ['1', 'n/a']],
  ['boolean', ['true', 'FALSE', 'True']],
  ['text', ['yes', 'no']],
  ['date', ['2026-01-31', '2024-02-29']],
  ['text', ['2026-02-30', '2026-01-31']],
  ['text', ['31.01.2026']],
  ['datetime', ['2026-01-31T14:05:00Z', '2026-01-31 14:05', '2026-01-31T14:05:00.000+0000']],
  ['text', ['2026-01-31T14:05:00Z', '2026-01-31']],
  ['text', ['', '']],
] as const)('%s: %j', async (type, values) => {
  const [column] = await guess(`v,w\n${values.map((value) => `"${value}",x\n`).join('')}`);
  expect(column).toMatchObject({ name: 'v', type });
});

it('looks at the first 2,000 rows and shows the first three values that are not blank', async () => {
  const rows = Array.from({ length: 3000 }, (_, row) => (row === 2500 ? 'n/a' : row % 2 === 0 ? '' : String(row)));
  expect(await guess(`n,t\n${rows.map((value) => `${value},x`).join('\n')}\n`)).toEqual([
    { name: 'n', type: 'number', examples: ['1', '3', '5'] },
    { name: 't', type: 'text', examples: ['x', 'x', 'x'] },
  ]);
});

it('leaves bad rows out', async () => {
  expect((await guess('n,m\n1,2\nbad\n3,4\n')).map(({ type }) => type)).toEqual(['number', 'number']);
});
