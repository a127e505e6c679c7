import type { SettingProblem } from './defineNode.ts';
import { f } from './fields.ts';
import type { ColumnSpec, Schema } from './schema.ts';

/** The settings that all nodes share which read files of a format. */
export function readFields(format: string, extensions: readonly string[], withoutColumns = 'None: all columns, as text.') {
  return {
    file: f.file({
      title: 'File',
      help: `The ${format} file to read. A folder or a pattern such as exports/*.${extensions[0]} reads many. A relative name counts from the folder of the flow.`,
      file: { access: 'read', extensions },
      required: true,
    }),
    columns: f.columnTypes({
      title: 'Columns',
      help: `The columns to read and their types. Read them from the file, then change a type where it was guessed wrong. ${withoutColumns}`,
      lookup: 'columns',
    }),
    fileColumn: f.text({
      title: 'Column for the file name',
      help: 'A new column that says which file a row comes from. Blank: none.',
      placeholder: 'File',
      advanced: true,
    }),
  };
}

/** The file that a node writes. */
export function writeFileField(format: string, extensions: readonly string[], more = '') {
  return f.file({
    title: 'File',
    help: `The ${format} file to write. A relative name counts from the folder of the flow. A file of that name is replaced when the run has ended well.${more}`,
    file: { access: 'write', extensions },
    required: true,
  });
}

interface Reading {
  readonly columns: readonly ColumnSpec[];
  readonly fileColumn: string;
}

/** The columns that are read, when they are declared. */
export function readSchema({ columns, fileColumn }: Reading): Schema | undefined {
  if (columns.length === 0) return undefined;
  return fileColumn.trim() === '' ? columns : [...columns, { name: fileColumn.trim(), type: 'text' }];
}

/** Columns that are declared twice. */
export function checkRead({ columns, fileColumn }: Reading): SettingProblem[] {
  const isTaken = columns.some(({ name }) => name === fileColumn.trim());
  return [
    ...columns.flatMap(({ name }, index) =>
      columns.findIndex((other) => other.name === name) < index
        ? [{ code: 'columnTwice', severity: 'error' as const, message: `The column "${name}" is there twice. Remove one.`, path: ['columns', index, 'name'] }]
        : [],
    ),
    ...(isTaken ? [{ code: 'columnTwice', severity: 'error' as const, message: `The file has a column "${fileColumn.trim()}". Give the column for the file name another name.`, path: ['fileColumn'] }] : []),
  ];
}

/** The last part of a file's name with its folders. */
export function shortFileName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? '';
}
