import type { FormulaProblem } from './formula.ts';

/** `column` is a name in braces, `end` the place after the last character. `value` is a text without quotes and escapes, or a name without braces. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'column' | 'sign' | 'end';
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const kinds = [
  /(?<space>\s+|\/\*[^]*?\*\/)/,
  /(?<number>\d+(?:\.\d+)?)/,
  /(?<name>[\p{L}_$][\p{L}\p{M}\p{N}_$:.#]*)/u,
  /(?<sign>&&|\|\||==|!=|<>|<=|>=|\/(?!\*)|[-+*^&=<>!(),])/,
  /(?<text>["'])/,
  /(?<column>\{)/,
];
const pattern = new RegExp(kinds.map((kind) => kind.source).join('|'), 'uy');
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', N: '\n', R: '\r', T: '\t', '"': '"', "'": "'", '\\': '\\' };

/**
 * Cuts a formula into tokens; white space and comments are left out. Numbers, texts, escapes and operators are Salesforce's (its open
 * formula engine's LexerRules). Two extensions of ours: names may have letters of any script, and `{First Name}` is the column of
 * exactly that name (`}}` inside stands for `}`).
 */
export function tokenize(source: string): { readonly tokens: readonly Token[]; readonly problems: readonly FormulaProblem[] } {
  const tokens: Token[] = [];
  const problems: FormulaProblem[] = [];
  let at = 0;
  while (at < source.length) {
    pattern.lastIndex = at;
    const groups = pattern.exec(source)?.groups;
    const from = at;
    if (groups === undefined) {
      const { to, ...problem } = strange(source, at);
      problems.push({ ...problem, from, to });
      at = to;
    } else if (groups.space !== undefined) {
      at = pattern.lastIndex;
    } else if (groups.text !== undefined) {
      at = readText(source, from, tokens, problems);
    } else if (groups.column !== undefined) {
      at = readColumn(source, from, tokens, problems);
    } else {
      at = pattern.lastIndex;
      const kind = groups.number !== undefined ? 'number' : groups.name !== undefined ? 'name' : 'sign';
      tokens.push({ kind, value: source.slice(from, at), from, to: at });
    }
  }
  tokens.push({ kind: 'end', value: '', from: source.length, to: source.length });
  return { tokens, problems };
}

function readText(source: string, from: number, tokens: Token[], problems: FormulaProblem[]): number {
  const quote = source[from]!;
  let value = '';
  let at = from + 1;
  for (; at < source.length && source[at] !== '\n' && source[at] !== '\r'; at++) {
    const sign = source[at]!;
    if (sign === quote) {
      tokens.push({ kind: 'text', value, from, to: at + 1 });
      return at + 1;
    }
    if (sign !== '\\') {
      value += sign;
      continue;
    }
    const escaped = source[at + 1] ?? '';
    const meant = escapes[escaped];
    if (meant === undefined) {
      problems.push({
        code: 'formulaEscape',
        message: `"\\${escaped}" has no meaning in a text.`,
        hint: `Write "\\\\${escaped}" for a backslash.`,
        from: at,
        to: Math.min(at + 2, source.length),
      });
    }
    value += meant ?? escaped;
    at++;
  }
  at = Math.min(at, source.length);
  const hint = at < source.length ? 'A text ends on the line it begins on; BR() gives a line break.' : `Close it with ${quote}.`;
  problems.push({
    code: 'formulaTextOpen',
    message: `The text that begins with ${source.slice(from, Math.min(at, from + 12))} has no end.`,
    hint,
    from,
    to: at,
  });
  tokens.push({ kind: 'text', value, from, to: at });
  return at;
}

function readColumn(source: string, from: number, tokens: Token[], problems: FormulaProblem[]): number {
  const match = /\{((?:[^}]|\}\})*)\}/uy;
  match.lastIndex = from;
  const found = match.exec(source);
  const to = found ? match.lastIndex : source.length;
  if (!found) problems.push({ code: 'formulaColumnOpen', message: 'A column name in braces has no end.', hint: 'Close it with }.', from, to });
  tokens.push({ kind: 'column', value: (found?.[1] ?? source.slice(from + 1)).replaceAll('}}', '}'), from, to });
  return to;
}

function strange(source: string, at: number): Omit<FormulaProblem, 'from'> {
  const sign = String.fromCodePoint(source.codePointAt(at)!);
  const to = at + sign.length;
  const code = 'formulaSign';
  if (source.startsWith('/*', at)) return { code: 'formulaCommentOpen', message: 'A comment has no end.', hint: 'Close it with */.', to: source.length };
  if ('“”„‟‘’‚'.includes(sign)) return { code, message: `${sign} is not a quote that formulas know.`, hint: 'Use straight quotes: "text".', to };
  if (sign === ';') return { code, message: 'A formula has no ";".', hint: 'Arguments are separated by commas.', to };
  if (sign === '|') return { code, message: 'A single "|" has no meaning.', hint: '"||" means or.', to };
  return { code, message: `"${sign}" has no meaning in a formula.`, to };
}
