import { expect, it } from 'vitest';
import { batchFromRows } from '../batch.ts';
import { AppError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import { checkFormula, compileFormula } from './compileFormula.ts';
import { formulaFunctions } from './functions.ts';

const schema: Schema = [
  { name: 'T', type: 'text' },
  { name: 'N', type: 'number' },
  { name: 'B', type: 'boolean' },
  { name: 'D', type: 'date' },
  { name: 'DT', type: 'datetime' },
  { name: 'Tm', type: 'time' },
];
const rows = batchFromRows(schema, [['12', 3, true, 20526, 1_773_500_966_000, 5], ['x', -0.5, false, 0, 0, 0], schema.map(() => null)], {
  source: 'any',
  ordinal: 0,
});
const signs = [
  '+',
  '-',
  '*',
  '/',
  '^',
  '&',
  '&&',
  '||',
  '=',
  '<>',
  '<',
  '>=',
  '!',
  '(',
  ')',
  ',',
  ' ',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '/*',
  '*/',
  ';',
  '1',
  '0.5',
  '99999',
  '"a"',
  'null',
  'true',
];
const pieces = [...signs, ...schema.map(({ name }) => name), ...formulaFunctions.map(({ name }) => `${name}(`)];

/** The same formulas in every run. */
function* anyFormulas(count: number): Generator<string> {
  let state = 7;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let made = 0; made < count; made++) yield Array.from({ length: 1 + next(14) }, () => pieces[next(pieces.length)]!).join(next(2) === 0 ? ' ' : '');
  const leaves = ['T', 'N', 'B', 'D', 'DT', 'Tm', '1', '0', '"x"', 'null', 'true'];
  const grow = (depth: number): string => {
    if (depth === 0 || next(5) === 0) return leaves[next(leaves.length)]!;
    if (next(2) === 0) return `(${grow(depth - 1)} ${['+', '-', '*', '/', '&', '=', '<', '&&'][next(8)]!} ${grow(depth - 1)})`;
    const entry = formulaFunctions[next(formulaFunctions.length)]!;
    return `${entry.name}(${entry.parameters.map(() => grow(depth - 1)).join(', ')})`;
  };
  for (let made = 0; made < count; made++) yield grow(3);
}

/** What is wrong with the problems and the cells of a formula; undefined when all is well. */
function fault(source: string): string | undefined {
  const { formula, problems } = compileFormula(source, schema, { nowMs: 0 });
  if ((formula === undefined) !== problems.length > 0) return 'neither a formula nor problems, or both';
  for (const { from, to, message } of [...problems, ...checkFormula(source, undefined).problems]) {
    if (!(from >= 0 && from <= to && to <= source.length)) return `a problem at ${from} to ${to}`;
    if (/undefined|\[object|NaN/.test(message)) return `the message ${message}`;
  }
  if (formula === undefined) return undefined;
  for (const row of rows.rows) {
    const wanted = formula.type === 'text' ? 'string' : formula.type === 'boolean' ? 'boolean' : 'number';
    try {
      const value = formula.evaluate(rows, row);
      if (value !== null && (typeof value !== wanted || value === '' || Number.isNaN(value))) return `the ${formula.type} ${String(value)}`;
    } catch (error) {
      if (!(error instanceof AppError && error.kind === 'row')) return String(error);
      if (formula.neverFails) return 'an error, and promised to have none';
    }
  }
  return undefined;
}

it('any text gives a formula or problems that lie in it, and a formula gives a cell of its type or rejects the row', () => {
  const faults = [...anyFormulas(4000)].flatMap((source) => {
    const found = fault(source);
    return found === undefined ? [] : [`${source} gives ${found}`];
  });
  expect(faults).toEqual([]);
});

it('the formulas of this test are not all problems', () => {
  const good = [...anyFormulas(1000)].filter((source) => compileFormula(source, schema).formula);
  expect(good.length).toBeGreaterThan(200);
});
