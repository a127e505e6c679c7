import { parseClauses, parseSelectList } from '../soql/parseQuery.ts';
import { malformed } from '../soql/soqlFault.ts';
import { type TokenReader, tokenReader } from '../soql/tokenReader.ts';
import type { Query } from '../soql/query.ts';
import { malformedSearch, parseTerms } from './parseTerms.ts';
import { type Search, searchGroups } from './search.ts';

const longest = 100_000;
const mostResults = 2_000;
const find = /^\s*FIND\s*\{((?:\\.|[^\\}])*)\}/is;

/** `FIND {acme} IN NAME FIELDS RETURNING Account(Id, Name WHERE Industry = 'Energy' LIMIT 5), Contact LIMIT 20`. @throws OrgError @throws SoqlFault */
export function parseSearch(text: string): Search {
  if (text.length > longest) throw malformedSearch(`SOSL statements cannot be longer than ${longest} characters.`);
  const found = find.exec(text);
  if (!found) throw malformedSearch('A search begins with FIND and the search text in braces: FIND {acme} RETURNING Account');
  const terms = parseTerms(found[1]!);
  const start = found[0].length;
  // Blanks in place of FIND keep the columns that errors name.
  const reader = tokenReader(' '.repeat(start) + text.slice(start));
  const fields = reader.takeWord('IN') ? parseGroup(reader) : 'ALL';
  const returning = reader.takeWord('RETURNING') ? parseReturning(reader) : [];
  const limit = reader.takeWord('LIMIT') ? Number(reader.expect('number').text) : mostResults;
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= mostResults)) throw malformedSearch(`LIMIT is a number from 1 to ${mostResults}.`);
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return { terms, fields, returning, limit };
}

function parseGroup(reader: TokenReader): Search['fields'] {
  const group = searchGroups.find((name) => reader.isWord(name));
  if (!group) throw reader.unexpected();
  reader.next();
  reader.expectWord('FIELDS');
  return group;
}

function parseReturning(reader: TokenReader): Query[] {
  const queries = [parseReturned(reader)];
  while (reader.takeSymbol(',')) queries.push(parseReturned(reader));
  return queries;
}

/** `Account(Id, Name WHERE … ORDER BY … LIMIT 5)`; without fields it is the id. */
function parseReturned(reader: TokenReader): Query {
  const { text: name, place } = reader.expect('name');
  const from = { name, alias: undefined, place };
  const onlyId: Query['select'] = [{ kind: 'value', operand: { kind: 'path', parts: ['Id'], place }, alias: undefined }];
  // Without parentheses there is nothing to read: every clause is left out.
  if (!reader.takeSymbol('(')) return parseClauses(tokenReader(''), onlyId, from);
  const query = parseClauses(reader, parseSelectList(reader), from);
  reader.expectSymbol(')');
  if (query.groupBy.length > 0 || query.having) throw malformed('A search cannot be grouped', place);
  return query;
}
