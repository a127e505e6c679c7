import type { ColumnType } from '../../schema.ts';
import type { TotalFunction } from '../../totalFunctions.ts';
import { defineFunction, type FormulaExample, type FormulaFunction } from '../operation.ts';

/** A function over the values of all rows in the group of a row. `result`: `alike` is the type of the values. */
function total(name: string, of: TotalFunction, help: string, types: readonly ColumnType[] | undefined, result: FormulaFunction['result'], example: FormulaExample): FormulaFunction {
  return defineFunction({
    name,
    category: 'Groups',
    help,
    parameters: [{ name: 'value', ...(types ? { types } : {}) }],
    ...(result === 'alike' ? { alike: () => [[0]] } : {}),
    result,
    examples: [example],
    extension: 'Works in a node "Compute over groups" alone; blank values do not count.',
    total: of,
  });
}

const number = ['number'] as const;

/** Functions over the group of a row. Their examples have a group of the one row they name. */
export const groupFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'ROWSOF',
    category: 'Groups',
    help: 'The number of rows in the group.',
    parameters: [],
    result: 'number',
    examples: [{ formula: 'ROWSOF()', result: 1 }],
    extension: 'Works in a node "Compute over groups" alone.',
    total: 'count',
  }),
  total('COUNTOF', 'count', 'How many values the group has.', undefined, 'number', { formula: 'COUNTOF(Email)', row: { Email: null }, result: 0 }),
  total('DISTINCTOF', 'countDistinct', 'How many different values the group has.', undefined, 'number', { formula: 'DISTINCTOF(City)', row: { City: 'Ulm' }, result: 1 }),
  total('SUMOF', 'sum', 'The sum of the group.', number, 'number', { formula: 'Amount / SUMOF(Amount)', row: { Amount: 5 }, result: 1 }),
  total('AVERAGEOF', 'average', 'The average of the group.', number, 'number', { formula: 'Amount - AVERAGEOF(Amount)', row: { Amount: 5 }, result: 0 }),
  total('MINOF', 'min', 'The smallest value of the group.', undefined, 'alike', { formula: 'Amount = MINOF(Amount)', row: { Amount: 5 }, result: true }),
  total('MAXOF', 'max', 'The largest value of the group.', undefined, 'alike', { formula: 'MAXOF(Amount) * 2', row: { Amount: 5 }, result: 10 }),
  total('FIRSTOF', 'first', 'The first value of the group, in the order in which the rows come.', undefined, 'alike', { formula: 'FIRSTOF(City)', row: { City: 'Ulm' }, result: 'Ulm' }),
  total('LASTOF', 'last', 'The last value of the group, in the order in which the rows come.', undefined, 'alike', { formula: 'LASTOF(City)', row: { City: 'Ulm' }, result: 'Ulm' }),
  total('LISTOF', 'list', 'All values of the group, with commas between them.', undefined, 'text', { formula: 'LISTOF(City)', row: { City: 'Ulm' }, result: 'Ulm' }),
];
