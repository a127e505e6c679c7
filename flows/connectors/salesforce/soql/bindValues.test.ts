import { describe, expect, test } from 'vitest';
import { bindValues, textLiteral, type Bind } from './bindValues.ts';

const text = (value: string): Bind => ({ name: 'v', type: 'text', value });

describe('a value in a query', () => {
  test.each([
    ["O'Brien", "'O\\'Brien'"],
    ["' OR Name != '", "'\\' OR Name != \\''"],
    ["\\' OR Name != \\'", "'\\\\\\' OR Name != \\\\\\''"],
    ['a\nb\tc', "'a\\nb\\tc'"],
    ['', "''"],
    [':v', "':v'"],
  ])('%j is one text and cannot end it', (value, literal) => {
    expect(bindValues('SELECT Id FROM Lead WHERE Name = :v LIMIT 1', [text(value)])).toBe(`SELECT Id FROM Lead WHERE Name = ${literal} LIMIT 1`);
  });

  test('has the literal of its type', () => {
    const binds: Bind[] = [
      { name: 'n', type: 'number', value: ' -1.50 ' },
      { name: 'b', type: 'boolean', value: 'true' },
      { name: 'd', type: 'date', value: '2026-01-31' },
      { name: 'm', type: 'datetime', value: '2026-01-31T14:05:00Z' },
      { name: 'list', type: 'texts', value: "a\n\nb'c\n" },
      { name: 'numbers', type: 'numbers', value: '1\n2' },
    ];
    expect(bindValues(':n :b :d :m :list :numbers', binds)).toBe("-1.50 true 2026-01-31 2026-01-31T14:05:00Z ('a', 'b\\'c') (1, 2)");
  });

  test.each([
    ['number', '1 OR Id != null'],
    ['number', ''],
    ['boolean', 'yes'],
    ['date', '31.01.2026'],
    ['datetime', '2026-01-31'],
    ['numbers', '1\n2) OR (3'],
    ['texts', ' \n'],
  ] as const)('that is no %s is refused: %j', (type, value) => {
    expect(() => bindValues('Name = :v', [{ name: 'v', type, value }])).toThrow(expect.objectContaining({ kind: 'settings', code: 'bindType' }) as Error);
  });

  test('that nobody gave is asked for by its name', () => {
    expect(() => bindValues('Name = :country', [{ name: 'contry', type: 'text', value: 'x' }])).toThrow(expect.objectContaining({ code: 'bindUnknown', hint: 'Did you mean :contry?' }) as Error);
  });

  test('is not looked for in texts and in times', () => {
    const soql = "WHERE Name = ':v it\\'s :v' AND CreatedDate > 2026-01-31T14:05:00Z AND Time__c = 12:30:00.000Z";
    expect(bindValues(soql, [])).toBe(soql);
  });

  test('comes back as it went in, whatever it is', () => {
    const pieces = ["'", '\\', '\n', '\r', '\t', '"', 'ä', ':v', ')'];
    for (let seed = 0; seed < 500; seed++) {
      const value = Array.from({ length: seed % 7 }, (_, index) => pieces[(seed * 7 + index * 13 + (seed >> 3)) % pieces.length]!).join('');
      const inside = textLiteral(value).slice(1, -1);
      const read = inside.replace(/\\(.)/g, (_, char: string) => ({ n: '\n', r: '\r', t: '\t' })[char] ?? char);
      expect(read).toBe(value);
      expect(inside.replace(/\\./g, '')).not.toContain("'");
    }
  });
});
