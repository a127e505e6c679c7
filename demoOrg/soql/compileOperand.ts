import type { StoredValue } from '../records/readField.ts';
import { type Field, isCompound, isLongText, isNumber } from '../schema/objectType.ts';
import { compileAggregate, isAggregate } from './compileAggregate.ts';
import { compileDatePart, isDatePart } from './compileDatePart.ts';
import { compileDistance } from './compileDistance.ts';
import type { CompiledOperand } from './compiledOperand.ts';
import type { Clock } from './dateRange.ts';
import { innerOperand, onlyPath } from './onlyPath.ts';
import type { Argument, Call, Operand, Path } from './query.ts';
import type { ValueFormat } from './recordShape.ts';
import type { Scope } from './scope.ts';
import { malformed, type Place, SoqlFault } from './soqlFault.ts';
import { valueFormat } from './valueFormat.ts';

export type Use = 'filter' | 'having' | 'group' | 'sort' | 'select';

/** Which parts of a query call for GROUP BY. */
export function needsGroups(argument: Argument): boolean {
  if (argument.kind !== 'call') return false;
  const { name, args } = argument;
  return isAggregate(name) || isDatePart(name) || name === 'GROUPING' || args.some(needsGroups);
}

const useWords: Readonly<Record<Exclude<Use, 'select'>, string>> = { filter: 'filtered', having: 'filtered', group: 'grouped', sort: 'sorted' };

export function compileOperand(scope: Scope, operand: Operand, use: Use, clock: Clock): CompiledOperand {
  const compiled = operand.kind === 'path' ? compilePath(scope, operand, use) : compileCall(scope, operand, use, clock);
  return scope.grouping?.rolledUp.includes(compiled.sql) ? { ...compiled, sql: 'NULL' } : compiled;
}

function compilePath(scope: Scope, path: Path, use: Use): CompiledOperand {
  const { field, sql } = scope.resolve(path);
  checkUse(field, use, path.place);
  return { sql, field, name: field.name, isAggregate: false, path };
}

function compileCall(scope: Scope, call: Call, use: Use, clock: Clock): CompiledOperand {
  const { name, place } = call;
  if (isAggregate(name)) {
    if (use === 'filter' || use === 'group')
      throw malformed(`Aggregate functions are not allowed in the ${use === 'group' ? 'GROUP BY' : 'WHERE'} clause`, place);
    return compileAggregate(scope, call);
  }
  if (isDatePart(name)) return compileDatePart(scope, call, clock);
  switch (name) {
    case 'DISTANCE':
      if (use === 'group') throw malformed(`unexpected token: '${name}'`, place);
      return compileDistance(scope, call);
    case 'GROUPING':
      return compileGrouping(scope, call);
    case 'TOLABEL':
      if (use === 'group' || use === 'sort') throw malformed(`unexpected token: '${name}'`, place);
      return compileLabel(scope, call);
    case 'CONVERTCURRENCY':
      if (use !== 'select') throw malformed(`unexpected token: '${name}'`, place);
      return compileCurrency(scope, call, clock);
    case 'FORMAT':
      if (use !== 'select') throw malformed(`unexpected token: '${name}'`, place);
      return compileFormat(scope, call, clock);
    default:
      throw malformed(`unexpected token: '${name}'`, place);
  }
}

/** GROUPING(Rating): 1 in the rows that sum over all ratings. */
function compileGrouping(scope: Scope, call: Call): CompiledOperand {
  const { sql } = scope.resolve(onlyPath(call));
  if (!scope.grouping?.groups.includes(sql)) throw malformed('GROUPING is for the fields of GROUP BY ROLLUP and GROUP BY CUBE', call.place);
  return { sql: scope.grouping.rolledUp.includes(sql) ? '1' : '0', field: undefined, name: call.name, isAggregate: true };
}

function compileLabel(scope: Scope, call: Call): CompiledOperand {
  const path = onlyPath(call);
  const { field, sql } = scope.resolve(path);
  checkUse(field, 'filter', path.place);
  const renamed = field.values.filter(({ value, label }) => value !== label);
  if (renamed.length === 0) return { sql, field, name: field.name, isAggregate: false, path };
  const cases = renamed.map(({ value, label }) => `WHEN ${scope.statement.bind(value)} THEN ${scope.statement.bind(label)}`);
  return { sql: `(CASE ${sql} ${cases.join(' ')} ELSE ${sql} END COLLATE NOCASE)`, field, name: field.name, isAggregate: false, path };
}

/** There is one currency: the value stays as it is. */
function compileCurrency(scope: Scope, call: Call, clock: Clock): CompiledOperand {
  const inner = innerOperand(call);
  const compiled = compileOperand(scope, inner, 'select', clock);
  if (compiled.field?.type !== 'currency') throw malformed(`field ${compiled.name} does not support the function convertCurrency`, call.place);
  return compiled;
}

function compileFormat(scope: Scope, call: Call, clock: Clock): CompiledOperand {
  const compiled = compileOperand(scope, innerOperand(call), 'select', clock);
  const { field } = compiled;
  if (field && isCompound(field)) throw malformed(`field ${field.name} does not support the function FORMAT`, call.place);
  const format = valueFormat(field, clock.timeZone);
  const shown: ValueFormat = (value: StoredValue) => format(value);
  return { ...compiled, format: shown };
}

function checkUse(field: Field, use: Use, place: Place): void {
  if (use === 'select') return;
  const isUnfit = isCompound(field) || isLongText(field) || (field.type === 'multipicklist' && use !== 'filter');
  const isUngroupable = use === 'group' && ((isNumber(field) && field.type !== 'int') || field.type === 'datetime');
  if (isUnfit || isUngroupable)
    throw new SoqlFault(use === 'group' ? 'MALFORMED_QUERY' : 'INVALID_FIELD', `field '${field.name}' can not be ${useWords[use]} in a query call`, place);
}
