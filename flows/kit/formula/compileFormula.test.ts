import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../batch.ts';
import { jsonCell, type Cell, type Schema } from '../schema.ts';
import { bindFormula } from './bindFormula.ts';
import { checkFormula, compileFormula } from './compileFormula.ts';

const schema: Schema = [
  { name: 'Name', type: 'text' },
  { name: 'City', type: 'text' },
  { name: 'First Name', type: 'text' },
  { name: 'Account.Name', type: 'text' },
  { name: 'Amount', type: 'number' },
  { name: 'Count', type: 'number' },
  { name: 'Active', type: 'boolean' },
  { name: 'Born', type: 'date' },
  { name: 'Created', type: 'datetime' },
  { name: 'Opens', type: 'time' },
];
const filled: Cell[] = ['Ada', 'Ulm', 'Ada Augusta', 'Engines', 12.5, 4, true, 20526, 1_773_500_966_000, 32_400_000];
const blank: Cell[] = schema.map(() => null);

function value(source: string, row: readonly Cell[] = filled): Cell {
  const { formula, problems } = compileFormula(source, schema);
  expect(problems).toEqual([]);
  return jsonCell(formula!.type, formula!.evaluate(batchFromRows(schema, [row], { source: 'test', ordinal: 0 }), 0));
}

function problems(source: string) {
  return compileFormula(source, schema).problems.map(({ from, to, message, hint }) => [source.slice(from, to), message, hint]);
}

describe('columns', () => {
  it.each([
    ['Name', 'Ada'],
    ['name', 'Ada'],
    ['{First Name}', 'Ada Augusta'],
    ['Account.Name', 'Engines'],
    ['{Account.Name}', 'Engines'],
  ])('%s', (source, expected) => expect(value(source)).toBe(expected));

  it('are found by exact name first', () => {
    const twins: Schema = [
      { name: 'ID', type: 'text' },
      { name: 'Id', type: 'number' },
    ];
    expect(compileFormula('Id', twins).formula).toMatchObject({ type: 'number', column: 1 });
    expect(compileFormula('id', twins).formula).toMatchObject({ type: 'text', column: 0 });
  });

  it('are named when one is missing', () => {
    expect(
      compileFormula('LEN(Citty)', [
        { name: 'City', type: 'text' },
        { name: 'Country', type: 'text' },
      ]).problems,
    ).toEqual([
      {
        code: 'columnUnknown',
        message: 'There is no column "Citty" in the incoming rows. Columns: City, Country.',
        hint: 'Did you mean City?',
        from: 4,
        to: 9,
      },
    ]);
    expect(problems('{Frist Name}')[0]![2]).toBe('Did you mean {First Name}?');
    expect(problems('City = Wolfsburg')[0]![2]).toBe('A text stands in quotes: "Wolfsburg".');
  });

  it('that a formula reads are known, and whether it is one and no more', () => {
    const { formula } = compileFormula('Name & city & NAME', schema);
    expect(formula!.columns).toEqual(['Name', 'City']);
    expect(formula!.column).toBeUndefined();
    expect(compileFormula('"x" & "y"', schema).formula!.columns).toEqual([]);
  });
});

describe('values', () => {
  it.each<[string, Cell]>([
    ['Amount * Count - 1', 49],
    ['2 ^ 10', 1024],
    ['-Amount', -12.5],
    ['Name & " of " & City & "."', 'Ada of Ulm.'],
    ['Name + City', 'AdaUlm'],
    ['Amount > 12 && Count <= 4', true],
    ['Name = "ada"', false],
    ['Name <> "ada"', true],
    ['Name < "Bob"', true],
    ['Active = true', true],
    ['Born + 1.9', '2026-03-15'],
    ['Born - 14', '2026-02-28'],
    ['Born - DATE(2026, 1, 1)', 72],
    ['Created + 0.5', '2026-03-15T03:09:26.000Z'],
    ['Created - DATETIMEVALUE("2026-03-13 15:09:26")', 1],
    ['Opens - 36000000', '23:00:00.000Z'],
    ['null', null],
    ['IF(Active, null, 1)', null],
  ])('%s → %s', (source, expected) => expect(value(source)).toBe(expected));

  it('have the type of the formula', () => {
    const types = ['Name', 'Amount + 1', 'Amount > 1', 'Born + 1', 'NOW()', 'IF(Active, null, 1)', 'null', 'CASE(Name, "a", Born, null)'].map(
      (source) => checkFormula(source, schema).type,
    );
    expect(types).toEqual(['text', 'number', 'boolean', 'date', 'datetime', 'number', 'text', 'date']);
  });

  it('do not depend on when a row comes: NOW() is one moment', () => {
    const { formula } = compileFormula('NOW()', schema, { nowMs: 5 });
    expect(formula!.evaluate(batchFromRows(schema, [filled], { source: 'test', ordinal: 0 }), 0)).toBe(5);
  });
});

