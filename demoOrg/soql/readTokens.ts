import { malformed, type Place } from './soqlFault.ts';

export type TokenKind = 'name' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As it was written; for a string with its quotes. */
  readonly text: string;
  readonly place: Place;
  /** A string's characters. */
  readonly value?: string;
  /** A string as a pattern of LIKE: escaped `_` and `%` stay escaped. */
  readonly pattern?: string;
}

const shapes: readonly (readonly [TokenKind, RegExp])[] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['name', /[A-Za-z_]\w*/y],
  ['symbol', /<>|<=|>=|!=|[=<>(),.:]/y],
];

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', _: '_', '%': '%' };

/** The words and signs of a query, ending with an `end` token. @throws SoqlFault for a character or string that cannot be. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  let row = 1;
  let lineStart = 0;
  for (;;) {
    while (index < text.length && /\s/.test(text[index]!)) {
      if (text[index] === '\n') {
        row++;
        lineStart = index + 1;
      }
      index++;
    }
    const place = { row, column: index - lineStart + 1 };
    if (index >= text.length) {
      tokens.push({ kind: 'end', text: '<EOF>', place });
      return tokens;
    }
    const token = text[index] === "'" ? readString(text, index, place) : readPlain(text, index, place);
    tokens.push(token);
    index += token.text.length;
  }
}

function readPlain(text: string, index: number, place: Place): Token {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = index;
    const match = shape.exec(text);
    if (match) return { kind, text: match[0], place };
  }
  throw malformed(`line ${place.row}:${place.column - 1} no viable alternative at character '${text[index]}'`, place);
}

function readString(text: string, start: number, place: Place): Token {
  let value = '';
  let pattern = '';
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index]!;
    if (character === "'") return { kind: 'string', text: text.slice(start, index + 1), place, value, pattern };
    if (character === '\n') break;
    if (character !== '\\') {
      value += character;
      pattern += character;
      continue;
    }
    const next = text[++index] ?? '';
    const unicode = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(index + 1, index + 5)) : null;
    const meant = unicode ? String.fromCharCode(Number.parseInt(unicode[0], 16)) : escapes[next];
    if (meant === undefined) throw malformed(`Invalid string literal. Illegal character sequence '\\${next}' in string literal.`, place);
    if (unicode) index += 4;
    value += meant;
    pattern += '_%\\'.includes(meant) ? `\\${meant}` : meant;
  }
  throw malformed(`line ${place.row}:${place.column - 1} mismatched character '<EOF>' expecting '''`, place);
}
