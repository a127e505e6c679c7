import type { Batch } from '../../batch.ts';
import { defineFunction, rowError, showValue, type Evaluator, type FormulaFunction, type Part } from '../operation.ts';

const text = { name: 'text', types: ['text'] } as const;
const pattern = { name: 'pattern', types: ['text'] } as const;
const ours = 'A function of Sluice; Salesforce has none like it.';

/**
 * A regular expression as Java writes it (Salesforce's REGEX), as far as JavaScript knows the same; a leading `(?i)`, `(?s)` or `(?m)` is
 * taken as a flag. Unicode mode is tried first; it is what `\p{L}` needs, but it refuses needless backslashes that Java allows.
 */
function compilePattern(source: string, isWhole: boolean, flags = ''): RegExp {
  const [, inline = '', rest = source] = /^\(\?([ism]+)\)([^]*)$/.exec(source) ?? [];
  const body = isWhole ? `^(?:${rest})$` : rest;
  try {
    return new RegExp(body, `${flags}${inline}u`);
  } catch {
    try {
      return new RegExp(body, flags + inline);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : String(error);
      throw rowError('patternInvalid', `${showValue(source)} is not a regular expression: ${reason}.`);
    }
  }
}

/** Gives the pattern of a row. A constant one is compiled once; others are kept, a few hundred at most. */
function patternOf(part: Part, isWhole: boolean, flags?: string): (batch: Batch, row: number) => RegExp {
  if (part.constant !== undefined) {
    const compiled = compilePattern((part.constant as string | null) ?? '', isWhole, flags);
    return () => compiled;
  }
  const known = new Map<string, RegExp>();
  const source = part.evaluate as Evaluator<string>;
  return (batch, row) => {
    const wanted = source(batch, row) ?? '';
    let compiled = known.get(wanted);
    if (compiled === undefined) {
      if (known.size >= 200) known.clear();
      compiled = compilePattern(wanted, isWhole, flags);
      known.set(wanted, compiled);
    }
    return compiled;
  };
}

export const patternFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'REGEX',
    category: 'Text',
    help: 'Whether the whole text fits a regular expression. In a formula every backslash is written twice.',
    parameters: [text, pattern],
    result: 'boolean',
    examples: [
      { formula: 'REGEX(Email, "[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+")', row: { Email: 'ada@example.org' }, result: true },
      { formula: 'REGEX("a1", "[a-z]")', result: false },
      { formula: 'REGEX("ULM", "(?i)ulm")', result: true },
    ],
    build: ([source, expression]) => {
      const value = source!.evaluate as Evaluator<string>;
      if (expression!.constant !== undefined) {
        const compiled = compilePattern((expression!.constant as string | null) ?? '', true);
        return (batch, row) => compiled.test(value(batch, row) ?? '');
      }
      const fits = patternOf(expression!, true);
      return (batch, row) => fits(batch, row).test(value(batch, row) ?? '');
    },
  }),
  defineFunction({
    name: 'REGEXREPLACE',
    category: 'Text',
    help: 'Puts a replacement wherever a regular expression fits; $1 is what its first group found.',
    parameters: [text, pattern, { name: 'replacement', types: ['text'] }],
    result: 'text',
    examples: [
      { formula: 'REGEXREPLACE("030 / 12 34", "[^0-9]", "")', result: '0301234' },
      { formula: 'REGEXREPLACE("Lovelace, Ada", "(\\\\w+), (\\\\w+)", "$2 $1")', result: 'Ada Lovelace' },
    ],
    extension: ours,
    build: ([source, expression, replacement]) => {
      const [value, put] = [source!.evaluate, replacement!.evaluate] as Evaluator<string>[];
      const fits = patternOf(expression!, false, 'g');
      return (batch, row) => value!(batch, row)?.replace(fits(batch, row), put!(batch, row) ?? '') || null;
    },
  }),
  defineFunction({
    name: 'REGEXEXTRACT',
    category: 'Text',
    help: 'The first part that fits a regular expression, or its first group where it has one; blank when nothing fits.',
    parameters: [text, pattern],
    result: 'text',
    examples: [
      { formula: 'REGEXEXTRACT("ada@example.org", "@(.+)")', result: 'example.org' },
      { formula: 'REGEXEXTRACT("89073 Ulm", "[0-9]{5}")', result: '89073' },
      { formula: 'REGEXEXTRACT("Ulm", "[0-9]+")', result: null },
    ],
    extension: ours,
    build: ([source, expression]) => {
      const value = source!.evaluate as Evaluator<string>;
      const fits = patternOf(expression!, false);
      return (batch, row) => {
        const searched = value(batch, row);
        const found = searched === null ? null : fits(batch, row).exec(searched);
        return found === null ? null : (found.length > 1 ? found[1] : found[0]) || null;
      };
    },
  }),
  defineFunction({
    name: 'PHONEDIGITS',
    category: 'Text',
    help: 'The digits of a phone number, with + before an international one (00 becomes +).',
    parameters: [text],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'PHONEDIGITS("+49 (731) 12-34")', result: '+497311234' },
      { formula: 'PHONEDIGITS("0049 731 1234")', result: '+497311234' },
      { formula: 'PHONEDIGITS("0731/1234")', result: '07311234' },
    ],
    extension: ours,
    strict: (source: string) => {
      const digits = source.replace(/[^0-9]+/g, '');
      if (source.trimStart().startsWith('+')) return digits === '' ? '' : `+${digits}`;
      return digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
    },
  }),
];
