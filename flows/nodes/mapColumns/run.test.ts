import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject, selectRows, type Batch } from '../../kit/batch.ts';
import { ConstantColumn } from '../../kit/column.ts';
import type { MappingEntry } from '../../kit/fields.ts';
import type { Schema } from '../../kit/schema.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const schema: Schema = [
  { name: 'First', type: 'text' },
  { name: 'Last', type: 'text' },
  { name: 'Amount', type: 'text' },
];
const batch = batchFromRows(
  schema,
  [
    ['Ada', 'Lovelace', '1'],
    ['Mary', 'Somerville', 'x'],
    ['Ida', 'Rhodes', '3'],
  ],
  { source: 'list', ordinal: 0 },
);

function entries(columns: Readonly<Record<string, string>>): MappingEntry[] {
  return Object.entries(columns).map(([column, formula]) => ({ column, formula }));
}

async function map(columns: Readonly<Record<string, string>>, keepOthers = true, from: Batch = batch) {
  const { emitted, rejected } = await runTransform(definition, run, { columns: entries(columns), keepOthers }, [from]);
  return { out: emitted[0]!, rejected };
}

describe('mapColumns', () => {
  it('passes a renamed or kept column on as the object it is, so that it stays lazy', async () => {
    const { out } = await map({ Surname: 'Last', Full: 'First & Last' });
    expect(out.schema.map(({ name }) => name)).toEqual(['First', 'Last', 'Amount', 'Surname', 'Full']);
    for (const [to, from] of [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 1],
    ] as const)
      expect(out.columns[to]).toBe(batch.columns[from]);
  });

  it('works out living rows only', async () => {
    const { out, rejected } = await map({ Amount: 'VALUE(Amount)' }, true, selectRows(batch, Int32Array.of(0, 2)));
    expect(rejected).toEqual([]);
    expect([...out.rows].map((row) => rowObject(out, row)['Amount'])).toEqual([1, 3]);
  });

  it('gives a constant no room', async () => expect((await map({ Source: '"List"' })).out.columns[3]).toBeInstanceOf(ConstantColumn));

  it('rejects a row once, in the order of the rows, by the formula that failed first', async () => {
    const { out, rejected } = await map({ A: '1 / (LEN(First) - 3)', B: 'VALUE(Amount)', C: 'VALUE(Amount) * 2' });
    expect(rejected.map(({ row, error }) => [row, error.code])).toEqual([
      [0, 'divisionByZero'],
      [1, 'notANumber'],
      [2, 'divisionByZero'],
    ]);
    expect([...out.rows]).toEqual([]);
  });

  it('lets formulas read the incoming columns, not each other', async () => {
    const { out } = await map({ First: 'Last', Last: 'First' });
    expect(rowObject(out, 0)).toEqual({ First: 'Lovelace', Last: 'Ada', Amount: '1' });
  });

  it('ends with kind settings when the columns that come do not fit', async () => {
    await expect(map({ A: 'First', B: 'LEN(Frist)' })).rejects.toMatchObject({
      kind: 'settings',
      code: 'columnUnknown',
      where: { path: ['columns', 1, 'formula'] },
    });
  });
});

describe('the columns and the check of mapColumns', () => {
  const columnsOf = (columns: Readonly<Record<string, string>>, keepOthers: boolean) =>
    definition.columns!({ columns: entries(columns), keepOthers }, [schema])?.map(({ name, type }) => `${name} ${type}`);

  it('are those that leave, with their types', () => {
    expect(columnsOf({ Amount: 'VALUE(Amount)', On: 'TODAY()' }, true)).toEqual(['First text', 'Last text', 'Amount number', 'On date']);
    expect(columnsOf({ On: 'TODAY()', Name: 'Last' }, false)).toEqual(['On date', 'Name text']);
  });

  it('keep a column whose formula has a problem, so that the next node does not miss it', () =>
    expect(columnsOf({ N: 'LEN(Frist)', T: 'Frist' }, false)).toEqual(['N number', 'T text']));
  it('are not known while the incoming ones are not', () => expect(definition.columns!({ columns: [], keepOthers: true }, [undefined])).toBeUndefined());

  it('tell every problem at its place', () => {
    const columns = [
      { column: 'A', formula: 'Frist & Lats' },
      { column: 'A', formula: ' ' },
      { column: '', formula: '1' },
    ];
    const problems = definition.check!({ columns, keepOthers: true }, [schema]);
    expect(problems.map(({ code, path }) => [code, ...path])).toEqual([
      ['columnUnknown', 'columns', 0, 'formula'],
      ['columnUnknown', 'columns', 0, 'formula'],
      ['columnTwice', 'columns', 1, 'column'],
      ['formulaBlank', 'columns', 1, 'formula'],
      ['columnBlank', 'columns', 2, 'column'],
    ]);
  });

  it('says which columns it reads, where it neither passes on nor rejects anything else of them', () => {
    const reads = (columns: Readonly<Record<string, string>>, keepOthers = false, upstream: Schema | undefined = schema) => definition.reads!({ columns: entries(columns), keepOthers }, [upstream]);
    expect(reads({ Name: 'First & " " & Last', Same: 'First', One: '1' })).toEqual(['First', 'Last', 'First']);
    expect(reads({ Name: 'First' }, true)).toBeUndefined();
    // A row that has no number is rejected, and whoever looks at it sees all of it.
    expect(reads({ Name: 'First', Number: 'VALUE(Amount)' })).toBeUndefined();
    expect(definition.reads!({ columns: entries({ Name: 'First' }), keepOthers: false }, [undefined])).toBeUndefined();
  });
});
