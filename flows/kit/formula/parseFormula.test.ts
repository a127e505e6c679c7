import { describe, expect, it } from 'vitest';
import { parseFormula } from './parseFormula.ts';
import type { Syntax } from './syntax.ts';

/** The tree in brackets, operators first. */
function show(part: Syntax): string {
  if (part.kind === 'literal') return part.type === 'text' ? `'${String(part.value ?? '')}'` : String(part.value);
  if (part.kind === 'column') return part.name;
  if (part.kind === 'missing') return '?';
  const inside = (part.kind === 'call' ? part.arguments : part.operands).map(show);
  return `(${[part.kind === 'call' ? part.name : part.operator, ...inside].join(' ')})`;
}

function tree(source: string): string {
  const { tree: parsed, problems } = parseFormula(source);
  expect(problems).toEqual([]);
  return show(parsed);
}

function problem(source: string) {
  const { problems } = parseFormula(source);
  expect(problems).toHaveLength(1);
  const { from, to, ...rest } = problems[0]!;
  return { at: source.slice(from, to), ...rest };
}

describe('what binds more tightly', () => {
  it.each([
    ['1 + 2 * 3', '(+ 1 (* 2 3))'],
    ['1 - 2 - 3', '(- (- 1 2) 3)'],
    ['2 * (1 + 2)', '(* 2 (+ 1 2))'],
    ['a & b + c', '(+ (& a b) c)'],
    ['a = b && c > 1 || d', '(OR (AND (= a b) (> c 1)) d)'],
    ['a < 1 = b < 2', '(= (< a 1) (< b 2))'],
    ['!a && b', '(AND (NOT a) b)'],
    ['NOT a = b', '(= (NOT a) b)'],
    ['-2 ^ 2', '(^ (- 2) 2)'],
    ['2 ^ 3 ^ 2', '(^ (^ 2 3) 2)'],
    ['2 * (3 ^ 2)', '(* 2 (^ 3 2))'],
    ['a == 1', '(= a 1)'],
    ['a != 1', '(<> a 1)'],
  ])('%s', (source, expected) => expect(tree(source)).toBe(expected));
});

describe('words', () => {
  it.each([
    ['TRUE', 'true'],
    ['Null', 'null'],
    ['12.50', '12.5'],
    ['Account.Owner.Name', 'Account.Owner.Name'],
    ['Größe', 'Größe'],
    ['{First Name}', 'First Name'],
    ['{a}}b}', 'a}b'],
    ['{true}', 'true'],
    [`'it\\'s' & "a \\"b\\" \\\\"`, `(& 'it's' 'a "b" \\')`],
    ['/* why */ 1 /* and\nmore */ + 2', '(+ 1 2)'],
    ['left(Name, 2)', '(left Name 2)'],
    ['NOW()', '(NOW)'],
  ])('%s', (source, expected) => expect(tree(source)).toBe(expected));
});

describe('what cannot be read', () => {
  it.each([
    ['', '', 'The formula is blank.'],
    ['1 +', '', 'The formula ends where a value is expected.'],
    ['* 2', '*', 'A value is expected before "*".'],
    ['(1 + 2', '(', 'The "(" has no ")".'],
    ['LEFT(Name, 2', '(', 'LEFT( has no ")".'],
    ['LEFT(Name 2)', '2', '"2" does not belong here.'],
    ['1 + 2)', ')', '")" does not belong here.'],
    ['LEFT(, 2)', ',', 'A value is expected before ",".'],
    ['Name "x"', '"x"', '""x"" does not belong here.'],
    ['a AND b', 'AND', '"AND" does not belong here.'],
    ['"abc', '"abc', 'The text that begins with "abc has no end.'],
    ['"\\d"', '\\d', '"\\d" has no meaning in a text.'],
    ['{First Name', '{First Name', 'A column name in braces has no end.'],
    ['“a”', '“', '“ is not a quote that formulas know.'],
    ['1 # 2', '#', '"#" has no meaning in a formula.'],
    ['1 /* 2', '/* 2', 'A comment has no end.'],
    ['2 * 3 ^ 2', '3 ^ 2', '"^" next to "*" is read one way by Salesforce and another way by spreadsheets.'],
  ])('%s', (source, at, message) => {
    const { problems } = parseFormula(source);
    const first = problems[0]!;
    expect({ at: source.slice(first.from, first.to), message: first.message }).toEqual({ at, message });
  });

  it('says what to write instead', () => {
    expect(problem('a OR b').hint).toBe('Between two conditions write ||, or write OR(first, second).');
    expect(problem('REGEX(Phone, "\\d+")').hint).toBe('Write "\\\\d" for a backslash.');
    expect(problem('LEFT(Name; 2)').hint).toBe('Arguments are separated by commas.');
  });

  it('tells every strange sign, but only the first fault of the grammar', () => {
    expect(parseFormula('1 # 2 ~ 3').problems.map(({ from }) => from)).toEqual([2, 6]);
    expect(parseFormula('(1 + (2 * ').problems).toHaveLength(1);
  });

  it('keeps what stands before the fault', () => expect(show(parseFormula('LEFT(Name, 2) & (').tree)).toBe('(& (LEFT Name 2) ?)'));

  it.each([
    ['parentheses', `${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['signs', `${'-'.repeat(5000)}1`],
    ['sums', `1${' + 1'.repeat(5000)}`],
    ['calls', `${'ABS('.repeat(5000)}1${')'.repeat(5000)}`],
  ])('refuses %s too deep for any stack', (_, source) => expect(problem(source).code).toBe('formulaTooDeep'));
});
