import { readTokens, type Token, type TokenKind } from './readTokens.ts';
import { malformed, type SoqlFault } from './soqlFault.ts';

/** Reads a query token by token. Words match in any case. */
export interface TokenReader {
  /** The token `ahead` places on, without taking it. */
  peek(ahead?: number): Token;
  next(): Token;
  isWord(word: string, ahead?: number): boolean;
  isSymbol(symbol: string, ahead?: number): boolean;
  /** Takes the word or symbol if it is next. */
  takeWord(word: string): boolean;
  takeSymbol(symbol: string): boolean;
  expectWord(word: string): void;
  expectSymbol(symbol: string): void;
  expect(kind: TokenKind): Token;
  unexpected(token?: Token): SoqlFault;
}

export function tokenReader(text: string): TokenReader {
  const tokens = readTokens(text);
  let position = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(position + ahead, tokens.length - 1)]!;
  const unexpected = (token = peek()): SoqlFault => malformed(`unexpected token: '${token.text}'`, token.place);
  const next = (): Token => {
    const token = peek();
    position++;
    return token;
  };
  const isWord = (word: string, ahead = 0): boolean => peek(ahead).kind === 'name' && peek(ahead).text.toUpperCase() === word;
  const isSymbol = (symbol: string, ahead = 0): boolean => peek(ahead).kind === 'symbol' && peek(ahead).text === symbol;
  const take = (is: boolean): boolean => {
    if (is) position++;
    return is;
  };
  const takeWord = (word: string): boolean => take(isWord(word));
  const takeSymbol = (symbol: string): boolean => take(isSymbol(symbol));
  return {
    peek, next, isWord, isSymbol, takeWord, takeSymbol, unexpected,
    expectWord: (word) => {
      if (!takeWord(word)) throw unexpected();
    },
    expectSymbol: (symbol) => {
      if (!takeSymbol(symbol)) throw unexpected();
    },
    expect: (kind) => {
      if (peek().kind !== kind) throw unexpected();
      return next();
    },
  };
}
