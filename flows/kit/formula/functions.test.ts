import { describe, expect, it } from 'vitest';
import { accumulatorOf } from '../accumulators.ts';
import { batchFromRows } from '../batch.ts';
import { jsonCell, type Cell, type ColumnType, type Schema } from '../schema.ts';
import { compileFormula } from './compileFormula.ts';
import { formulaFunctions } from './functions.ts';
import type { FormulaExample, FormulaOptions } from './operation.ts';

function typeOf(value: Cell): ColumnType {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
}

/** A blank in an example is of the type that makes the formula fit. */
function schemasOf(row: Readonly<Record<string, Cell>>): Schema[] {
  return (['text', 'number'] as const).map((blank) => Object.entries(row).map(([name, value]) => ({ name, type: value === null ? blank : typeOf(value) })));
}

/** All rows of the batch are one group. */
const total: NonNullable<FormulaOptions['total']> = (of, part) => (batch) => {
  const accumulator = accumulatorOf(of, part && part.type !== 'null' ? part.type : 'number');
  for (const row of batch.rows) {
    const value = part ? part.evaluate(batch, row) : 0;
    if (value !== null) accumulator.add(0, value);
  }
  return accumulator.result(0);
};

function run({ formula: source, row = {}, now }: FormulaExample): Cell {
  const compiled = schemasOf(row).map((schema) => ({ schema, ...compileFormula(source, schema, { total, ...(now === undefined ? {} : { nowMs: Date.parse(now) }) }) }));
  const found = compiled.find(({ formula }) => formula !== undefined) ?? compiled[0]!;
  expect(found.problems).toEqual([]);
  const batch = batchFromRows(found.schema, [Object.values(row)], { source: 'example', ordinal: 0 });
  return jsonCell(found.formula!.type, found.formula!.evaluate(batch, 0));
}

describe.each(formulaFunctions.map((entry) => [entry.signature, entry] as const))('%s', (_, entry) => {
  it('is described', () => {
    expect(entry.name).toMatch(/^[A-Z]+\d?$/);
    expect(entry.help).toMatch(/\.$/);
    expect(entry.examples.length).toBeGreaterThan(0);
  });

  it.each(entry.examples.map((example) => [example.formula, example.fails ?? example.result, example] as const))('%s → %s', (_formula, expected, example) => {
    if (example.fails === undefined) expect(run(example)).toEqual(expected);
    else expect(() => run(example)).toThrow(expect.objectContaining({ kind: 'row', message: example.fails }));
  });
});

describe('the function table', () => {
  it('has every name once', () => {
    const names = formulaFunctions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives a default to what may be left out, and only at the end', () => {
    for (const { name, parameters } of formulaFunctions) {
      const isOptional = parameters.map((parameter) => parameter.default !== undefined);
      expect(isOptional.lastIndexOf(false), name).toBeLessThan(isOptional.includes(true) ? isOptional.indexOf(true) : parameters.length);
    }
  });
});
