import type { FormulaValue } from './formulaValue.ts';

/** A formula as a tree. Operators are calls by their sign: `a > 1` is a call of `>`. */
export type Formula =
  | { readonly kind: 'value'; readonly value: FormulaValue }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[] };

type Token = { readonly kind: 'name' | 'sign'; readonly text: string; readonly at: number } | { readonly kind: 'value'; readonly value: FormulaValue; readonly text: string; readonly at: number };

const pattern = /\s+|\/\*[^]*?\*\/|(?<name>\$?[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<text>"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')|(?<sign>&&|\|\||<>|!=|==|<=|>=|[-+*/^&=<>(),!])/gy;
/** From the loosest to the tightest. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['=', '==', '<>', '!='], ['<', '<=', '>', '>='], ['&'], ['+', '-'], ['*', '/'], ['^']];
const sameSign: Readonly<Record<string, string>> = { '==': '=', '!=': '<>', '&&': 'AND', '||': 'OR' };
const constants: Readonly<Record<string, FormulaValue>> = { TRUE: true, FALSE: false, NULL: null };
const deepest = 100;

/** @throws Error that says what is wrong and where, as in `"Amount >" ends too early.` */
export function parseFormula(text: string): Formula {
  const tokens = tokensOf(text);
  let at = 0;
  let depth = 0;
  const isSign = (...signs: readonly string[]): boolean => tokens[at]?.kind === 'sign' && signs.includes(tokens[at]!.text);
  const unexpected = (): Error => {
    const token = tokens[at];
    return new Error(token ? `"${token.text}" at character ${token.at + 1} is not expected there` : `"${text}" ends too early`);
  };
  const expect = (sign: string): void => {
    if (!isSign(sign)) throw unexpected();
    at++;
  };

  function binary(level: number): Formula {
    const signs = levels[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    while (isSign(...signs)) {
      const sign = tokens[at++]!.text;
      left = { kind: 'call', name: sameSign[sign] ?? sign, args: [left, binary(level + 1)] };
    }
    return left;
  }

  function unary(): Formula {
    if (++depth > deepest) throw new Error(`a formula may be nested ${deepest} levels deep at most`);
    try {
      if (isSign('-', '+', '!')) {
        const sign = tokens[at++]!.text;
        const of = unary();
        return sign === '!' ? { kind: 'call', name: 'NOT', args: [of] } : { kind: 'call', name: sign, args: [{ kind: 'value', value: 0 }, of] };
      }
      return primary();
    } finally {
      depth--;
    }
  }

  function primary(): Formula {
    const token = tokens[at];
    if (isSign('(')) {
      at++;
      const inner = binary(0);
      expect(')');
      return inner;
    }
    if (!token || token.kind === 'sign') throw unexpected();
    at++;
    if (token.kind === 'value') return { kind: 'value', value: token.value };
    if (isSign('(')) return { kind: 'call', name: token.text.toUpperCase(), args: argumentsOf() };
    const constant = constants[token.text.toUpperCase()];
    return constant === undefined ? { kind: 'path', path: token.text.replaceAll(/\s/g, '') } : { kind: 'value', value: constant };
  }

  function argumentsOf(): Formula[] {
    expect('(');
    const args: Formula[] = [];
    while (!isSign(')')) {
      if (args.length > 0) expect(',');
      args.push(binary(0));
    }
    expect(')');
    return args;
  }

  const formula = binary(0);
  if (at < tokens.length) throw unexpected();
  return formula;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) throw new Error(`"${text[at]!}" at character ${at + 1} is not expected there`);
    const { name, number, text: quoted, sign } = found.groups!;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    if (number !== undefined) tokens.push({ kind: 'value', value: Number(number), text: number, at });
    if (quoted !== undefined) tokens.push({ kind: 'value', value: unquoted(quoted), text: quoted, at });
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return tokens;
}

function unquoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return text.slice(1, -1).replaceAll(/\\([^])/g, (_, character: string) => escapes[character] ?? character);
}
