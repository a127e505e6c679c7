import { closest } from '../errors.ts';
import type { Schema } from '../schema.ts';

const most = 30;

/** The position of a column in a schema: of exactly that name, else the first whose name differs in capitals alone; -1 when there is none. */
export function findColumn(schema: Schema, name: string): number {
  const exact = schema.findIndex((column) => column.name === name);
  if (exact >= 0) return exact;
  const lower = name.toLowerCase();
  return schema.findIndex((column) => column.name.toLowerCase() === lower);
}

/** A column name as formulas write it: in braces unless it is a plain identifier. */
export function writeColumn(name: string): string {
  return /^[\p{L}_$][\p{L}\p{M}\p{N}_$:.#]*$/u.test(name) && !/^(true|false|null|not)$/i.test(name) ? name : `{${name.replaceAll('}', '}}')}}`;
}

/** What to say of a column that is not there. */
export function missingColumn(schema: Schema, name: string): { readonly code: string; readonly message: string; readonly hint?: string } {
  const names = schema.map((column) => column.name);
  const near = closest(name, names);
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  const columns = names.length === 0 ? 'There are none.' : `Columns: ${names.slice(0, most).join(', ')}${more}.`;
  const hint = near === undefined ? `A text stands in quotes: "${name}".` : `Did you mean ${writeColumn(near)}?`;
  return { code: 'columnUnknown', message: `There is no column "${name}" in the incoming rows. ${columns}`, hint };
}
