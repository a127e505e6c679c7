import type { CompiledOperand } from './compiledOperand.ts';
import type { Clock } from './dateRange.ts';
import type { Argument, Call, Path } from './query.ts';
import type { Scope } from './scope.ts';
import { malformed } from './soqlFault.ts';

/** Parts of a moment, in UTC unless `convertTimezone` is asked for. `strftime` reads the first 19 characters of what is stored. */
const dateParts: Readonly<Record<string, (at: string, fiscalShift: number) => string>> = {
  CALENDAR_YEAR: (at) => part('%Y', at),
  CALENDAR_QUARTER: (at) => `((${part('%m', at)} + 2) / 3)`,
  CALENDAR_MONTH: (at) => part('%m', at),
  DAY_IN_MONTH: (at) => part('%d', at),
  DAY_IN_WEEK: (at) => `(${part('%w', at)} + 1)`,
  DAY_IN_YEAR: (at) => part('%j', at),
  WEEK_IN_YEAR: (at) => `((${part('%j', at)} + 6) / 7)`,
  WEEK_IN_MONTH: (at) => `((${part('%d', at)} + 6) / 7)`,
  HOUR_IN_DAY: (at) => part('%H', at),
  // A fiscal year is named after the calendar year in which it ends.
  FISCAL_YEAR: (at, shift) => (shift === 0 ? part('%Y', at) : `(${part('%Y', at)} + (${part('%m', at)} > ${shift}))`),
  FISCAL_QUARTER: (at, shift) => `((${fiscalMonth(at, shift)} + 2) / 3)`,
  FISCAL_MONTH: (at, shift) => fiscalMonth(at, shift),
};

function part(format: string, at: string): string {
  return `CAST(strftime('${format}', substr(${at}, 1, 19)) AS INTEGER)`;
}

function fiscalMonth(at: string, shift: number): string {
  return `((${part('%m', at)} + ${11 - shift}) % 12 + 1)`;
}

export function isDatePart(name: string): boolean {
  return name === 'DAY_ONLY' || Object.hasOwn(dateParts, name);
}

/** `CALENDAR_YEAR(CloseDate)`, `DAY_ONLY(convertTimezone(CreatedDate))`. */
export function compileDatePart(scope: Scope, { name, args, place }: Call, clock: Clock): CompiledOperand {
  const { path, isLocal } = momentOf(args, name, place);
  const { field, sql } = scope.resolve(path);
  const isMoment = field.type === 'datetime';
  if (!(isMoment || (field.type === 'date' && !isLocal && name !== 'HOUR_IN_DAY' && name !== 'DAY_ONLY')))
    throw malformed(`field ${field.name} does not support the function ${isLocal ? 'convertTimezone' : name}`, path.place);
  const at = isLocal ? `localTime(${sql}, ${scope.statement.name('zone', clock.timeZone)})` : sql;
  const compile = dateParts[name];
  return {
    sql: compile ? compile(at, (clock.fiscalStart ?? 1) - 1) : `substr(${at}, 1, 10)`,
    field: compile ? undefined : { ...field, type: 'date' },
    name,
    isAggregate: false,
  };
}

function momentOf(args: readonly Argument[], name: string, place: Call['place']): { path: Path; isLocal: boolean } {
  const [inner] = args;
  if (args.length === 1 && inner?.kind === 'path') return { path: inner, isLocal: false };
  if (args.length === 1 && inner?.kind === 'call' && inner.name === 'CONVERTTIMEZONE') {
    const [path] = inner.args;
    if (inner.args.length === 1 && path?.kind === 'path') return { path, isLocal: true };
  }
  throw malformed(`unexpected token: '${name}'`, place);
}