describe('blanks', () => {
  it.each<[string, Cell]>([
    ['Name & "x" & City', 'x'],
    ['Name & City', null],
    ['Amount + 1', null],
    ['1 - Amount', null],
    ['Born + 1', null],
    ['LEFT(Name, 2)', null],
    ['LEN(Name)', 0],
    ['Name = ""', true],
    ['Name = null', true],
    ['Name <> "x"', true],
    ['Amount = null', true],
    ['Amount <> null', false],
    ['Amount = 5', false],
    ['Amount <> 5', false],
    ['Amount < 5', false],
    ['NOT(Amount < 5)', false],
    ['Amount < 5 || true', true],
    ['IF(Amount < 5, 1, 2)', 2],
    ['CASE(Name, "", "none", "some")', 'none'],
    ['CASE(Amount, 1, "one", "other")', 'other'],
    ['CASE(City, Name, "same", "other")', 'same'],
    ['TEXT(Born)', null],
    ['REGEX(Name, "x*")', true],
    ['""', null],
    ['TRIM("  ")', null],
    ['SUBSTITUTE("aa", "a", "")', null],
  ])('%s → %s', (source, expected) => expect(value(source, blank)).toBe(expected));

  it('of a true/false column stay blank', () => expect(value('Active', blank)).toBeNull());
});

describe('rows that allow no result', () => {
  it.each([
    ['1 / Amount', 'divisionByZero', '1 / 0: a number cannot be divided by zero.'],
    ['VALUE(Name)', 'notANumber', 'VALUE("n/a"): "n/a" is not a number.'],
    ['REGEX("x", Name & "(")', 'patternInvalid', expect.stringContaining('"n/a(" is not a regular expression')],
    ['Born + 99999999', 'dateOutOfRange', expect.stringContaining('is outside the years 1 to 9999')],
    ['10 ^ (Count * 400)', 'numberOutOfRange', expect.stringContaining('10 ^ 400')],
  ])('%s', (source, code, message) => {
    const row: Cell[] = ['n/a', null, null, null, 0, 1, null, 0, null, null];
    expect(() => value(source, row)).toThrow(expect.objectContaining({ kind: 'row', code, message }));
  });
});

describe('problems', () => {
  it.each([
    ['Amount & "x"', 'Amount', '"&" takes texts; Amount is a number.', 'Write TEXT(Amount).'],
    ['Name * 2', 'Name', '"*" takes numbers; Name is a text.', 'Write VALUE(Name).'],
    ['Name = 5', 'Name = 5', '"=" compares values of one type; Name is a text, 5 is a number.', 'Write VALUE(Name).'],
    ['Born > Created', 'Born > Created', '">" compares values of one type; Born is a date, Created is a date and time.', 'Write DATEVALUE(Created).'],
    ['Born + Born', 'Born + Born', '"+" does not go with these types; Born is a date, Born is a date.', undefined],
    ['-Name', 'Name', '"-" before a value takes a number; Name is a text.', 'Write VALUE(Name).'],
    ['LEFT(Name, "2")', '"2"', 'LEFT takes a number as "count"; "2" is a text.', 'Write VALUE("2").'],
    ['YEAR(Name)', 'Name', 'YEAR takes a date or a date and time as "date"; Name is a text.', 'Write DATEVALUE(Name).'],
    ['AND(Active, Name)', 'Name', 'AND takes true or false as "condition"; Name is a text.', 'Compare it with something: Name = …'],
    ['Active && Name', 'Name', 'AND takes true or false as "condition"; Name is a text.', 'Compare it with something: Name = …'],
    ['IF(Active, 1, "x")', '"x"', 'The values of IF must be of one type; 1 is a number, "x" is a text.', 'Write VALUE("x").'],
    ['LEFT(Name)', 'LEFT(Name)', 'LEFT has 1 argument here; it is written LEFT(text, count).', undefined],
    ['CASE(Name, "a", 1)', 'CASE(Name, "a", 1)', 'CASE has 3 arguments here; it is written CASE(value, when1, then1, when2, then2, …, else).', undefined],
    ['LOWR(Name)', 'LOWR', 'There is no function LOWR.', 'Did you mean LOWER?'],
    ['1 + VALUE("abc")', 'VALUE("abc")', 'VALUE("abc"): "abc" is not a number.', 'ISNUMBER tells beforehand; SUBSTITUTE takes separators out.'],
    ['REGEX(Name, "(")', 'REGEX(Name, "(")', expect.stringContaining('"(" is not a regular expression'), undefined],
  ])('%s', (source, at, message, hint) => expect(problems(source)).toEqual([[at, message, hint]]));

  it('are told all at once, in the order of the text, and cause no others', () => {
    expect(problems('LEFT(Nam, "2") & LOWR(Citty) & Amount').map(([at]) => at)).toEqual(['Nam', '"2"', 'LOWR', 'Citty', 'Amount']);
    expect(problems('Nam + 1 & (')).toHaveLength(2);
  });

  it('need no columns: where they are not known, the rest is checked', () => {
    expect(checkFormula('LEFT(Whatever, "2")', undefined).problems).toHaveLength(1);
    expect(checkFormula('Whatever > 5', undefined)).toEqual({ type: 'boolean', problems: [] });
    expect(checkFormula('Whatever + 5', undefined)).toEqual({ problems: [] });
  });

  it('say where functions over a group may stand, and that they cannot stand in one another', () => {
    expect(checkFormula('Amount / SUMOF(Amount)', schema)).toMatchObject({ type: 'number', problems: [{ code: 'functionNotHere', from: 9, to: 22 }] });
    expect(checkFormula('Amount / SUMOF(Amount)', schema, true)).toEqual({ type: 'number', problems: [] });
    expect(checkFormula('SUMOF(MAXOF(Amount))', schema, true).problems).toMatchObject([{ code: 'totalInTotal', from: 6, to: 19 }]);
    expect(() => bindFormula('ROWSOF()', schema, ['x'], {})).toThrow(expect.objectContaining({ kind: 'settings', code: 'functionNotHere' }));
  });

  it('leave the type known where it is', () => expect(checkFormula('LEN(Nam)', schema).type).toBe('number'));
});
