import { describe, expect, it } from 'vitest';
import { batchFromRows, rowObject, type Batch } from '../../kit/batch.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { seededRandom } from '../../kit/seededRandom.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

const left: Schema = [{ name: 'Key', type: 'text' }, { name: 'Amount', type: 'number' }];
const right: Schema = [{ name: 'Id', type: 'text' }, { name: 'City', type: 'text' }];
const keys = [{ column: 'Key', equals: 'Id' }];
const batch = (schema: Schema, rows: Cell[][], ordinal = 0): Batch => batchFromRows(schema, rows, { source: 'list', ordinal });
const rightBatch = (rows: Cell[][]) => ({ port: 'right', batch: batch(right, rows) });
const leftBatch = (rows: Cell[][]) => ({ port: 'left', batch: batch(left, rows) });

describe('joinRows', () => {
  it('leaves the left columns as they are where no row has several matches', async () => {
    const given = leftBatch([['1', 5], ['2', 6]]);
    const { emitted } = await runTransform(definition, run, { kind: 'left', keys }, [rightBatch([['1', 'Ulm'], ['3', 'Lyon']]), given]);
    expect(emitted[0]!.columns.slice(0, 2)).toEqual(given.batch.columns);
    expect(emitted[0]!.columns[0]).toBe(given.batch.columns[0]);
  });

  it('sends the many rows of few in batches of the usual size, each with the ordinal of its left row', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => ['1', `City ${index}`]);
    const { emitted } = await runTransform(definition, run, { keys }, [rightBatch(many), leftBatch([['0', 1], ['1', 2]])]);
    expect(emitted.map(({ rows }) => rows.length)).toEqual([1024, 1024, 952]);
    expect(rowObject(emitted[2]!, 951)).toEqual({ Key: '1', Amount: 2, City: 'City 2999' });
    expect(new Set(emitted.flatMap(({ ordinals }) => [...ordinals!]))).toEqual(new Set([1]));
  });

  it('gives every row of a chain that a left row matched for matched, in a full join', async () => {
    const { emitted } = await runTransform(definition, run, { kind: 'full', keys }, [rightBatch([['1', 'a'], ['2', 'b'], ['1', 'c']]), leftBatch([['1', 5]])]);
    const rows = emitted.flatMap((out) => Array.from(out.rows, (row) => Object.values(rowObject(out, row))));
    expect(rows).toEqual([['1', 5, 'a'], ['1', 5, 'c'], ['2', null, 'b']]);
  });

  it.each(['inner', 'left', 'full', 'semi', 'anti'] as const)('gives what nested loops give: %s', async (kind) => {
    const random = seededRandom(3);
    const pick = (among: number): Cell => (random() < 0.1 ? null : `k${Math.floor(random() * among)}`);
    for (const isUnique of [true, false]) {
      const lefts = Array.from({ length: 200 }, (_, index): Cell[] => [pick(60), index]);
      const rights = Array.from({ length: 40 }, (_, index): Cell[] => [isUnique ? `k${index}` : pick(40), `City ${index}`]);
      const matches = (row: Cell[]) => rights.filter(([id]) => id !== null && id === row[0]);
      const missing = rights.filter(([id]) => id === null || !lefts.some(([key]) => key === id));
      const expected = {
        inner: lefts.flatMap((row) => matches(row).map(([, city]) => [...row, city])),
        left: lefts.flatMap((row) => (matches(row).length > 0 ? matches(row).map(([, city]) => [...row, city]) : [[...row, null]])),
        semi: lefts.filter((row) => matches(row).length > 0),
        anti: lefts.filter((row) => matches(row).length === 0),
      };
      const { emitted } = await runTransform(definition, run, { kind, keys }, [rightBatch(rights.slice(0, 20)), rightBatch(rights.slice(20)), leftBatch(lefts.slice(0, 90)), leftBatch(lefts.slice(90))]);
      const rows = emitted.flatMap((out) => Array.from(out.rows, (row) => Object.values(rowObject(out, row))));
      expect(rows).toEqual(kind === 'full' ? [...expected.left, ...missing.map(([id, city]) => [id, null, city])] : expected[kind]);
    }
  });

  it('ends with kind settings when a key is not there, or can never be equal', async () => {
    const joined = (pair: { column: string; equals: string }) => runTransform(definition, run, { keys: [pair] }, [rightBatch([['1', 'a']]), leftBatch([['1', 5]])]);
    await expect(joined({ column: 'Key', equals: 'Idd' })).rejects.toMatchObject({ kind: 'settings', code: 'columnUnknown', where: { path: ['keys', 0, 'equals'] } });
    await expect(joined({ column: 'Amount', equals: 'Id' })).rejects.toMatchObject({ kind: 'settings', code: 'keyTypesDiffer' });
    expect(definition.check!(definition.settings.parse({ keys: [{ column: 'Amount', equals: 'Id' }] }), [left, right]).map(({ code }) => code)).toEqual(['keyTypesDiffer']);
  });
});
