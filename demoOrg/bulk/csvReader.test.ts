import { describe, expect, test } from 'vitest';
import { random } from '../seed/random.ts';
import { csvReader } from './csvReader.ts';
import { type CsvFormat, csvLine, delimiters, lineEndings } from './csvFormat.ts';

const plain: CsvFormat = { delimiter: 'COMMA', lineEnding: 'LF' };

function read(text: string, format: CsvFormat, cuts: readonly number[] = []): string[][] {
  const reader = csvReader(format);
  const bounds = [0, ...cuts, text.length];
  const pieces = bounds.slice(1).map((end, index) => text.slice(bounds[index], end));
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

test.each<[name: string, text: string, records: string[][]]>([
  ['nothing', '', []],
  ['a last record without a line ending', 'a,b\n1,2', [['a', 'b'], ['1', '2']]],
  ['an empty last cell without a line ending', 'a,b\n1,', [['a', 'b'], ['1', '']]],
  ['a quoted last cell without a line ending', 'a\n"1"', [['a'], ['1']]],
  ['blank lines, which are no records', 'a\n\n1\n\n', [['a'], ['1']]],
  ['a record of one empty cell, in quotes', 'a\n""\n', [['a'], ['']]],
  ['quotes, delimiters and line breaks in quotes', '"a ""x"", b","c\r\nd"\n', [['a "x", b', 'c\r\nd']]],
])('%s', (_, text, records) => {
  expect(read(text, plain)).toEqual(records);
});

test.each([
  ['a quote in the middle of a cell', 'a "b"\n'],
  ['text after a closing quote', '"a"b\n'],
  ['a quote that is never closed', '"a\nb\n'],
])('%s is a fault', (_, text) => {
  expect(() => read(text, plain)).toThrow('Found unescaped quote');
});

test('a record that never ends is refused before it fills the memory', () => {
  const reader = csvReader(plain);
  expect(() => {
    for (let i = 0; i < 100; i++) reader.push(`"${'x'.repeat(10_000)}`.slice(i === 0 ? 0 : 1));
  }).toThrow('longer than 400000 characters');
});

describe.each(Object.keys(delimiters) as (keyof typeof delimiters)[])('%s', (delimiter) => {
  test.each(Object.keys(lineEndings) as (keyof typeof lineEndings)[])('with %s: what is written is read back, wherever it is cut', (lineEnding) => {
    const format = { delimiter, lineEnding };
    const by = random(7);
    const letters = ['a', 'é', '"', '\n', '\r', delimiters[delimiter], ' ', '漢'];
    const cell = (): string => Array.from({ length: by.between(0, 4) }, () => by.pick(letters)).join('');
    for (let round = 0; round < 40; round++) {
      const records = Array.from({ length: by.between(1, 4) }, () => Array.from({ length: 3 }, cell));
      const text = records.map((cells) => csvLine(cells, format)).join('');
      for (let cut = 0; cut <= text.length; cut++) expect(read(text, format, [cut])).toEqual(records);
    }
  });
});
