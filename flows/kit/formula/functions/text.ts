import { defineFunction, rowError, type Evaluator, type FormulaFunction } from '../operation.ts';

const text = { name: 'text', types: ['text'] } as const;
const count = { name: 'count', types: ['number'] } as const;

/** Characters `from` to `to` of a text. Never half of a character that takes two places, such as an emoji. */
function slice(source: string, from: number, to: number): string {
  const start = isSecondHalf(source, from) ? from + 1 : from;
  const end = isSecondHalf(source, to) ? to - 1 : to;
  return source.slice(start, Math.max(start, end));
}

function isSecondHalf(source: string, at: number): boolean {
  return (source.charCodeAt(at) & 0xfc00) === 0xdc00 && (source.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

function padding(source: string, length: number, pad: string): string {
  const missing = Math.trunc(length) - source.length;
  if (missing > 10_000_000) throw rowError('textTooLong', `A text of ${length} characters is too long.`);
  return missing > 0 ? pad.repeat(Math.ceil(missing / pad.length)).slice(0, missing) : '';
}

function atLeastZero(value: number): number {
  return Math.max(0, Math.trunc(value));
}

export const textFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'LEN',
    category: 'Text',
    help: 'The number of characters; 0 for blank.',
    parameters: [text],
    result: 'number',
    neverFails: true,
    examples: [
      { formula: 'LEN("Sluice")', result: 6 },
      { formula: 'LEN("")', result: 0 },
    ],
    build: ([part]) => {
      const value = part!.evaluate as Evaluator<string>;
      return (batch, row) => value(batch, row)?.length ?? 0;
    },
  }),
  defineFunction({
    name: 'LEFT',
    category: 'Text',
    help: 'The first characters.',
    parameters: [text, count],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'LEFT("Sluice", 3)', result: 'Slu' },
      { formula: 'LEFT("Sluice", 0)', result: null },
    ],
    strict: (source: string, length: number) => slice(source, 0, atLeastZero(length)),
  }),
  defineFunction({
    name: 'RIGHT',
    category: 'Text',
    help: 'The last characters.',
    parameters: [text, count],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'RIGHT("Sluice", 3)', result: 'ice' },
      { formula: 'RIGHT("ice", 99)', result: 'ice' },
    ],
    strict: (source: string, length: number) => slice(source, Math.max(0, source.length - atLeastZero(length)), source.length),
  }),
  defineFunction({
    name: 'MID',
    category: 'Text',
    help: 'Characters from the middle; the first is number 1.',
    parameters: [text, { name: 'start', types: ['number'] }, count],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'MID("Sluice", 2, 3)', result: 'lui' },
      { formula: 'MID("Sluice", 5, 9)', result: 'ce' },
    ],
    strict: (source: string, start: number, length: number) => {
      const from = Math.max(1, Math.trunc(start)) - 1;
      return slice(source, from, from + atLeastZero(length));
    },
  }),
  defineFunction({
    name: 'TRIM',
    category: 'Text',
    help: 'The text without white space at its ends.',
    parameters: [text],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'TRIM("  Ulm ")', result: 'Ulm' },
      { formula: 'TRIM("   ")', result: null },
    ],
    strict: (source: string) => source.trim(),
  }),
  defineFunction({
    name: 'UPPER',
    category: 'Text',
    help: 'All letters as capitals.',
    parameters: [text],
    result: 'text',
    neverFails: true,
    examples: [{ formula: 'UPPER("de")', result: 'DE' }],
    strict: (source: string) => source.toUpperCase(),
  }),
  defineFunction({
    name: 'LOWER',
    category: 'Text',
    help: 'All letters as small letters.',
    parameters: [text],
    result: 'text',
    neverFails: true,
    examples: [{ formula: 'LOWER("Ada@Example.ORG")', result: 'ada@example.org' }],
    strict: (source: string) => source.toLowerCase(),
  }),
  defineFunction({
    name: 'INITCAP',
    category: 'Text',
    help: 'Every word with a capital first and small letters after it.',
    parameters: [text],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'INITCAP("ada LOVELACE")', result: 'Ada Lovelace' },
      { formula: 'INITCAP("müller-lüdenscheidt")', result: 'Müller-Lüdenscheidt' },
    ],
    strict: (source: string) =>
      source.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => {
        const first = String.fromCodePoint(word.codePointAt(0)!);
        return first.toUpperCase() + word.slice(first.length).toLowerCase();
      }),
  }),
  defineFunction({
    name: 'CONTAINS',
    category: 'Text',
    help: 'Whether a text has another one in it; capitals matter. Every text has the blank one in it.',
    parameters: [text, { name: 'part', types: ['text'] }],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'CONTAINS("ada@example.org", "@")', result: true },
      { formula: 'CONTAINS("Ulm", "ulm")', result: false },
      { formula: 'CONTAINS(City, "Ulm")', row: { City: null }, result: false },
    ],
    build: ([whole, part]) => search(whole!.evaluate, part!.evaluate, (source, wanted) => source.includes(wanted)),
  }),
  defineFunction({
    name: 'BEGINS',
    category: 'Text',
    help: 'Whether a text begins with another one; capitals matter.',
    parameters: [text, { name: 'beginning', types: ['text'] }],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'BEGINS("+49 731", "+49")', result: true },
      { formula: 'BEGINS("Ulm", "u")', result: false },
    ],
    build: ([whole, beginning]) => search(whole!.evaluate, beginning!.evaluate, (source, wanted) => source.startsWith(wanted)),
  }),
  defineFunction({
    name: 'FIND',
    category: 'Text',
    help: 'Where a text begins in another one, counted from 1; 0 when it is not there.',
    parameters: [{ name: 'part', types: ['text'] }, text, { name: 'start', types: ['number'], default: 1 }],
    result: 'number',
    neverFails: true,
    examples: [
      { formula: 'FIND("@", "ada@example.org")', result: 4 },
      { formula: 'FIND("e", "ada@example.org", 6)', result: 11 },
      { formula: 'FIND("x", City)', row: { City: null }, result: 0 },
    ],
    build: ([part, whole, start]) => {
      const [wanted, source, from] = [part!.evaluate as Evaluator<string>, whole!.evaluate as Evaluator<string>, start!.evaluate as Evaluator<number>];
      return (batch, row) => {
        const searched = source(batch, row);
        const found = wanted(batch, row);
        return searched === null || found === null ? 0 : searched.indexOf(found, Math.trunc(from(batch, row) ?? 1) - 1) + 1;
      };
    },
  }),
  defineFunction({
    name: 'SUBSTITUTE',
    category: 'Text',
    help: 'Puts a new text wherever the old one stands.',
    parameters: [text, { name: 'old', types: ['text'] }, { name: 'new', types: ['text'] }],
    result: 'text',
    examples: [
      { formula: 'SUBSTITUTE("1.234,50", ".", "")', result: '1234,50' },
      { formula: 'SUBSTITUTE("a-b-c", "-", " to ")', result: 'a to b to c' },
    ],
    build: ([whole, old, fresh]) => {
      const [source, wanted, replacement] = [whole!.evaluate, old!.evaluate, fresh!.evaluate] as Evaluator<string>[];
      return (batch, row) => {
        const value = source!(batch, row);
        const found = wanted!(batch, row);
        return value === null || found === null ? null : value.replaceAll(found, () => replacement!(batch, row) ?? '') || null;
      };
    },
  }),
  defineFunction({
    name: 'LPAD',
    category: 'Text',
    help: 'Fills a text up to a length from the left; longer texts are cut.',
    parameters: [text, { name: 'length', types: ['number'] }, { name: 'pad', types: ['text'], default: ' ' }],
    result: 'text',
    examples: [
      { formula: 'LPAD("42", 5, "0")', result: '00042' },
      { formula: 'LPAD("12345", 3)', result: '123' },
    ],
    strict: (source: string, length: number, pad: string) => padding(source, length, pad) + slice(source, 0, atLeastZero(length)),
  }),
  defineFunction({
    name: 'RPAD',
    category: 'Text',
    help: 'Fills a text up to a length from the right; longer texts are cut.',
    parameters: [text, { name: 'length', types: ['number'] }, { name: 'pad', types: ['text'], default: ' ' }],
    result: 'text',
    examples: [{ formula: 'RPAD("42", 5, ".")', result: '42...' }],
    strict: (source: string, length: number, pad: string) => slice(source, 0, atLeastZero(length)) + padding(source, length, pad),
  }),
  defineFunction({
    name: 'REVERSE',
    category: 'Text',
    help: 'The characters from last to first.',
    parameters: [text],
    result: 'text',
    neverFails: true,
    examples: [{ formula: 'REVERSE("abc")', result: 'cba' }],
    strict: (source: string) => Array.from(source).reverse().join(''),
  }),
  defineFunction({
    name: 'INCLUDES',
    category: 'Text',
    help: 'Whether a multi-select picklist (values with ; between them) has a value.',
    parameters: [
      { name: 'picklist', types: ['text'] },
      { name: 'value', types: ['text'] },
    ],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'INCLUDES("Red;Blue", "Blue")', result: true },
      { formula: 'INCLUDES("Red;Blue", "Bl")', result: false },
    ],
    build: ([picklist, value]) => search(picklist!.evaluate, value!.evaluate, (source, wanted) => `;${source};`.includes(`;${wanted};`)),
  }),
  defineFunction({
    name: 'BR',
    category: 'Text',
    help: 'A line break.',
    parameters: [],
    result: 'text',
    neverFails: true,
    examples: [{ formula: '"Marktplatz 1" & BR() & "89073 Ulm"', result: 'Marktplatz 1\n89073 Ulm' }],
    build: () => () => '\n',
  }),
];

/** CONTAINS and its like: everything has the blank text in it, a blank text has nothing else in it. */
function search(whole: Evaluator, part: Evaluator, test: (source: string, wanted: string) => boolean): Evaluator {
  return (batch, row) => {
    const wanted = part(batch, row) as string | null;
    if (wanted === null) return true;
    return test((whole(batch, row) as string | null) ?? '', wanted);
  };
}
