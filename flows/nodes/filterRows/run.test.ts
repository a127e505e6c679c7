import { describe, expect, it } from 'vitest';
import { batchFromRows, selectRows } from '../../kit/batch.ts';
import type { Schema } from '../../kit/schema.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const schema: Schema = [
  { name: 'Name', type: 'text' },
  { name: 'Amount', type: 'text' },
];
const batch = batchFromRows(
  schema,
  [
    ['a', '1'],
    ['b', '20'],
    ['c', 'x'],
    ['d', '30'],
    ['e', '4'],
  ],
  { source: 'list', ordinal: 0 },
);
const filter = (condition: string, batches = [batch]) => runTransform(definition, run, { condition }, batches);

describe('filterRows', () => {
  it('narrows the selection and leaves columns and origin as they are', async () => {
    const { emitted, dropped, rejected } = await filter('VALUE(Amount) > 10');
    expect(emitted).toHaveLength(1);
    expect([...emitted[0]!.rows]).toEqual([1, 3]);
    expect(emitted[0]!.columns).toBe(batch.columns);
    expect(dropped).toEqual({ 'Condition is not true': 2 });
    expect(rejected.map(({ row, error }) => [row, error.code])).toEqual([[2, 'notANumber']]);
  });

  it('looks at living rows only', async () => {
    const { emitted, dropped, rejected } = await filter('VALUE(Amount) > 0', [selectRows(batch, Int32Array.of(0, 4))]);
    expect([...emitted[0]!.rows]).toEqual([0, 4]);
    expect(dropped).toEqual({});
    expect(rejected).toEqual([]);
  });

  it('passes a batch on as it is when every row stays', async () => expect((await filter('true')).emitted[0]).toBe(batch));

  it('sends the columns on when no row stays', async () => {
    const { emitted, dropped } = await filter('false');
    expect([...emitted[0]!.rows]).toEqual([]);
    expect(emitted[0]!.schema).toBe(schema);
    expect(dropped).toEqual({ 'Condition is not true': 5 });
  });

  it('binds the condition again when other columns come', async () => {
    const turned: Schema = [
      { name: 'Amount', type: 'number' },
      { name: 'Name', type: 'text' },
    ];
    const second = batchFromRows(
      turned,
      [
        [1, '5'],
        [50, 'x'],
      ],
      { source: 'list', ordinal: 5 },
    );
    const { emitted } = await filter('VALUE(Amount) > 10', [batch, second]);
    expect(emitted.map(({ rows }) => [...rows])).toEqual([[1, 3], [1]]);
  });

  it('keeps the same rows whether it asks few of them one by one or many at once', async () => {
    const numbered: Schema = [{ name: 'Number', type: 'number' }];
    const batches = [0, 300, 600].map((ordinal) => batchFromRows(numbered, Array.from({ length: 300 }, (_, row) => [row % 7 === 0 ? null : row]), { source: 'list', ordinal }));
    const { emitted, rejected } = await filter('Number >= 200', batches);
    const kept = Array.from({ length: 100 }, (_, row) => row + 200).filter((row) => row % 7 !== 0);
    expect(emitted.map(({ rows }) => [...rows])).toEqual([kept, kept, kept]);
    expect(rejected).toEqual([]);
  });

  it.each([
    ['Citty = "x"', 'columnUnknown'],
    ['Name', 'conditionType'],
  ])('ends with kind settings when the columns that come do not fit: %s', async (condition, code) => {
    await expect(filter(condition)).rejects.toMatchObject({ kind: 'settings', code, where: { path: ['condition'] } });
  });
});

describe('the check of filterRows', () => {
  const check = (condition: string, upstream: Schema | undefined = schema) =>
    definition.check!({ condition }, [upstream]).map(({ code, path }) => [code, path]);

  it('tells every problem of the formula on its setting', () =>
    expect(check('Nam = 1 && BEGINS(Name)')).toEqual([
      ['columnUnknown', ['condition']],
      ['argumentCount', ['condition']],
    ]));
  it('wants true or false', () => expect(check('Name & "x"')).toEqual([['conditionType', ['condition']]]));
  it('takes columns for granted that are not known', () => expect(definition.check!({ condition: 'Whatever > 1' }, [undefined])).toEqual([]));
  it('leaves a blank condition to the form', () => expect(check(' ')).toEqual([]));
  it('shows the condition on one line', () => expect(definition.caption!({ condition: 'A = 1 &&\n  B = 2' })).toBe('A = 1 && B = 2'));
});
