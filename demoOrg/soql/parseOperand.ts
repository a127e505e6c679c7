import type { Argument, Call, Operand, Path } from './query.ts';
import { malformed } from './soqlFault.ts';
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

/** How deep functions may stand in functions. */
const deepest = 4;

/** A field path, or a function of one. */
export function parseOperand(reader: TokenReader, depth = 0): Operand {
  return reader.isSymbol('(', 1) ? parseCall(reader, depth) : parsePath(reader);
}

export function parsePath(reader: TokenReader): Path {
  const first = reader.peek();
  if (first.kind !== 'name' || reserved.has(first.text.toUpperCase())) throw reader.unexpected();
  const parts = [reader.next().text];
  while (reader.takeSymbol('.')) parts.push(reader.expect('name').text);
  return { kind: 'path', parts, place: first.place };
}

function parseCall(reader: TokenReader, depth: number): Call {
  const name = reader.expect('name');
  if (depth > deepest) throw malformed('The query is nested too deeply.', name.place);
  reader.expectSymbol('(');
  const args: Argument[] = [];
  if (!reader.isSymbol(')')) {
    do args.push(parseArgument(reader, depth + 1));
    while (reader.takeSymbol(','));
  }
  reader.expectSymbol(')');
  return { kind: 'call', name: name.text.toUpperCase(), args, place: name.place };
}

function parseArgument(reader: TokenReader, depth: number): Argument {
  const { kind, text, value, pattern, place } = reader.peek();
  if (kind === 'string' || kind === 'number') reader.next();
  if (kind === 'string') return { kind, value: value!, pattern: pattern!, place };
  return kind === 'number' ? { kind, value: Number(text), place } : parseOperand(reader, depth);
}
