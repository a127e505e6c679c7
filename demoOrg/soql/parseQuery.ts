import { parseCondition } from './parseCondition.ts';
import { parseOperand, parsePath } from './parseOperand.ts';
import { fieldSets, type Operand, type Ordering, type Path, type Query, type SelectItem, type TypeOf } from './query.ts';
import { malformed, type Place } from './soqlFault.ts';
import { type TokenReader, tokenReader } from './tokenReader.ts';

const longest = 100_000;
/** How many fields ROLLUP and CUBE take. */
const mostSubtotals = 3;
/** How deep sub-queries of the select list may stand in each other: a query and four levels of children. */
const mostLevels = 4;
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

function parseBody(reader: TokenReader, depth = 0, isInner = false): Query {
  reader.expectWord('SELECT');
  const select = parseSelectList(reader, depth);
  reader.expectWord('FROM');
  return parseClauses(reader, select, parseFrom(reader, depth > 0 && !isInner), isInner);
}

export function parseSelectList(reader: TokenReader, depth = 0): SelectItem[] {
  const select = [parseSelectItem(reader, depth)];
  while (reader.takeSymbol(',')) select.push(parseSelectItem(reader, depth));
  return select;
}

/** Everything after FROM and the object. */
export function parseClauses(reader: TokenReader, select: Query['select'], from: Query['from'], isInner = false): Query {
  const parseSub = isInner ? refuseNesting : (inner: TokenReader): Query => parseBody(inner, mostLevels, true);
  const scope = takeWords(reader, 'USING', 'SCOPE') ? parseScope(reader) : undefined;
  const where = reader.takeWord('WHERE') ? parseCondition(reader, parseSub) : undefined;
  if (reader.takeWord('WITH')) parseWith(reader, from);
  const { groupBy, grouping } = takeWords(reader, 'GROUP', 'BY') ? parseGroups(reader) : { groupBy: [], grouping: 'plain' as const };
  const having = reader.takeWord('HAVING') ? parseCondition(reader, parseSub) : undefined;
  const orderBy = takeWords(reader, 'ORDER', 'BY') ? parseOrderings(reader) : [];
  const limit = reader.takeWord('LIMIT') ? parseWhole(reader) : undefined;
  const offsetPlace: Place | undefined = reader.isWord('OFFSET') ? reader.peek(1).place : undefined;
  const offset = reader.takeWord('OFFSET') ? parseWhole(reader) : undefined;
  while (reader.takeWord('FOR')) if (!['VIEW', 'REFERENCE', 'UPDATE'].some((word) => reader.takeWord(word))) throw reader.unexpected();
  if (reader.takeWord('UPDATE')) {
    do if (!['TRACKING', 'VIEWSTAT'].some((word) => reader.takeWord(word))) throw reader.unexpected();
    while (reader.takeSymbol(','));
  }
  // Apex may look into the recycle bin with these words; over REST that is what queryAll is for.
  if (reader.isWord('ALL') && reader.isWord('ROWS', 1)) throw malformed('ALL ROWS not allowed in this context', reader.peek().place);
  return { select, from, scope, where, groupBy, grouping, having, orderBy, limit, offset, offsetPlace };
}

function refuseNesting(reader: TokenReader): never {
  throw malformed('Nesting of semi join sub-selects is not supported', reader.peek().place);
}

/** Modes of access change nothing: what a user may not see is never answered. Categories are for articles, of which there are none here. */
function parseWith(reader: TokenReader, { name }: Query['from']): void {
  if (withWords.some((word) => reader.takeWord(word))) return;
  if (!(reader.isWord('DATA') && reader.isWord('CATEGORY', 1))) throw reader.unexpected();
  throw malformed(`Entity '${name}' does not support WITH DATA CATEGORY`, reader.peek().place);
}

function parseScope(reader: TokenReader): Query['scope'] {
  const { text, place } = reader.expect('name');
  return { name: text.toUpperCase(), place };
}

function parseGroups(reader: TokenReader): Pick<Query, 'groupBy' | 'grouping'> {
  for (const word of ['ROLLUP', 'CUBE'] as const) {
    if (!(reader.isWord(word) && reader.isSymbol('(', 1))) continue;
    const { place } = reader.next();
    reader.expectSymbol('(');
    const groupBy = parseOperands(reader);
    reader.expectSymbol(')');
    if (groupBy.length > mostSubtotals) throw malformed(`GROUP BY ${word} takes ${mostSubtotals} fields at most`, place);
    return { groupBy, grouping: word === 'CUBE' ? 'cube' : 'rollup' };
  }
  return { groupBy: parseOperands(reader), grouping: 'plain' };
}

function takeWords(reader: TokenReader, first: string, second: string): boolean {
  if (!reader.takeWord(first)) return false;
  reader.expectWord(second);
  return true;
}

function parseSelectItem(reader: TokenReader, depth: number): SelectItem {
  if (reader.isSymbol('(')) {
    const { place } = reader.next();
    if (depth >= mostLevels) throw malformed('The query is nested too deeply.', place);
    const query = parseBody(reader, depth + 1);
    reader.expectSymbol(')');
    return { kind: 'query', query };
  }
  if (reader.isWord('FIELDS') && reader.isSymbol('(', 1)) return parseFields(reader);
  if (reader.isWord('TYPEOF') && reader.peek(1).kind === 'name' && !reader.isWord('FROM', 1)) return parseTypeOf(reader);
  const operand = parseOperand(reader);
  return { kind: 'value', operand, alias: parseAlias(reader) };
}

function parseTypeOf(reader: TokenReader): SelectItem {
  reader.expectWord('TYPEOF');
  const path = parsePath(reader);
  const whens: TypeOf['whens'][number][] = [];
  do {
    reader.expectWord('WHEN');
    const { text: type, place } = reader.expect('name');
    reader.expectWord('THEN');
    whens.push({ type, place, fields: parsePaths(reader) });
  } while (reader.isWord('WHEN'));
  const otherwise = reader.takeWord('ELSE') ? parsePaths(reader) : undefined;
  reader.expectWord('END');
  return { kind: 'typeOf', path, whens, otherwise };
}

function parsePaths(reader: TokenReader): Path[] {
  const paths = [parsePath(reader)];
  while (reader.takeSymbol(',')) paths.push(parsePath(reader));
  return paths;
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

function parseFrom(reader: TokenReader, isChild: boolean): Query['from'] {
  const first = reader.expect('name');
  const child = isChild && reader.takeSymbol('.') ? reader.expect('name') : undefined;
  const next = reader.peek();
  const alias = next.kind === 'name' && !clauseWords.has(next.text.toUpperCase()) ? reader.next().text : undefined;
  const parents: NonNullable<Query['from']['parents']>[number][] = [];
  while (reader.takeSymbol(',')) parents.push({ path: parsePath(reader), alias: reader.expect('name').text });
  return { name: (child ?? first).text, alias, place: first.place, outer: child && first.text, parents };
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
