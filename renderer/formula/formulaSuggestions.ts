import { writeColumn } from '../../flows/kit/formula/columns.ts';
import { formulaFunctions } from '../../flows/kit/formula/functions.ts';
import type { FormulaFunction } from '../../flows/kit/formula/operation.ts';
import type { ColumnSpec, Schema } from '../../flows/kit/schema.ts';
import { highlightFormula } from './highlightFormula.ts';

/** Something that can stand at the caret of a formula. */
export type Suggestion = { readonly name: string; /** What is put in. */ readonly text: string } & (
  | { readonly kind: 'column'; readonly column: ColumnSpec }
  | { readonly kind: 'function'; readonly called: FormulaFunction }
);

const word = /[\p{L}_$][\p{L}\p{M}\p{N}_$:.#]*$/u;
const inBraces = /\{[^{}]*$/;

/** The piece of a word before the caret, and where it begins. A name in braces may have blanks, any other ends at one. In texts and comments nothing is a name. */
export function wordBefore(source: string, caret: number): { readonly word: string; readonly from: number } {
  if (highlightFormula(source).some(({ from, to, look }) => (look === 'text' || look === 'comment') && from < caret && caret < to)) return { word: '', from: caret };
  const before = source.slice(0, caret);
  const found = inBraces.exec(before)?.[0] ?? word.exec(before)?.[0] ?? '';
  return { word: found, from: caret - found.length };
}

/** Columns first, then functions, whose names begin with the word, then (from two letters on, or where none begins with it) those that have it inside. In braces there are columns alone. */
export function formulaSuggestions(piece: string, schema: Schema | undefined): readonly Suggestion[] {
  const isBraced = piece.startsWith('{');
  const wanted = piece.replace(/^\{/, '').toLowerCase();
  const columns = (schema ?? []).map((column): Suggestion => {
    const text = isBraced ? `{${column.name.replaceAll('}', '}}')}}` : writeColumn(column.name);
    return { kind: 'column', name: column.name, text, column };
  });
  const functions = isBraced ? [] : formulaFunctions.map((called): Suggestion => ({ kind: 'function', name: called.name, text: `${called.name}()`, called }));
  const all = [...columns, ...functions];
  const begin = all.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  // One letter is inside of nearly everything.
  if (wanted.length === 1 && begin.length > 0) return begin;
  return [...begin, ...all.filter(({ name }) => name.toLowerCase().indexOf(wanted) > 0)];
}
