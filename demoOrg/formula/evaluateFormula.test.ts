import { describe, expect, it } from 'vitest';
import { checkFormula, evaluateFormula } from './evaluateFormula.ts';
import type { FormulaValue } from './formulaValue.ts';
import { parseFormula } from './parseFormula.ts';

const day = (text: string): FormulaValue => ({ kind: 'day', ms: Date.parse(`${text}T00:00:00Z`) });
const record: Readonly<Record<string, FormulaValue>> = {
  Name: 'Erna', Empty__c: '', Tons__c: 3, None__c: null, Stage: 'Closed Won', Ports__c: 'A;B', Active__c: true, Built__c: day('2026-01-31'), Zip__c: '8010',
};
const before: Readonly<Record<string, FormulaValue>> = { ...record, Tons__c: 2, Stage: 'Open' };

function valueOf(text: string, isNew = false): FormulaValue {
  const formula = parseFormula(text);
  checkFormula(formula);
  const now = Date.parse('2026-03-01T10:00:00Z');
  return evaluateFormula(formula, { isNew, now, today: Date.parse('2026-03-01T00:00:00Z'), value: (path) => record[path]!, prior: (path) => (isNew ? record : before)[path]! });
}

describe('a formula', () => {
  it.each<[string, FormulaValue]>([
    ['1 + 2 * 3 ^ 2', 19],
    ['-(2 - 5) / 2', 1.5],
    ['Tons__c > 2 && NOT(Tons__c >= 4)', true],
    ['Tons__c = 3 || 1 / 0 = 1', true],
    ['AND(ISBLANK(Empty__c), ISBLANK(None__c), Tons__c <> 4)', true],
    ['OR(Name = "erna", Name == "Erna")', true],
    ['None__c > 0', false],
    ['None__c + 1', null],
    ['"a" & Tons__c & TEXT(Active__c)', 'a3true'],
    ['Name + \' & "Co"\'', 'Erna & "Co"'],
    ['ISPICKVAL(Stage, "Closed Won")', true],
    ['ISPICKVAL(Empty__c, "")', true],
    ['INCLUDES(Ports__c, "B")', true],
    ['CASE(Stage, "Open", 1, "Closed Won", 2, 3)', 2],
    ['IF(Active__c, "yes", "no")', 'yes'],
    ['LEN(Name) /* of the name */ = 4', true],
    ['REGEX(Zip__c, "[0-9]{4}")', true],
    ['REGEX(Zip__c, "\\\\d{5}")', false],
    ['REGEX(Name, "(?i)e.*\\\\-?A")', true],
    ['VALUE(Zip__c) + 1', 8011],
    ['VALUE("")', null],
    ['DATEVALUE("")', null],
    ['IF(Tons__c = 0, 1, 6 / Tons__c)', 2],
    ['LEFT(Name, 2) + MID(Name, 3, 1) + RIGHT(Name, 1)', 'Erna'],
    ['SUBSTITUTE(UPPER(Name), "R", "RR")', 'ERRNA'],
    ['BEGINS(Name, "Er") && CONTAINS(Name, "na") && FIND("n", Name) = 3', true],
    ['LPAD("7", 3, "0")', '007'],
    ['LEN(RPAD("7", 1000000000, "0"))', 32_000],
    ['TEXT(TODAY() + 1000000000000)', ''],
    ['ROUND(2.345, 2) + MOD(7, 3) + MAX(1, 2) + ABS(-1)', 2.35 + 1 + 2 + 1],
    ['BLANKVALUE(None__c, 5)', 5],
    ['TODAY() - Built__c', 29],
    ['Built__c < TODAY()', true],
    ['YEAR(Built__c) * 100 + MONTH(Built__c)', 202601],
    ['ADDMONTHS(Built__c, 1) = DATE(2026, 2, 28)', true],
    ['DATEVALUE(NOW()) = TODAY()', true],
    ['WEEKDAY(DATE(2026, 3, 1))', 1],
  ])('%s', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it.each([
    ['1 / (Tons__c - 3)', 'Division by zero'],
    ['MOD(1, 0)', 'Division by zero'],
    ['SQRT(-1)', 'The result is no number'],
    ['10 ^ 999', 'The result is no number'],
    ['VALUE(Name)', 'Erna is no number'],
    ['DATE(2026, 2, 30)', 'There is no day 2026-2-30'],
    ['DATE(99999999, 1, 1)', 'There is no day 99999999-1-1'],
    ['DATEVALUE(Name)', 'Erna is no day'],
    ['DATETIMEVALUE("soon")', 'soon is no moment'],
  ])('that cannot be worked out says why: %s', (text, reason) => {
    expect(() => valueOf(text)).toThrow(reason);
  });

  it('knows what has changed, and that a new record has not', () => {
    const text = 'AND(ISCHANGED(Stage), PRIORVALUE(Stage) = "Open", PRIORVALUE(Tons__c) < Tons__c)';
    expect(valueOf(text)).toBe(true);
    expect(valueOf(text, true)).toBe(false);
    expect(valueOf('ISNEW()', true)).toBe(true);
  });

  it.each([
    ['Tons__c >', '"Tons__c >" ends too early'],
    ['1 + + )', '")" at character 7 is not expected there'],
    ['Name = #', '"#" at character 8 is not expected there'],
    ['VLOOKUP(a, b, c)', 'there is no function VLOOKUP in the demo org'],
    ['LEFT(Name)', 'LEFT takes 2 arguments; it is given 1'],
    ['ISCHANGED("x")', 'ISCHANGED takes a field'],
    ['REGEX(Name, "[")', 'the pattern "[" is not understood by the demo org'],
    ['REGEX(Name, Zip__c)', 'the pattern of REGEX must be a text in quotes'],
  ])('that cannot be understood says why: %s', (text, reason) => {
    expect(() => valueOf(text)).toThrow(reason);
  });

  it.each(['(', '-', 'NOT(', '1+('])('nested without end is refused', (piece) => {
    expect(() => valueOf(piece.repeat(50_000))).toThrow('a formula may be nested 100 levels deep at most');
  });
});
