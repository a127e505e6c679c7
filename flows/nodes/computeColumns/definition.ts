import { z } from 'zod';
import { columnIndex } from '../../kit/batch.ts';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f, type MappingEntry } from '../../kit/fields.ts';
import { checkFormula } from '../../kit/formula/compileFormula.ts';
import { formulaProblems } from '../../kit/formula/formulaProblems.ts';
import type { ColumnType, Schema } from '../../kit/schema.ts';

export const definition = defineNode({
  type: 'computeColumns',
  version: 1,
  kind: 'transform',
  title: 'Compute columns',
  summary: 'Adds columns that formulas fill, or fills columns anew. All other columns stay as they are.',
  category: 'Columns',
  keywords: ['formula', 'calculate', 'derive', 'add', 'fill', 'clean', 'set', 'expression'],
  settings: z.object({
    columns: f.mapping({
      title: 'Columns',
      help: 'Each column and the formula that fills it, from top to bottom: a formula may use the columns above it. To drop, rename or reorder columns, use Map columns.',
      required: true,
    }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ columns }) => columns.map(({ column }) => column).join(', '),
  columns: ({ columns }, [upstream]) => upstream && columns.reduce((schema, entry) => computedSchema(schema, entry.column, checkFormula(entry.formula, schema).type ?? 'text'), upstream),
  check: ({ columns }, [upstream]) => checkEntries(columns, upstream),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** The columns after one was filled: in its place when it is there, else at the end. */
export function computedSchema(schema: Schema, column: string, type: ColumnType): Schema {
  const at = columnIndex(schema, column);
  return at < 0 ? [...schema, { name: column, type }] : schema.with(at, { ...schema[at]!, type });
}

function checkEntries(columns: readonly MappingEntry[], upstream: Schema | undefined): SettingProblem[] {
  const problems: SettingProblem[] = [];
  let schema = upstream;
  for (const [index, { column, formula }] of columns.entries()) {
    const found = checkFormula(formula, schema);
    if (column.trim() === '') problems.push({ code: 'columnBlank', severity: 'error', message: `Column ${index + 1} has no name.`, hint: 'Give it one, or take the line out.', path: ['columns', index, 'column'] });
    const path = ['columns', index, 'formula'];
    if (formula.trim() === '') problems.push({ code: 'formulaBlank', severity: 'error', message: `The column "${column}" has no formula.`, hint: 'Write one, or null for blank cells.', path });
    else problems.push(...formulaProblems(found.problems, path));
    schema &&= computedSchema(schema, column, found.type ?? 'text');
  }
  return problems;
}
