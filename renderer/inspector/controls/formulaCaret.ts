import type { Schema } from '../../../flows/kit/schema.ts';

/** Something that can stand at the caret of a formula. */
export interface Suggestion {
  readonly text: string;
  /** Put in instead of `text`, with the caret `back` characters before its end. */
  readonly insert: string;
  readonly back: number;
  readonly detail: string;
  readonly kind: 'column' | 'function';
}

interface FunctionHelp {
  readonly name: string;
  readonly signature: string;
  readonly help: string;
}

const word = /[\p{L}_{][\p{L}\p{N}_ ]*$/u;
const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** The piece of a word before the caret, and where it begins. A name in braces may have blanks, any other ends at one. */
export function wordBefore(source: string, caret: number): { readonly word: string; readonly from: number } {
  const before = source.slice(0, caret);
  const found = word.exec(before)?.[0] ?? '';
  const piece = found.startsWith('{') ? found : (found.split(' ').at(-1) ?? '');
  return { word: piece, from: caret - piece.length };
}

/** Columns first, then functions, whose names begin with the word, then those that have it inside; at most eight. */
export function suggestionsFor(piece: string, schema: Schema | undefined, functions: readonly FunctionHelp[]): Suggestion[] {
  const wanted = piece.replace(/^\{/, '').toLowerCase();
  if (wanted === '' && !piece.startsWith('{')) return [];
  const columns = (schema ?? []).map((column): Suggestion => ({
    text: column.name,
    insert: columnName(column.name),
    back: 0,
    detail: column.type,
    kind: 'column',
  }));
  const calls = piece.startsWith('{')
    ? []
    : functions.map(({ name, signature }): Suggestion => ({ text: name, insert: `${name}()`, back: 1, detail: signature, kind: 'function' }));
  const all = [...columns, ...calls].filter(({ text }) => text.toLowerCase().includes(wanted) && text !== piece);
  const begins = ({ text }: Suggestion): number => (text.toLowerCase().startsWith(wanted) ? 0 : 1);
  return all.toSorted((a, b) => begins(a) - begins(b)).slice(0, 8);
}

/** A column as a formula names it: plain, or in braces when it has blanks or signs. */
export function columnName(name: string): string {
  return plainName.test(name) ? name : `{${name.replaceAll('}', '}}')}}`;
}
