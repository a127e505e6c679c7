import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f, typeOptions } from '../../kit/fields.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

const modeOptions = [
  { value: 'row', title: 'Row by row', help: 'function onRow(row) gives an object with the columns, or nothing to leave the row out.' },
  { value: 'batch', title: 'Batch by batch', help: 'function onBatch(rows) gets about a thousand rows and gives a list of as many rows as it likes.' },
] as const;

/** The function each way of working calls. */
const functions = { row: 'onRow', batch: 'onBatch' } as const;

interface Settings {
  readonly mode: keyof typeof functions;
  readonly keepOthers: boolean;
  readonly columns: Schema;
}

export const definition = defineNode({
  type: 'scriptRows',
  version: 1,
  kind: 'transform',
  title: 'Script',
  summary: 'Computes rows in JavaScript, shut off from files, network and clock.',
  category: 'Rows',
  keywords: ['javascript', 'code', 'function', 'custom', 'program', 'js'],
  settings: z.object({
    mode: f.choice(modeOptions, { title: 'Works', help: 'Whether the script is called for each row or for a batch of them.', default: 'row' }),
    script: f.text({
      title: 'Script',
      help: "JavaScript with a function onRow(row) or onBatch(rows). Columns are read as row.Email or row['Last Name']; blank is null, dates are ISO texts. In onRow, copy(row) makes an object that can be changed and kept. An error thrown rejects the row.",
      placeholder: "function onRow(row) {\n  return { Name: row.First + ' ' + row.Last };\n}",
      multiline: true,
      language: 'javascript',
      required: true,
    }),
    columns: f.table(
      { name: { title: 'Column', control: 'text', placeholder: 'Name' }, type: { title: 'Type', control: 'choice', options: typeOptions } },
      { title: 'Columns it gives', help: 'The columns in what the script gives, and their types. A value of another type rejects the row.', required: true },
    ),
    keepOthers: f.toggle({
      title: 'Keep the other columns',
      help: 'On: incoming columns stay, and those that the script gives replace them or come after them. Off: only what the script gives leaves.',
      default: true,
      when: { setting: 'mode', is: ['row'] },
    }),
    timeoutMs: f.number({ title: 'Time for a batch', help: 'When a batch takes the script longer, the run ends. A cancel waits no longer than this.', unit: 'ms', default: 1000, min: 10, max: 10_000, advanced: true }),
    memoryMb: f.number({ title: 'Memory', help: 'So much the script may use; past it, the run ends.', unit: 'MB', default: 64, min: 4, max: 1024, advanced: true }),
    seed: f.number({ title: 'Seed', help: 'Math.random gives the same numbers for the same seed, so that a run can be repeated. Date.now gives the moment the run began.', default: 1, min: 0, advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ columns }) => columns.map(({ name }) => name).join(', '),
  columns: (settings, [upstream]) => (keepsOthers(settings) ? upstream && scriptedSchema(upstream, settings.columns) : settings.columns),
  check: ({ columns, script, mode }) => [...columns.flatMap((_, index) => checkName(columns, index)), ...checkScript(script, mode)],
  // A batch may become more rows or fewer.
  conserves: ({ mode }) => mode === 'row',
  // Its variables may remember earlier rows, so a resumed run must begin at its start.
  traits: { state: 'global', order: 'keeps', deterministic: true, conserves: true },
});

export function keepsOthers({ mode, keepOthers }: Pick<Settings, 'mode' | 'keepOthers'>): boolean {
  return mode === 'row' && keepOthers;
}

/** The incoming columns with those of the script: in their place where there is one of that name, else behind. */
export function scriptedSchema(incoming: Schema, columns: Schema): Schema {
  const result: ColumnSpec[] = [...incoming];
  for (const column of columns) {
    const at = findColumn(incoming, column.name);
    if (at >= 0) result[at] = column;
    else result.push(column);
  }
  return result;
}

function checkName(columns: Settings['columns'], index: number): SettingProblem[] {
  const name = columns[index]!.name.trim();
  const path = ['columns', index, 'name'];
  if (name === '') return [{ code: 'columnBlank', severity: 'error', message: `Column ${index + 1} has no name.`, hint: 'Give it one, or take the line out.', path }];
  const first = columns.findIndex((other) => other.name.trim() === name);
  if (first === index) return [];
  return [{ code: 'columnTwice', severity: 'error', message: `The column "${name}" is there twice, in lines ${first + 1} and ${index + 1}.`, hint: 'Take one of them out.', path }];
}

function checkScript(script: string, mode: Settings['mode']): SettingProblem[] {
  const wanted = functions[mode];
  if (script.trim() === '' || new RegExp(`\\b${wanted}\\b`).test(script)) return [];
  const signature = mode === 'row' ? 'onRow(row)' : 'onBatch(rows)';
  return [{ code: 'scriptFunction', severity: 'error', message: `The script has no function ${wanted}.`, hint: `Write function ${signature} { … }.`, path: ['script'] }];
}
