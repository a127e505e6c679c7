import { parseCondition } from './parseCondition.ts';
import { parseOperand } from './parseOperand.ts';
import { fieldSets, type Operand, type Ordering, type Query, type SelectItem } from './query.ts';
import { malformed, type Place } from './soqlFault.ts';
import { type TokenReader, tokenReader } from './tokenReader.ts';

const longest = 100_000;
const clauseWords = new Set(['USING', 'WHERE', 'WITH', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'FOR', 'ALL', 'UPDATE']);
const withWords = ['SECURITY_ENFORCED', 'USER_MODE', 'SYSTEM_MODE'];

/** Parses SOQL. @throws SoqlFault with the place of the first token that does not fit. */
export function parseQuery(text: string): Query {
  if (text.length > longest) throw malformed(`SOQL statements cannot be longer than ${longest} characters.`);
  const reader = tokenReader(text);
  const query = parseBody(reader);
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return query;
}

function parseBody(reader: TokenReader): Query {
  reader.expectWord('SELECT');
  const select = [parseSelectItem(reader)];
  while (reader.takeSymbol(',')) select.push(parseSelectItem(reader));
  reader.expectWord('FROM');
  const from = parseFrom(reader);
  if (reader.takeWord('USING')) {
    reader.expectWord('SCOPE');
    reader.expect('name');
  }
  const where = reader.takeWord('WHERE') ? parseCondition(reader, parseBody) : undefined;
  if (reader.takeWord('WITH') && !withWords.some((word) => reader.takeWord(word))) throw reader.unexpected();
  const groupBy = takeWords(reader, 'GROUP', 'BY') ? parseOperands(reader) : [];
  const having = reader.takeWord('HAVING') ? parseCondition(reader, parseBody) : undefined;
  const orderBy = takeWords(reader, 'ORDER', 'BY') ? parseOrderings(reader) : [];
  const limit = reader.takeWord('LIMIT') ? parseWhole(reader) : undefined;
  const offsetPlace: Place | undefined = reader.isWord('OFFSET') ? reader.peek(1).place : undefined;
  const offset = reader.takeWord('OFFSET') ? parseWhole(reader) : undefined;
  if (reader.takeWord('FOR') && !['VIEW', 'REFERENCE', 'UPDATE'].some((word) => reader.takeWord(word))) throw reader.unexpected();
  return { select, from, where, groupBy, having, orderBy, limit, offset, offsetPlace };
}

function takeWords(reader: TokenReader, first: string, second: string): boolean {
  if (!reader.takeWord(first)) return false;
  reader.expectWord(second);
  return true;
}

function parseSelectItem(reader: TokenReader): SelectItem {
  if (reader.takeSymbol('(')) {
    const query = parseBody(reader);
    reader.expectSymbol(')');
    return { kind: 'query', query };
  }
  if (reader.isWord('FIELDS') && reader.isSymbol('(', 1)) return parseFields(reader);
  const operand = parseOperand(reader);
  return { kind: 'value', operand, alias: parseAlias(reader) };
}

/** `COUNT(Id) total`. A word that nothing of the kind follows is not an alias but a mistake, as in `SELECT Id FRM Account`. */
function parseAlias(reader: TokenReader): string | undefined {
  const isAlias = reader.peek().kind === 'name' && !reader.isWord('FROM') && (reader.isSymbol(',', 1) || reader.isWord('FROM', 1));
  return isAlias ? reader.next().text : undefined;
}

function parseFields(reader: TokenReader): SelectItem {
  const { place } = reader.next();
  reader.expectSymbol('(');
  const which = fieldSets.find((set) => reader.isWord(set));
  if (!which) throw reader.unexpected();
  reader.next();
  reader.expectSymbol(')');
  return { kind: 'fields', which, place };
}

function parseFrom(reader: TokenReader): Query['from'] {
  const { text: name, place } = reader.expect('name');
  const next = reader.peek();
  const alias = next.kind === 'name' && !clauseWords.has(next.text.toUpperCase()) ? reader.next().text : undefined;
  return { name, alias, place };
}

function parseOperands(reader: TokenReader): Operand[] {
  const operands = [parseOperand(reader)];
  while (reader.takeSymbol(',')) operands.push(parseOperand(reader));
  return operands;
}

function parseOrderings(reader: TokenReader): Ordering[] {
  const orderings = [parseOrdering(reader)];
  while (reader.takeSymbol(',')) orderings.push(parseOrdering(reader));
  return orderings;
}

function parseOrdering(reader: TokenReader): Ordering {
  const operand = parseOperand(reader);
  const isDescending = reader.takeWord('DESC');
  if (!isDescending) reader.takeWord('ASC');
  if (!reader.takeWord('NULLS')) return { operand, isDescending, nulls: 'first' };
  const isLast = reader.takeWord('LAST');
  if (!isLast) reader.expectWord('FIRST');
  return { operand, isDescending, nulls: isLast ? 'last' : 'first' };
}

function parseWhole(reader: TokenReader): number {
  const token = reader.expect('number');
  if (!/^\d{1,9}$/.test(token.text)) throw reader.unexpected(token);
  return Number(token.text);
}
