import type { SettingProblem, Upstream } from './defineNode.ts';
import { checkColumn, findColumns, throwProblem } from './findColumns.ts';
import { findColumn } from './formula/columns.ts';
import type { TableCell } from './fields.ts';
import type { Schema } from './schema.ts';

/** A column of the rows that come by the first in-port, and the column of the second that it must be equal to. */
export interface KeyPair {
  readonly column: string;
  readonly equals: string;
}

/** The cells of the setting `keys` of nodes that bring two inputs together. */
export const keyCells = {
  column: { title: 'Column', control: 'column', input: 0 },
  equals: { title: 'Equals', control: 'column', input: 1 },
} as const satisfies Readonly<Record<string, TableCell>>;

/** What is wrong with the pairs: a column that is not there, two columns of different types. */
export function checkKeys(keys: readonly KeyPair[], [first, second]: Upstream): SettingProblem[] {
  return keys.flatMap(({ column, equals }, index) => {
    const problems = [...checkColumn(first, column, ['keys', index, 'column']), ...checkColumn(second, equals, ['keys', index, 'equals'])];
    return problems.length > 0 ? problems : checkTypes(keys[index]!, first, second, index);
  });
}

/** The positions of the key columns in one input. Throws kind `settings` when one is not there. */
export function keyColumns(keys: readonly KeyPair[], schema: Schema, cell: keyof KeyPair): number[] {
  return findColumns(schema, keys.map((pair) => pair[cell]), (index) => ['keys', index, cell]);
}

/** Throws kind `settings` when a pair cannot be compared. */
export function checkKeysNow(keys: readonly KeyPair[], first: Schema, second: Schema): void {
  throwProblem(checkKeys(keys, [first, second])[0]);
}

function checkTypes({ column, equals }: KeyPair, first: Schema | undefined, second: Schema | undefined, index: number): SettingProblem[] {
  const [one, other] = [first?.[first ? findColumn(first, column) : -1]?.type, second?.[second ? findColumn(second, equals) : -1]?.type];
  if (one === undefined || other === undefined || one === other) return [];
  const message = `"${column}" is ${one} and "${equals}" is ${other}, so they are never equal.`;
  return [{ code: 'keyTypesDiffer', severity: 'error', message, hint: 'Give both one type before this node, with a Map columns node.', path: ['keys', index, 'equals'] }];
}
