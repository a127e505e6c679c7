import { defineFunction, rowError, showValue, type FormulaExample, type FormulaFunction } from '../operation.ts';

const text = { name: 'text', types: ['text'] } as const;

function encoding(name: string, help: string, encode: (source: string) => string, ...examples: FormulaExample[]): FormulaFunction {
  return defineFunction({ name, category: 'Text', help, parameters: [text], result: 'text', examples, strict: encode });
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const scriptEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '/': '\\/', '<': '\\u003C', '>': '\\u003E' };

const encodeHtml = (source: string): string => source.replace(/[&<>"']/g, (sign) => entities[sign]!);
const encodeScript = (source: string): string => source.replace(/[\\'"\n\r\t/<>]/g, (sign) => scriptEscapes[sign]!);

/** As forms send it (application/x-www-form-urlencoded): a space becomes +. */
function encodeUrl(source: string): string {
  return encodeURIComponent(source.toWellFormed()).replace(/%20/g, '+').replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Steps of a path into JSON: `address.lines[0]`, with or without `$` or `$.` before it. */
function stepsOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
}

function jsonValue(source: string, path: string): string {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw rowError('notJson', `JSONVALUE(${showValue(source)}, ${showValue(path)}): the text is not JSON.`);
  }
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return '';
    value = (value as Record<string, unknown>)[step];
  }
  return value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** What makes texts fit for web pages, scripts and addresses, and what reads JSON. */
export const encodingFunctions: readonly FormulaFunction[] = [
  encoding('HTMLENCODE', 'The text with the characters that mean something in HTML written out.', encodeHtml, { formula: 'HTMLENCODE("A & B <x>")', result: 'A &amp; B &lt;x&gt;' }),
  encoding('JSENCODE', 'The text as it stands between quotes in JavaScript.', encodeScript, { formula: 'JSENCODE("it\'s")', result: "it\\'s" }),
  encoding('JSINHTMLENCODE', 'The text as it stands between quotes in JavaScript inside HTML.', (source) => encodeScript(encodeHtml(source)), { formula: 'JSINHTMLENCODE("<b>")', result: '&lt;b&gt;' }),
  encoding('URLENCODE', 'The text as it stands in an address.', encodeUrl, { formula: 'URLENCODE("Müller & Söhne")', result: 'M%C3%BCller+%26+S%C3%B6hne' }),
  defineFunction({
    name: 'ASCII',
    category: 'Text',
    help: 'The Unicode number of the first character.',
    parameters: [text],
    result: 'number',
    examples: [{ formula: 'ASCII("Abc")', result: 65 }],
    strict: (source: string) => source.codePointAt(0)!,
  }),
  defineFunction({
    name: 'CHR',
    category: 'Text',
    help: 'The character of a Unicode number.',
    parameters: [{ name: 'number', types: ['number'] }],
    result: 'text',
    examples: [
      { formula: 'CHR(8364)', result: '€' },
      { formula: 'CHR(Code)', row: { Code: -1 }, fails: 'CHR(-1): there is no such character.' },
    ],
    strict: (code: number) => {
      const whole = Math.trunc(code);
      if (whole < 1 || whole > 0x10ffff || (whole >= 0xd800 && whole <= 0xdfff)) throw rowError('numberOutOfRange', `CHR(${code}): there is no such character.`);
      return String.fromCodePoint(whole);
    },
  }),
  defineFunction({
    name: 'PICKLISTCOUNT',
    category: 'Text',
    help: 'How many values a multi-select picklist has; 0 for blank.',
    parameters: [{ name: 'picklist', types: ['text'] }],
    result: 'number',
    examples: [
      { formula: 'PICKLISTCOUNT(Interests)', row: { Interests: 'Golf;Chess' }, result: 2 },
      { formula: 'PICKLISTCOUNT("")', result: 0 },
    ],
    build: ([part]) => {
      const value = part!.evaluate;
      return (batch, row) => ((value(batch, row) as string | null) ?? '').split(';').filter((item) => item.trim() !== '').length;
    },
  }),
  defineFunction({
    name: 'JSONVALUE',
    category: 'Text',
    help: 'The value at a path in a JSON text, such as address.lines[0]; blank when there is none. Objects and lists are given as JSON.',
    parameters: [text, { name: 'path', types: ['text'] }],
    result: 'text',
    examples: [
      { formula: 'JSONVALUE(Body, "address.lines[1]")', row: { Body: '{"address":{"lines":["Hall 3","Gate 7"]}}' }, result: 'Gate 7' },
      { formula: 'VALUE(JSONVALUE(Body, "$.n")) + 1', row: { Body: '{"n":41}' }, result: 42 },
      { formula: 'JSONVALUE(Body, "a")', row: { Body: 'a=1' }, fails: 'JSONVALUE("a=1", "a"): the text is not JSON.' },
    ],
    extension: 'A function of Sluice; Salesforce has none like it.',
    strict: jsonValue,
  }),
];
