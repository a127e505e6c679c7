import { type Field, isLongText, isNumber } from '../schema/objectType.ts';
import type { Call, Operand } from './query.ts';
import type { Scope } from './scope.ts';
import { malformed, type Place, SoqlFault } from './soqlFault.ts';

/** A field or a function of one in SQL, with what literals it may meet. */
export interface CompiledOperand {
  readonly sql: string;
  /** The field whose type the value has; undefined for a function's number. */
  readonly field: Field | undefined;
  readonly name: string;
  readonly isAggregate: boolean;
}

type Use = 'filter' | 'group' | 'sort' | 'select';

const aggregates = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** Parts of a moment, in UTC as in Salesforce. `strftime` reads the first 19 characters of what is stored. */
const dateParts: Readonly<Record<string, (at: string) => string>> = {
  CALENDAR_YEAR: (at) => part('%Y', at),
  CALENDAR_QUARTER: (at) => `((${part('%m', at)} + 2) / 3)`,
  CALENDAR_MONTH: (at) => part('%m', at),
  DAY_IN_MONTH: (at) => part('%d', at),
  DAY_IN_WEEK: (at) => `(${part('%w', at)} + 1)`,
  DAY_IN_YEAR: (at) => part('%j', at),
  WEEK_IN_YEAR: (at) => `((${part('%j', at)} + 6) / 7)`,
  WEEK_IN_MONTH: (at) => `((${part('%d', at)} + 6) / 7)`,
  HOUR_IN_DAY: (at) => part('%H', at),
  FISCAL_YEAR: (at) => part('%Y', at),
  FISCAL_QUARTER: (at) => `((${part('%m', at)} + 2) / 3)`,
  FISCAL_MONTH: (at) => part('%m', at),
};

function part(format: string, at: string): string {
  return `CAST(strftime('${format}', substr(${at}, 1, 19)) AS INTEGER)`;
}

export function isAggregateCall(operand: Operand): boolean {
  return operand.kind === 'call' && aggregates.has(operand.name);
}

const useWords: Readonly<Record<Exclude<Use, 'select'>, string>> = { filter: 'filtered', group: 'grouped', sort: 'sorted' };

export function compileOperand(scope: Scope, operand: Operand, use: Use): CompiledOperand {
  if (operand.kind === 'path') {
    const { field, sql } = scope.resolve(operand);
    checkUse(field, use, operand.place);
    return { sql, field, name: field.name, isAggregate: false };
  }
  if (aggregates.has(operand.name)) return compileAggregate(scope, operand);
  const datePart = dateParts[operand.name];
  const isDay = operand.name === 'DAY_ONLY';
  if (!(datePart || isDay) || !operand.argument) throw malformed(`unexpected token: '${operand.name}'`, operand.place);
  const { field, sql } = scope.resolve(operand.argument);
  if (field.type !== 'datetime' && field.type !== 'date') throw malformed(`field ${field.name} does not support the function ${operand.name}`, operand.place);
  return {
    sql: datePart ? datePart(sql) : `substr(${sql}, 1, 10)`,
    field: isDay ? { ...field, type: 'date' } : undefined,
    name: operand.name,
    isAggregate: false,
  };
}

function compileAggregate(scope: Scope, { name, argument, place }: Call): CompiledOperand {
  if (!argument) {
    if (name !== 'COUNT') throw malformed(`unexpected token: ')'`, place);
    return { sql: 'count(*)', field: undefined, name, isAggregate: true };
  }
  const { field, sql } = scope.resolve(argument);
  const needsNumber = name === 'SUM' || name === 'AVG';
  const isUnfit =
    field.type === 'address' || isLongText(field) || (needsNumber && !isNumber(field)) || ((name === 'MIN' || name === 'MAX') && field.type === 'boolean');
  if (isUnfit) throw malformed(`field ${field.name} does not support aggregate operator ${name}`, argument.place);
  if (name === 'COUNT_DISTINCT') return { sql: `count(DISTINCT ${sql})`, field: undefined, name, isAggregate: true };
  return { sql: `${name.toLowerCase()}(${sql})`, field: name === 'COUNT' || needsNumber ? undefined : field, name, isAggregate: true };
}

function checkUse(field: Field, use: Use, place: Place): void {
  if (use === 'select') return;
  const isUnfit = field.type === 'address' || isLongText(field) || (field.type === 'multipicklist' && use !== 'filter');
  const isUngroupable = use === 'group' && ((isNumber(field) && field.type !== 'int') || field.type === 'datetime');
  if (isUnfit || isUngroupable)
    throw new SoqlFault(use === 'group' ? 'MALFORMED_QUERY' : 'INVALID_FIELD', `field '${field.name}' can not be ${useWords[use]} in a query call`, place);
}
