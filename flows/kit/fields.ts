import { z } from 'zod';
import { columnTypes, type ColumnType } from './schema.ts';

/** How the inspector edits a setting. The one vocabulary of all node types. */
export type Control = 'text' | 'number' | 'toggle' | 'choice' | 'formula' | 'columns' | 'columnTypes' | 'mapping' | 'table' | 'arguments' | 'connection' | 'lookup' | 'file';

/** What a setting says of itself: form, checks, docs, command-line help and JSON Schema read it. */
export interface FieldMeta {
  readonly title: string;
  /** One or two plain sentences for the person who fills it in. */
  readonly help: string;
  readonly control: Control;
  /** The check reports the field when it is blank (and shown). */
  readonly required?: boolean;
  /** Shown under "More settings". */
  readonly advanced?: boolean;
  /** Only asked for when another setting has one of these values. */
  readonly when?: { readonly setting: string; readonly is: readonly (string | number | boolean)[] };
  readonly placeholder?: string;
  /** For `text`: a text of several lines, such as a query. */
  readonly multiline?: boolean;
  /** For `text`: the language it is written in. SOQL the window builds beside the text; the node's lookups `objects`, `fields` and `count` help. */
  readonly language?: 'soql' | 'sql' | 'javascript';
  readonly options?: readonly Option[];
  /** For `lookup` and `columnTypes`: the name in the node's `lookups`. */
  readonly lookup?: string;
  /** For `file`: whether the file is read or written, and its usual endings. */
  readonly file?: { readonly access: 'read' | 'write'; readonly extensions: readonly string[] };
  /** For `connection`: the kind of system. */
  readonly system?: string;
  /** For `formula`: the type its result must have. */
  readonly result?: ColumnType;
  readonly unit?: string;
  /** For `table`: the cells of an entry, by their keys, in order. */
  readonly cells?: Readonly<Record<string, TableCell>>;
}

/** One cell of every entry of a `table`. A cell always holds a text. */
export interface TableCell {
  readonly title: string;
  readonly control: 'text' | 'column' | 'formula' | 'choice';
  /** For `choice`. The first is the default. */
  readonly options?: readonly Option[];
  readonly placeholder?: string;
  /** For `column` and `formula`: the in-port, counted from 0, whose columns may be named. */
  readonly input?: number;
}

export interface Option {
  readonly value: string;
  readonly title: string;
  readonly help?: string;
}

/** The column types to choose from. */
export const typeOptions = [
  { value: 'text', title: 'Text' },
  { value: 'number', title: 'Number' },
  { value: 'boolean', title: 'True or false' },
  { value: 'date', title: 'Date' },
  { value: 'datetime', title: 'Date and time' },
  { value: 'time', title: 'Time' },
] as const satisfies readonly (Option & { readonly value: ColumnType })[];

/** One target column of a mapping and the formula that fills it. */
export interface MappingEntry {
  column: string;
  formula: string;
}

/** An entry of a table: a text for each cell, one of the options where there are some. */
type TableEntry<C extends Readonly<Record<string, TableCell>>> = {
  [K in keyof C]: C[K] extends { readonly options: readonly { readonly value: infer V extends string }[] } ? V : string;
};

type Says = Omit<FieldMeta, 'control' | 'cells' | 'options' | 'lookup' | 'file' | 'system' | 'result'>;

function field<T extends z.ZodType>(type: T, meta: FieldMeta): T {
  const { title, help, ...rest } = meta;
  return type.meta({ title, description: help, ...rest });
}

/**
 * The field helpers: each makes a zod type that carries its FieldMeta. Every field has a default, so `settings.parse({})`
 * always gives complete settings; a blank required field is a problem of the check, not of the parse.
 */
export const f = {
  text: (says: Says & { default?: string }) => field(z.string().default(says.default ?? ''), { ...omitDefault(says), control: 'text' }),
  number: (says: Says & { default: number; min?: number; max?: number }) => {
    const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, ...rest } = says;
    return field(z.number().min(min).max(max).default(says.default), { ...omitDefault(rest), control: 'number' });
  },
  toggle: (says: Says & { default: boolean }) => field(z.boolean().default(says.default), { ...omitDefault(says), control: 'toggle' }),
  choice: <const T extends readonly Option[]>(options: T, says: Says & { default: T[number]['value'] }) =>
    field(z.enum(options.map((option) => option.value) as [T[number]['value'], ...T[number]['value'][]]).default(says.default as never), { ...omitDefault(says), control: 'choice', options }),
  formula: (says: Says & { result?: ColumnType }) => field(z.string().default(''), { ...says, control: 'formula' }),
  columns: (says: Says) => field(z.array(z.string()).default([]), { ...says, control: 'columns' }),
  columnTypes: (says: Says & { lookup: string }) =>
    field(z.array(z.strictObject({ name: z.string(), type: z.enum(columnTypes) })).default([]), { ...says, control: 'columnTypes' }),
  mapping: (says: Says & { lookup?: string }) =>
    field(z.array(z.strictObject({ column: z.string(), formula: z.string() })).default([]), { ...says, control: 'mapping' }),
  table: <const C extends Readonly<Record<string, TableCell>>>(cells: C, says: Says) =>
    field(z.array(tableEntry(cells)).default([]), { ...says, control: 'table', cells }),
  arguments: (says: Says) =>
    field(z.array(z.strictObject({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })).default([]), { ...says, control: 'arguments' }),
  connection: (says: Says & { system: string }) => field(z.string().default(''), { ...says, control: 'connection' }),
  lookup: (says: Says & { lookup: string }) => field(z.string().default(''), { ...says, control: 'lookup' }),
  file: (says: Says & { file: NonNullable<FieldMeta['file']> }) => field(z.string().default(''), { ...says, control: 'file' }),
};

function tableEntry<C extends Readonly<Record<string, TableCell>>>(cells: C): z.ZodType<TableEntry<C>, Partial<TableEntry<C>>> {
  const shape = Object.fromEntries(
    Object.entries(cells).map(([key, { options }]) => {
      const values = options?.map(({ value }) => value);
      return [key, values ? z.enum(values).default(values[0]!) : z.string().default('')];
    }),
  );
  return z.strictObject(shape) as unknown as z.ZodType<TableEntry<C>, Partial<TableEntry<C>>>;
}

function omitDefault<T extends { default?: unknown }>(says: T): Omit<T, 'default'> {
  const { default: _default, ...rest } = says;
  return rest;
}

export interface FieldDescription extends FieldMeta {
  readonly name: string;
  readonly default: unknown;
}

/** The fields of a settings schema in order, with what each says of itself. */
export function describeFields(settings: z.ZodObject): FieldDescription[] {
  const defaults = settings.parse({});
  return Object.entries(settings.shape).map(([name, type]) => {
    const { description, ...meta } = (type as z.ZodType).meta() ?? {};
    return { ...(meta as unknown as FieldMeta), help: description ?? '', name, default: defaults[name] };
  });
}

/** Whether a field is asked for, given the other settings. */
export function isFieldShown(field: FieldMeta, settings: Readonly<Record<string, unknown>>): boolean {
  return field.when === undefined || field.when.is.includes(settings[field.when.setting] as string);
}
