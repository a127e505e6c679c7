import type { Call, Operand, Path } from './query.ts';
import type { TokenReader } from './tokenReader.ts';

/** Words that cannot begin a field path. ORDER, GROUP and the like may still be objects after FROM. */
const reserved = new Set([
  'AND',
  'ASC',
  'DESC',
  'EXCLUDES',
  'FROM',
  'HAVING',
  'IN',
  'INCLUDES',
  'LIKE',
  'LIMIT',
  'NOT',
  'NULL',
  'NULLS',
  'OR',
  'SELECT',
  'USING',
  'WHERE',
  'WITH',
]);

/** A field path, or a function of one. */
export function parseOperand(reader: TokenReader): Operand {
  if (reader.isSymbol('(', 1)) return parseCall(reader);
  return parsePath(reader);
}

function parsePath(reader: TokenReader): Path {
  const first = reader.peek();
  if (first.kind !== 'name' || reserved.has(first.text.toUpperCase())) throw reader.unexpected();
  const parts = [reader.next().text];
  while (reader.takeSymbol('.')) parts.push(reader.expect('name').text);
  return { kind: 'path', parts, place: first.place };
}

function parseCall(reader: TokenReader): Call {
  const name = reader.expect('name');
  reader.expectSymbol('(');
  const argument = reader.isSymbol(')') ? undefined : parsePath(reader);
  reader.expectSymbol(')');
  return { kind: 'call', name: name.text.toUpperCase(), argument, place: name.place };
}
