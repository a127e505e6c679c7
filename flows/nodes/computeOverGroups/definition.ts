import { z } from 'zod';
import { columnIndex } from '../../kit/batch.ts';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f, type MappingEntry } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import { checkFormula } from '../../kit/formula/compileFormula.ts';
import { formulaProblems } from '../../kit/formula/formulaProblems.ts';
import { groupFunctions } from '../../kit/formula/functions/groups.ts';
import type { ColumnType, Schema } from '../../kit/schema.ts';

const names = groupFunctions.map(({ name }) => name).join(', ');

export const definition = defineNode({
  type: 'computeOverGroups',
  version: 1,
  kind: 'transform',
  title: 'Compute over groups',
  summary: 'Adds columns whose formulas look at all rows of a group: shares of a sum, the largest, the first. Every row stays.',
  category: 'Columns',
  keywords: ['window', 'partition', 'over', 'share', 'percent', 'running', 'total', 'group', 'sum', 'max', 'first', 'formula'],
  settings: z.object({
    groupBy: f.columns({ title: 'Groups', help: 'Rows that are equal in these columns are a group. None: all rows are one.', placeholder: 'All rows are one group' }),
    columns: f.mapping({
      title: 'Columns',
      help: `Each column and the formula that fills it, such as Amount / SUMOF(Amount). ${names} look at the group. Formulas read the incoming columns, not each other.`,
      required: true,
    }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ groupBy, columns }) => `${groupBy.length > 0 ? `by ${groupBy.join(', ')}` : 'all rows'}: ${columns.map(({ column }) => column).join(', ')}`,
  columns: ({ columns }, [upstream]) => upstream && computedSchema(upstream, columns, columns.map(({ formula }) => checkFormula(formula, upstream, true).type ?? 'text')),
  check: ({ groupBy, columns }, [upstream]) => [
    ...groupBy.flatMap((name, index) => checkColumn(upstream, name, ['groupBy', index])),
    ...columns.flatMap((entry, index) => [...checkName(columns, index), ...checkEntry(entry, index, upstream)]),
  ],
  traits: { state: 'keyed', order: 'any', deterministic: true, conserves: true, holds: true },
});

/** The incoming columns with those that are filled: in their place when they are there, else at the end. */
export function computedSchema(upstream: Schema, columns: readonly MappingEntry[], types: readonly ColumnType[]): Schema {
  return columns.reduce((schema, { column }, index) => {
    const [at, type] = [columnIndex(schema, column), types[index]!];
    return at < 0 ? [...schema, { name: column, type }] : schema.with(at, { ...schema[at]!, type });
  }, upstream);
}

function checkName(columns: readonly MappingEntry[], index: number): SettingProblem[] {
  const { column } = columns[index]!;
  const path = ['columns', index, 'column'];
  if (column.trim() === '') return [{ code: 'columnBlank', severity: 'error', message: `Column ${index + 1} has no name.`, hint: 'Give it one, or take the line out.', path }];
  const first = columns.findIndex((other) => other.column === column);
  if (first === index) return [];
  return [{ code: 'columnTwice', severity: 'error', message: `The column "${column}" is filled twice, in lines ${first + 1} and ${index + 1}.`, hint: 'Take one of them out.', path }];
}

function checkEntry({ column, formula }: MappingEntry, index: number, upstream: Schema | undefined): SettingProblem[] {
  const path = ['columns', index, 'formula'];
  if (formula.trim() !== '') return formulaProblems(checkFormula(formula, upstream, true).problems, path);
  return [{ code: 'formulaBlank', severity: 'error', message: `The column "${column}" has no formula.`, hint: 'Write one, such as SUMOF(Amount).', path }];
}
