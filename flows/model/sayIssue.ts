import type { z } from 'zod';
import { closest } from '../kit/errors.ts';

/** What is wrong with a value, in words: the sentence goes on after the value's name (`must be a number; it is "ten".`). */
export interface SaidIssue {
  readonly message: string;
  readonly hint?: string;
}

/** Puts one complaint of zod into words. `value` is what stands at the issue's path. */
export function sayIssue(issue: z.core.$ZodIssue, value: unknown): SaidIssue {
  const it = `; it is ${show(value)}.`;
  switch (issue.code) {
    case 'invalid_type':
      return { message: value === undefined ? 'is missing.' : `must be ${article[issue.expected] ?? issue.expected}${it}` };
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const near = typeof value === 'string' ? closest(value, allowed) : undefined;
      return { message: `must be ${listOr(issue.values.map(show))}${it}`, ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }) };
    }
    case 'too_small':
      if (issue.origin === 'string') return { message: value === '' ? 'is blank.' : `must have at least ${issue.minimum} characters${it}` };
      if (issue.origin === 'array') return { message: `must have at least ${issue.minimum} entries; it has ${Array.isArray(value) ? value.length : 0}.` };
      return { message: `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${it}` };
    case 'too_big':
      if (issue.origin === 'string') return { message: `must have at most ${issue.maximum} characters${it}` };
      if (issue.origin === 'array') return { message: `must have at most ${issue.maximum} entries; it has ${Array.isArray(value) ? value.length : 0}.` };
      return { message: `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${it}` };
    case 'unrecognized_keys':
      return { message: `has no ${issue.keys.map((key) => `"${key}"`).join(', ')}.` };
    case 'invalid_key':
      return { message: `is named in a way that does not work: ${issue.issues[0]?.message ?? issue.message}.` };
    case 'invalid_format':
      return { message: `is ${show(value)}: ${plain(issue.message) ?? `that does not look like ${issue.format}`}.` };
    default:
      return { message: `is ${show(value)}: ${issue.message.replace(/\.$/, '')}.` };
  }
}

const article: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** A value as a person reads it, short. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'object' && value !== null ? (Array.isArray(value) ? `a list of ${value.length}` : 'an object') : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function listOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}

/** A message of our own schema; zod's own ones begin with "Invalid". */
function plain(message: string): string | undefined {
  return message.startsWith('Invalid') ? undefined : message;
}
