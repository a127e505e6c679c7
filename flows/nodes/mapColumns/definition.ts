import { z } from 'zod';
import { columnIndex } from '../../kit/batch.ts';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f, type MappingEntry } from '../../kit/fields.ts';
import { writeColumn } from '../../kit/formula/columns.ts';
import { checkFormula, compileFormula } from '../../kit/formula/compileFormula.ts';
import { formulaProblems } from '../../kit/formula/formulaProblems.ts';
import type { Schema } from '../../kit/schema.ts';
import { mappedSchema } from './mappedSchema.ts';

export const definition = defineNode({
  type: 'mapColumns',
  version: 1,
  kind: 'transform',
  title: 'Map columns',
  summary: 'Fills columns by formulas: new ones, renamed ones, cleaned ones.',
  category: 'Columns',
  keywords: ['rename', 'formula', 'compute', 'select', 'clean', 'convert', 'fields', 'transform'],
  settings: z.object({
    columns: f.mapping({
      title: 'Columns',
      help: 'Each column and the formula that fills it. A column name alone renames it. Formulas read the incoming columns, not each other.',
    }),
    keepOthers: f.toggle({
      title: 'Keep the other columns',
      help: 'On: incoming columns stay where they are, redefined ones too, and new ones come after them. Off: only the columns above leave, in their order.',
      default: true,
    }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ columns }) => columns.map(({ column }) => column).join(', '),
  columns: ({ columns, keepOthers }, [upstream]) => {
    if (upstream === undefined) return undefined;
    const types = columns.map(({ formula }) => checkFormula(formula, upstream).type ?? 'text');
    return mappedSchema(upstream, columns, types, keepOthers);
  },
  check: ({ columns }, [upstream]) => columns.flatMap((entry, index) => [...checkName(columns, index), ...checkEntry(entry, index, upstream)]),
  reads: ({ columns, keepOthers }, [upstream]) => {
    if (keepOthers || !upstream) return undefined;
    const formulas = columns.map(({ formula }) => compileFormula(formula, upstream).formula);
    // Whoever looks at a rejected row sees all of it.
    return formulas.every((formula) => formula?.neverFails) ? formulas.flatMap((formula) => formula!.columns) : undefined;
  },
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

function checkName(columns: readonly MappingEntry[], index: number): SettingProblem[] {
  const { column } = columns[index]!;
  const path = ['columns', index, 'column'];
  if (column.trim() === '')
    return [{ code: 'columnBlank', severity: 'error', message: `Column ${index + 1} has no name.`, hint: 'Give it one, or take the line out.', path }];
  const first = columns.findIndex((other) => other.column === column);
  if (first === index) return [];
  return [
    {
      code: 'columnTwice',
      severity: 'error',
      message: `The column "${column}" is filled twice, in lines ${first + 1} and ${index + 1}.`,
      hint: 'Take one of them out.',
      path,
    },
  ];
}

function checkEntry({ column, formula }: MappingEntry, index: number, upstream: Schema | undefined): SettingProblem[] {
  const path = ['columns', index, 'formula'];
  if (formula.trim() !== '') return formulaProblems(checkFormula(formula, upstream).problems, path);
  const hint =
    upstream && columnIndex(upstream, column) >= 0
      ? `Write ${writeColumn(column)} to pass the column on, or null for blank cells.`
      : 'Write null for blank cells.';
  return [{ code: 'formulaBlank', severity: 'error', message: `The column "${column}" has no formula.`, hint, path }];
}
