import { AppError, closest } from '../../../kit/errors.ts';
import { endOfQuote } from './clauses.ts';

export const bindTypes = ['text', 'number', 'boolean', 'date', 'datetime', 'texts', 'numbers'] as const;
type BindType = (typeof bindTypes)[number];

/** A value for `:name` in a query. Several values stand one to a line. */
export interface Bind {
  readonly name: string;
  readonly value: string;
  readonly type: BindType;
}

const shapes: Readonly<Record<'number' | 'boolean' | 'date' | 'datetime', readonly [shape: RegExp, phrase: string]>> = {
  number: [/^[+-]?\d+(\.\d+)?$/, 'a number'],
  boolean: [/^(true|false)$/i, 'true or false'],
  date: [/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-01-31'],
  datetime: [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/, 'a date and time such as 2026-01-31T14:05:00Z'],
};

/**
 * The query with a literal for every `:name` outside of quotes: a value can never end its literal and say something of its own.
 * Throws kind `settings` for a name without a value (`bindUnknown`) and a value that is none of its type (`bindType`).
 */
export function bindValues(soql: string, binds: readonly Bind[]): string {
  let bound = '';
  for (let at = 0; at < soql.length; at++) {
    const char = soql[at]!;
    if (char === "'") {
      const end = endOfQuote(soql, at);
      bound += soql.slice(at, end + 1);
      at = end;
      continue;
    }
    // Times have colons too: 12:30. A name begins with a letter, and nothing that belongs to a word stands before it.
    const name = char === ':' && !/[\w\d]/.test(soql[at - 1] ?? ' ') ? /^:\s*([A-Za-z]\w*)/.exec(soql.slice(at)) : null;
    if (!name) bound += char;
    else {
      bound += literalOf(bindNamed(name[1]!, binds));
      at += name[0].length - 1;
    }
  }
  return bound;
}

function bindNamed(name: string, binds: readonly Bind[]): Bind {
  const bind = binds.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (bind) return bind;
  const near = closest(name, binds.map((one) => one.name));
  const hint = near ? `Did you mean :${near}?` : 'Add it under Values.';
  throw new AppError('settings', 'bindUnknown', { message: `The query asks for the value :${name}, and there is none of that name.`, hint, where: { path: ['binds'] } });
}

function literalOf({ name, value, type }: Bind): string {
  if (type === 'text') return textLiteral(value);
  if (type !== 'texts' && type !== 'numbers') return plainLiteral(name, value, type);
  const values = value.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
  if (values.length === 0) {
    throw new AppError('settings', 'bindType', { message: `The value :${name} is a list without anything in it.`, hint: 'Write one value to a line.', where: { path: ['binds'] } });
  }
  return `(${values.map((one) => (type === 'texts' ? textLiteral(one) : plainLiteral(name, one, 'number'))).join(', ')})`;
}

function plainLiteral(name: string, value: string, type: keyof typeof shapes): string {
  const text = value.trim();
  const [shape, phrase] = shapes[type];
  if (shape.test(text)) return text;
  throw new AppError('settings', 'bindType', { message: `The value :${name} is "${value}", which is not ${phrase}.`, where: { path: ['binds'] } });
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/** Source: SOQL and SOSL Reference, "Quoted String Escape Sequences". */
export function textLiteral(value: string): string {
  return `'${value.replace(/[\\'\n\r\t\b\f]/g, (char) => escapes[char]!)}'`;
}
