import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn, freeName } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { ColumnSpec, ColumnType, Schema } from '../../kit/schema.ts';
import { compilePattern } from './datePattern.ts';

const asOptions = [
  { value: 'number', title: 'Number' },
  { value: 'date', title: 'Date' },
  { value: 'datetime', title: 'Date and time' },
  { value: 'time', title: 'Time' },
  { value: 'phone', title: 'Phone number' },
  { value: 'email', title: 'E-mail address' },
  { value: 'boolean', title: 'True or false' },
] as const;
export type ParsedAs = (typeof asOptions)[number]['value'];

const badOptions = [
  { value: 'reject', title: 'Reject the row' },
  { value: 'blank', title: 'Leave it blank' },
] as const;

export const definition = defineNode({
  type: 'parseValues',
  version: 1,
  kind: 'transform',
  title: 'Parse values',
  summary: 'Turns texts as people write them into dates, numbers, phone numbers and e-mail addresses.',
  category: 'Columns',
  keywords: ['convert', 'type', 'date', 'format', 'locale', 'phone', 'e164', 'email', 'normalize', 'clean', 'time zone', 'currency'],
  settings: z.object({
    columns: f.table(
      {
        column: { title: 'Column', control: 'column' },
        as: { title: 'Is', control: 'choice', options: asOptions },
        format: { title: 'Format', control: 'text', placeholder: 'dd.MM.yyyy' },
        name: { title: 'Name', control: 'text', placeholder: 'Name (nothing: in its place)' },
      },
      {
        title: 'Columns',
        help: 'What each column holds. Only dates and times may have a format: yyyy MM dd, MMM for month names, HH mm ss, hh and a for am and pm, XXX for a zone. Without one: ISO 8601, or as the country writes it.',
        required: true,
      },
    ),
    locale: f.text({
      title: 'Language and country',
      help: 'Such as de-DE or en-US: how numbers, dates and month names are written, and the country of phone numbers without one.',
      default: 'en-US',
    }),
    zone: f.text({ title: 'Time zone', help: 'Of dates and times that say none: a name such as Europe/Berlin, or UTC.', default: 'UTC' }),
    onBad: f.choice(badOptions, { title: 'What cannot be read', help: 'What happens to a text that is no such value. Blank cells stay blank.', default: 'reject' }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ columns }) => columns.map(({ column, as }) => `${column}: ${as}`).join(', '),
  columns: ({ columns }, [upstream]) => upstream && parsedSchema(upstream, columns).schema,
  check: ({ columns, locale, zone }, [upstream]) => [
    ...columns.flatMap((entry, index) => checkEntry(entry, upstream, index)),
    ...(isLocale(locale) ? [] : [{ code: 'localeUnknown', severity: 'error' as const, message: `"${locale}" is no language and country.`, hint: 'Write a language, a dash and a country: de-DE, en-GB, pt-BR.', path: ['locale'] }]),
    ...(isZone(zone) ? [] : [{ code: 'zoneUnknown', severity: 'error' as const, message: `There is no time zone "${zone}".`, hint: 'Write a name such as Europe/Berlin, America/New_York or UTC.', path: ['zone'] }]),
  ],
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

export interface Entry {
  readonly column: string;
  readonly as: ParsedAs;
  readonly format: string;
  readonly name: string;
}

const types: Readonly<Record<ParsedAs, ColumnType>> = { number: 'number', date: 'date', datetime: 'datetime', time: 'time', phone: 'text', email: 'text', boolean: 'boolean' };

/** The columns after parsing, and where in them each entry's values go. */
export function parsedSchema(schema: Schema, entries: readonly Entry[]): { schema: Schema; places: readonly number[] } {
  const result: ColumnSpec[] = [...schema];
  const places = entries.map(({ column, as, name }) => {
    const at = findColumn(schema, column);
    if (name.trim() === '' && at >= 0) {
      result[at] = { ...result[at]!, type: types[as] };
      return at;
    }
    return result.push({ name: freeName(name.trim() || column, new Set(result.map((known) => known.name))), type: types[as] }) - 1;
  });
  return { schema: result, places };
}

function checkEntry({ column, as, format }: Entry, upstream: Schema | undefined, index: number): SettingProblem[] {
  const path = (cell: string) => ['columns', index, cell];
  const found = upstream?.[findColumn(upstream, column)];
  const problems = checkColumn(upstream, column, path('column'));
  if (found && found.type !== 'text') problems.push({ code: 'columnNotText', severity: 'error', message: `The column "${column}" is ${found.type} already; texts are parsed.`, hint: 'Take the entry out.', path: path('column') });
  if (format.trim() === '') return problems;
  const isTime = as === 'date' || as === 'datetime' || as === 'time';
  if (!isTime) problems.push({ code: 'formatNotUsed', severity: 'warning', message: `The format "${format}" is not used: only dates and times have one.`, hint: 'Take it out.', path: path('format') });
  const reason = isTime ? compilePattern(format, as, 'en-US').problem : undefined;
  if (reason !== undefined) problems.push({ code: 'formatInvalid', severity: 'error', message: `The format "${format}" ${reason}.`, hint: 'Write it like dd.MM.yyyy HH:mm.', path: path('format') });
  return problems;
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
