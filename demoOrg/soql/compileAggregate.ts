import { isCompound, isFolded, isLongText, isNumber } from '../schema/objectType.ts';
import { equalKey } from './collation.ts';
import type { CompiledOperand } from './compiledOperand.ts';
import { onlyPath } from './onlyPath.ts';
import type { Call } from './query.ts';
import type { Scope } from './scope.ts';
import { malformed } from './soqlFault.ts';

const aggregates = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

export function isAggregate(name: string): boolean {
  return aggregates.has(name);
}

/** `COUNT()`, `SUM(Amount)` and their like. @throws SoqlFault where the field does not suit the function */
export function compileAggregate(scope: Scope, call: Call): CompiledOperand {
  const { name, args, place } = call;
  if (args.length === 0) {
    if (name !== 'COUNT') throw malformed(`unexpected token: ')'`, place);
    return { sql: 'count(*)', field: undefined, name, isAggregate: true };
  }
  const path = onlyPath(call);
  const { field, sql } = scope.resolve(path);
  const needsNumber = name === 'SUM' || name === 'AVG';
  const isUnfit =
    isCompound(field) || isLongText(field) || (needsNumber && !isNumber(field)) || ((name === 'MIN' || name === 'MAX') && field.type === 'boolean');
  if (isUnfit) throw malformed(`field ${field.name} does not support aggregate operator ${name}`, path.place);
  if (name === 'COUNT_DISTINCT') return { sql: `count(DISTINCT ${isFolded(field) ? equalKey(sql) : sql})`, field: undefined, name, isAggregate: true };
  // An average of whole numbers is no whole number; everything else keeps the field's kind.
  const kept = name === 'COUNT' || (needsNumber && field.type !== 'currency') ? undefined : field;
  return { sql: `${name.toLowerCase()}(${sql})`, field: kept, name, isAggregate: true };
}
