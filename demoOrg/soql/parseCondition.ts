import { isDateRange } from './dateRange.ts';
import { parseOperand } from './parseOperand.ts';
import type { Condition, Literal, Operand, Operator, Path, Query } from './query.ts';
import { malformed } from './soqlFault.ts';
import type { TokenReader } from './tokenReader.ts';

/** How deep parentheses and NOT may nest, so that no text can exhaust the stack. */
const deepest = 200;

/** `parseSub` reads a query in parentheses; it is given to keep the two files apart. */
export function parseCondition(reader: TokenReader, parseSub: (reader: TokenReader) => Query, depth = 0): Condition {
  const first = parseTerm(reader, parseSub, depth);
  for (const word of ['AND', 'OR'] as const) {
    if (!reader.isWord(word)) continue;
    const terms = [first];
    while (reader.takeWord(word)) terms.push(parseTerm(reader, parseSub, depth));
    // AND and OR side by side need parentheses: a real org refuses to guess.
    if (reader.isWord('AND') || reader.isWord('OR')) throw reader.unexpected();
    return { kind: word === 'AND' ? 'and' : 'or', terms };
  }
  return first;
}

function parseTerm(reader: TokenReader, parseSub: (reader: TokenReader) => Query, depth: number): Condition {
  if (depth > deepest) throw malformed('The query is nested too deeply.', reader.peek().place);
  if (reader.takeWord('NOT')) return { kind: 'not', term: parseTerm(reader, parseSub, depth + 1) };
  if (reader.takeSymbol('(')) {
    const condition = parseCondition(reader, parseSub, depth + 1);
    reader.expectSymbol(')');
    return condition;
  }
  return parseComparison(reader, parseSub);
}

function parseComparison(reader: TokenReader, parseSub: (reader: TokenReader) => Query): Condition {
  const left = parseOperand(reader);
  const isNegated = reader.takeWord('NOT');
  if (isNegated && !reader.isWord('IN')) throw reader.unexpected();
  if (reader.takeWord('IN')) return parseIn(reader, left, isNegated, parseSub);
  for (const word of ['INCLUDES', 'EXCLUDES'] as const) {
    if (reader.isWord(word)) {
      reader.next();
      return { kind: 'includes', left: pathOnly(left), isNegated: word === 'EXCLUDES', values: parseList(reader) };
    }
  }
  return { kind: 'compare', left, operator: parseOperator(reader), value: parseLiteral(reader) };
}

function parseIn(reader: TokenReader, left: Operand, isNegated: boolean, parseSub: (reader: TokenReader) => Query): Condition {
  if (!(reader.isSymbol('(') && reader.isWord('SELECT', 1))) return { kind: 'in', left, isNegated, values: parseList(reader) };
  reader.expectSymbol('(');
  const query = parseSub(reader);
  reader.expectSymbol(')');
  return { kind: 'inQuery', left: pathOnly(left), isNegated, query };
}

function pathOnly(left: Operand): Path {
  if (left.kind === 'call') throw malformed(`unexpected token: '${left.name}'`, left.place);
  return left;
}

function parseOperator(reader: TokenReader): Operator {
  if (reader.takeWord('LIKE')) return 'LIKE';
  const { kind, text } = reader.peek();
  if (kind !== 'symbol') throw reader.unexpected();
  if (text === '<>') {
    reader.next();
    return '!=';
  }
  const operator = (['=', '!=', '<', '<=', '>', '>='] as const).find((sign) => sign === text);
  if (!operator) throw reader.unexpected();
  reader.next();
  return operator;
}

function parseList(reader: TokenReader): Literal[] {
  reader.expectSymbol('(');
  const values = [parseLiteral(reader)];
  while (reader.takeSymbol(',')) values.push(parseLiteral(reader));
  reader.expectSymbol(')');
  return values;
}

function parseLiteral(reader: TokenReader): Literal {
  const token = reader.peek();
  const { kind, text, place } = token;
  if (kind === 'symbol' || kind === 'end') throw reader.unexpected();
  const word = text.toUpperCase();
  if (kind === 'name' && /^[A-Z]{3}\d+$/.test(word)) return parseAmount(reader);
  const isKnownWord = ['NULL', 'TRUE', 'FALSE'].includes(word) || isDateRange(word);
  if (kind === 'name' && !isKnownWord) throw reader.unexpected();
  reader.next();
  switch (kind) {
    case 'string':
      return { kind, value: token.value!, pattern: token.pattern!, place };
    case 'number':
      return { kind, value: Number(text), place };
    case 'date': case 'datetime':
      return { kind, value: text, place };
    default:
      if (word === 'NULL') return { kind: 'null', place };
      if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', place };
      return { kind: 'dateRange', name: word, count: parseCount(reader, word), place };
  }
}

/** `USD5000`, `USD99.50`: a name like any other to the tokens, so what follows the point is a token of its own. */
function parseAmount(reader: TokenReader): Literal {
  const { text, place } = reader.next();
  const fraction = /^\.\d+$/.test(reader.peek().text) ? reader.next().text : '';
  return { kind: 'number', value: Number(text.slice(3) + fraction), currency: text.slice(0, 3).toUpperCase(), place };
}

/** `LAST_N_DAYS:30` has its number, `TODAY` has none. */
function parseCount(reader: TokenReader, word: string): number | undefined {
  if (!/(^|_)N_/.test(word)) return undefined;
  reader.expectSymbol(':');
  const token = reader.expect('number');
  if (!/^\d{1,5}$/.test(token.text)) throw reader.unexpected(token);
  return Number(token.text);
}
