import { describe, expect, it } from 'vitest';
import { parseJson } from './parseJson.ts';

describe('parseJson', () => {
  it.each([
    '{}', '[]', '[[], {}]', '"a\\"\\u00e9\\n"', '-1.5e3', 'true', 'null', ' { "a" : [ 1 , { "b" : null } ] , "c" : "x" } ', '[0, -0, 1E+2]', '"😀"',
  ])('reads %s as JSON.parse does', (text) => {
    expect(parseJson(text).value).toEqual(JSON.parse(text));
  });

  it('knows on which line everything stands', () => {
    const { lineOf } = parseJson('{\n  "a": 1,\n  "b": {\n    "c": [\n      1,\n      2\n    ]\n  }\n}\n');
    expect(lineOf([])).toBe(1);
    expect(lineOf(['a'])).toBe(2);
    expect(lineOf(['b', 'c', 1])).toBe(6);
    expect(lineOf(['b', 'gone', 'x'])).toBe(3);
  });

  it('takes a byte order mark for nothing', () => {
    expect(parseJson('\ufeff{ "a": 1 }').value).toEqual({ a: 1 });
  });

  it.each([
    ['', 'Line 1, column 1: a value must stand here; the text ends here.'],
    ['{ "a": 1, }', 'Line 1, column 11: a name in double quotes must stand here; here stands "}".'],
    ['[1,\n2,\n]', 'Line 3, column 1: a value must follow the comma; the list ends here.'],
    ['[1\n2]', 'Line 2, column 1: a comma or "]" must follow entry 1; here stands "2".'],
    ['{ "a" 1 }', 'Line 1, column 7: a colon must follow the name "a"; here stands "1".'],
    ['{ "a": 1 "b": 2 }', 'Line 1, column 10: a comma or "}" must follow the value of "a"; here stands "\\"".'],
    ['{ "a": 1,\n "a": 2 }', 'Line 2, column 5: the name "a" stands here for the second time.'],
    ['{ "a": yes }', 'Line 1, column 8: "yes" is no value; texts stand in double quotes.'],
    ['[01]', 'Line 1, column 2: "01" is no value; texts stand in double quotes.'],
    ['["a\nb"]', 'Line 1, column 4: a text ends on the line it begins on.'],
    ['["\\x"]', 'Line 1, column 2: the text "\\x" has a backslash that means nothing.'],
    ['{ "a": "b', 'Line 1, column 10: a text is not closed: its last double quote is missing.'],
    ['{} {}', 'Line 1, column 4: the text must end after its value; here stands "{".'],
    ['{\n"a":\n<<<<<<< ours\n1 }', 'Line 3, column 1: this line is the mark of a merge that was not finished.'],
  ])('refuses %j with its place', (text, message) => {
    expect(() => JSON.parse(text)).toSatisfy((run: () => unknown) => text.includes('"a": 2') || throws(run));
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ kind: 'settings', code: 'jsonSyntax', message }));
  });
});

function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
