import { makeBatch, selectRows, type Batch, type Cursor } from '../../kit/batch.ts';
import { ConstantColumn, ValueColumn } from '../../kit/column.ts';
import type { Choice, LookupContext, NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { freeName } from '../../kit/findColumns.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { findFiles, type FoundFile } from './findFiles.ts';
import type { GuessedColumn, OpenTable, TableCursor } from './openTable.ts';

/** The settings that all nodes have which read files. */
export interface ReadSettings {
  readonly file: string;
  readonly columns: readonly ColumnSpec[];
  /** The name of a column that says which file a row comes from; blank: none. */
  readonly fileColumn: string;
}

/** How a format opens a file. */
export interface TableFormat {
  /** What people call it: `CSV`. */
  readonly title: string;
  readonly extensions: readonly string[];
  open(path: string): Promise<OpenTable>;
}

type Context = NodeContext<ReadSettings>;

/**
 * Reads one file after the other as batches of one schema: the declared columns, or those of all files, as text where the files say no
 * type. Bad rows are rejected; a cursor names its file.
 */
export async function* readTables(context: Context, format: TableFormat, from?: Cursor): AsyncGenerator<Batch> {
  const { settings, node, signal } = context;
  const files = await filesOf(context, format);
  const toRead = filesFrom(files, from);
  // One file is opened once; of several the heads are read before.
  const only = files.length === 1 ? await opened(files[0]!, format) : undefined;
  const schema = await schemaOf(files, settings, format, only);
  const label = settings.fileColumn.trim() === '' ? undefined : freeName(settings.fileColumn.trim(), new Set(schema.map(({ name }) => name)));
  const outgoing: Schema = label === undefined ? schema : [...schema, { name: label, type: 'text' }];
  let cursor: TableCursor = { ordinal: 0, ...from };
  let isFirst = true;
  for (const [index, file] of toRead.entries()) {
    const table = only ?? (await opened(file, format));
    try {
      checkColumns(table, context);
      for await (const part of table.read(schema, cursor)) {
        signal.throwIfAborted();
        isFirst = false;
        cursor = part.cursor;
        // Of a run that is gone on with, what was read before says nothing of how long the rest takes.
        if (from === undefined) context.reached?.((index + table.share()) / toRead.length);
        const columns = label === undefined ? part.columns : [...part.columns, new ConstantColumn('text', file.label)];
        const batch = makeBatch(outgoing, columns, part.rowCount, { source: node, ordinal: part.ordinal }, { ...cursor, file: file.label });
        yield withoutFaults(batch, part.faults, context);
      }
      for (const note of table.notes?.() ?? []) context.log('warning', note);
    } finally {
      await table.close();
    }
    cursor = { ordinal: cursor.ordinal };
  }
  if (isFirst) yield makeBatch(outgoing, outgoing.map(({ type }) => new ValueColumn(type, [])), 0, { source: node, ordinal: 0 });
}

/** So many files are looked into for their columns; a folder may have thousands. */
const lookedInto = 10;

/** The columns of the first files, for a picker. */
export async function columnChoices(context: LookupContext<ReadSettings>, format: TableFormat): Promise<Choice[]> {
  const guessed = new Map<string, GuessedColumn>();
  for (const file of (await filesOf(context, format)).slice(0, lookedInto)) {
    const table = await opened(file, format);
    try {
      for (const column of await table.guess()) {
        const known = guessed.get(column.name);
        guessed.set(column.name, !known || known.examples.length === 0 ? column : known.type === column.type ? known : { ...known, type: 'text' });
      }
    } finally {
      await table.close();
    }
  }
  return [...guessed.values()].map(({ name, type, examples }) => ({ value: name, label: name, type, examples }));
}

/** Looks into the first file that a setting means, for pickers. */
export async function withFirstFile<R>(context: LookupContext<Pick<ReadSettings, 'file'>>, format: Omit<TableFormat, 'open'>, look: (path: string) => Promise<R>): Promise<R> {
  const [file] = await filesOf(context, format);
  return look(file!.path).catch(atFile);
}

async function filesOf({ settings, path }: Pick<LookupContext<Pick<ReadSettings, 'file'>>, 'settings' | 'path'>, { title, extensions }: Omit<TableFormat, 'open'>): Promise<FoundFile[]> {
  if (settings.file.trim() === '') throw new AppError('settings', 'settingBlank', {
    message: `No file is chosen. Choose the ${title} file to read.`,
    where: { path: ['file'] },
  });
  return findFiles(path(settings.file), extensions).catch(atFile);
}

function opened(file: FoundFile, format: TableFormat): Promise<OpenTable> {
  return format.open(file.path).catch(atFile);
}

function atFile(thrown: unknown): never {
  throw thrown instanceof AppError ? thrown.at({ path: ['file'] }) : thrown;
}

function filesFrom(files: readonly FoundFile[], from: Cursor | undefined): readonly FoundFile[] {
  if (from === undefined) return files;
  const at = files.findIndex(({ label }) => label === from['file']);
  if (at >= 0) return files.slice(at);
  throw new AppError('settings', 'fileGone', { message: `The file ${String(from['file'])}, in which reading stopped, is no longer there.`, hint: 'Bring it back, or start the run anew.', where: { path: ['file'] } });
}

/** The declared columns, else those of all files by name. Only the heads of files are read. */
async function schemaOf(files: readonly FoundFile[], { columns }: ReadSettings, format: TableFormat, only: OpenTable | undefined): Promise<Schema> {
  if (columns.length > 0) return columns.map(({ name, type }) => ({ name, type }));
  if (only) return only.columns;
  const found = new Map<string, ColumnSpec>();
  for (const file of files) {
    const table = await opened(file, format);
    try {
      for (const column of table.columns) {
        const known = found.get(column.name);
        found.set(column.name, !known || known.type === column.type ? column : { ...known, type: 'text' });
      }
    } finally {
      await table.close();
    }
  }
  return [...found.values()];
}

/** Declared columns must be there, and the log names those that are not read. */
function checkColumns(table: OpenTable, { settings, log }: Context): void {
  if (settings.columns.length === 0) return;
  const names = table.columns.map(({ name }) => name);
  for (const [index, { name }] of settings.columns.entries()) {
    if (names.includes(name)) continue;
    const shown = names.length > 30 ? `${names.slice(0, 30).join(', ')} and ${names.length - 30} more` : names.join(', ');
    if (table.isSampled) log('warning', `The first rows of ${table.name} have no "${name}"; it is blank where rows do not have it.`);
    else throw new AppError('settings', 'columnNotInFile', { message: `There is no column "${name}" in ${table.name}. Columns: ${shown}.`, where: { path: ['columns', index, 'name'] } });
  }
  const left = names.filter((other) => !settings.columns.some(({ name }) => name === other));
  if (left.length > 0) log('info', `${table.name} has ${left.length === 1 ? 'a column' : `${left.length} columns`} that the flow does not read: ${left.join(', ')}.`);
}

function withoutFaults(batch: Batch, faults: ReadonlyMap<number, AppError>, context: Context): Batch {
  if (faults.size === 0) return batch;
  for (const row of [...faults.keys()].sort((a, b) => a - b)) context.reject(batch, row, faults.get(row)!);
  return selectRows(batch, batch.rows.filter((row) => !faults.has(row)));
}
