import { dayMs, FormulaError, type FormulaTime, type FormulaValue, isBlank, isTime, numberOf, textOf } from './formulaValue.ts';

/** Works on values that are there already. What must not evaluate everything, or looks at the record, is in `evaluateFormula`. */
type FormulaFunction = (args: readonly FormulaValue[], clock: { readonly now: number; readonly today: number }) => FormulaValue;

export const formulaFunctions: Readonly<Record<string, readonly [fewest: number, most: number, work: FormulaFunction]>> = {
  '=': [2, 2, ([a, b]) => isSame(a!, b!)],
  '<>': [2, 2, ([a, b]) => !isSame(a!, b!)],
  '<': [2, 2, ([a, b]) => isOrdered(a!, b!, (order) => order < 0)],
  '<=': [2, 2, ([a, b]) => isOrdered(a!, b!, (order) => order <= 0)],
  '>': [2, 2, ([a, b]) => isOrdered(a!, b!, (order) => order > 0)],
  '>=': [2, 2, ([a, b]) => isOrdered(a!, b!, (order) => order >= 0)],
  '&': [2, 2, ([a, b]) => textOf(a!) + textOf(b!)],
  '+': [2, 2, ([a, b]) => (typeof a === 'string' || typeof b === 'string' ? textOf(a!) + textOf(b!) : sum(a!, b!, 1))],
  '-': [2, 2, ([a, b]) => sum(a!, b!, -1)],
  '*': [2, 2, (args) => reckon(args, (a, b) => a * b)],
  '/': [2, 2, (args) => reckon(args, (a, b) => (b === 0 ? refuse('Division by zero') : a / b))],
  '^': [2, 2, (args) => reckon(args, (a, b) => a ** b)],
  ABS: [1, 1, (args) => reckon(args, Math.abs)],
  CEILING: [1, 1, (args) => reckon(args, Math.ceil)],
  FLOOR: [1, 1, (args) => reckon(args, Math.floor)],
  SQRT: [1, 1, (args) => reckon(args, Math.sqrt)],
  MOD: [2, 2, (args) => reckon(args, (a, b) => (b === 0 ? refuse('Division by zero') : a % b))],
  ROUND: [2, 2, (args) => reckon(args, (a, digits) => (Math.sign(a) * Math.round(Math.abs(a) * 10 ** digits)) / 10 ** digits)],
  MAX: [1, 30, (args) => reckon(args, Math.max)],
  MIN: [1, 30, (args) => reckon(args, Math.min)],
  NOT: [1, 1, ([a]) => a !== true],
  ISBLANK: [1, 1, ([a]) => isBlank(a!)],
  ISNULL: [1, 1, ([a]) => isBlank(a!)],
  BLANKVALUE: [2, 2, ([a, b]) => (isBlank(a!) ? b! : a!)],
  NULLVALUE: [2, 2, ([a, b]) => (isBlank(a!) ? b! : a!)],
  ISPICKVAL: [2, 2, ([a, b]) => textOf(a!) === textOf(b!)],
  INCLUDES: [2, 2, ([a, b]) => textOf(a!).split(';').includes(textOf(b!))],
  ISNUMBER: [1, 1, ([a]) => !isBlank(a!) && Number.isFinite(Number(textOf(a!)))],
  LEN: [1, 1, ([a]) => textOf(a!).length],
  LEFT: [2, 2, ([a, n]) => textOf(a!).slice(0, Math.max(0, numberOf(n!) ?? 0))],
  RIGHT: [2, 2, ([a, n]) => (numberOf(n!) ? textOf(a!).slice(-numberOf(n!)!) : '')],
  MID: [3, 3, ([a, from, n]) => textOf(a!).slice(Math.max(0, (numberOf(from!) ?? 1) - 1)).slice(0, Math.max(0, numberOf(n!) ?? 0))],
  UPPER: [1, 2, ([a]) => textOf(a!).toUpperCase()],
  LOWER: [1, 2, ([a]) => textOf(a!).toLowerCase()],
  TRIM: [1, 1, ([a]) => textOf(a!).trim()],
  BEGINS: [2, 2, ([a, b]) => textOf(a!).startsWith(textOf(b!))],
  CONTAINS: [2, 2, ([a, b]) => textOf(a!).includes(textOf(b!))],
  FIND: [2, 3, ([a, b, from]) => textOf(b!).indexOf(textOf(a!), (numberOf(from ?? 1) ?? 1) - 1) + 1],
  SUBSTITUTE: [3, 3, ([a, b, c]) => (isBlank(b!) ? textOf(a!) : textOf(a!).replaceAll(textOf(b!), () => textOf(c!)))],
  LPAD: [2, 3, ([a, n, pad]) => textOf(a!).padStart(lengthOf(n!), textOf(pad ?? ' ')).slice(0, lengthOf(n!))],
  RPAD: [2, 3, ([a, n, pad]) => textOf(a!).padEnd(lengthOf(n!), textOf(pad ?? ' ')).slice(0, lengthOf(n!))],
  BR: [0, 0, () => '\n'],
  TEXT: [1, 1, ([a]) => textOf(a!)],
  VALUE: [1, 1, ([a]) => (isBlank(a!) ? null : finite(Number(textOf(a!)), `${textOf(a!)} is no number`))],
  REGEX: [2, 2, ([a, b]) => wholePattern(textOf(b!)).test(textOf(a!))],
  NOW: [0, 0, (_, { now }) => ({ kind: 'moment', ms: now })],
  TODAY: [0, 0, (_, { today }) => ({ kind: 'day', ms: today })],
  DATE: [3, 3, (args) => dayOf(args.map(numberOf))],
  DATEVALUE: [1, 1, ([a]) => (isTime(a!) ? { kind: 'day', ms: a.ms - (a.ms % dayMs) } : parsed(textOf(a!).slice(0, 10), 'day'))],
  DATETIMEVALUE: [1, 1, ([a]) => (isTime(a!) ? { kind: 'moment', ms: a.ms } : parsed(textOf(a!), 'moment'))],
  YEAR: [1, 1, ([a]) => (isTime(a!) ? new Date(a.ms).getUTCFullYear() : null)],
  MONTH: [1, 1, ([a]) => (isTime(a!) ? new Date(a.ms).getUTCMonth() + 1 : null)],
  DAY: [1, 1, ([a]) => (isTime(a!) ? new Date(a.ms).getUTCDate() : null)],
  WEEKDAY: [1, 1, ([a]) => (isTime(a!) ? new Date(a.ms).getUTCDay() + 1 : null)],
  ADDMONTHS: [2, 2, ([a, n]) => (isTime(a!) ? { ...a, ms: monthsLater(a.ms, numberOf(n!) ?? 0) } : null)],
};

/** As many characters as a text may have in Salesforce, at most. */
const longestText = 32_000;
const lengthOf = (value: FormulaValue): number => Math.min(longestText, Math.max(0, numberOf(value) ?? 0));

/** A pattern as formulas have it, which must fit the whole text; `(?i)` in front lets case not count. @throws SyntaxError for what JavaScript does not know */
export function wholePattern(pattern: string): RegExp {
  const [, ignoresCase = '', rest = ''] = /^(\(\?i\))?([^]*)$/.exec(pattern)!;
  return new RegExp(`^(?:${rest})$`, ignoresCase === '' ? '' : 'i');
}

/** Text is compared with regard to case, as formulas do and queries do not. Nothing and empty text are the same. */
function isSame(a: FormulaValue, b: FormulaValue): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  return isTime(a) || isTime(b) ? numberOf(a) === numberOf(b) : a === b;
}

/** Of something that is not there, no order is true. */
function isOrdered(a: FormulaValue, b: FormulaValue, test: (order: number) => boolean): boolean {
  if (typeof a === 'string' && typeof b === 'string') return test(a < b ? -1 : a > b ? 1 : 0);
  const [left, right] = [numberOf(a), numberOf(b)];
  return left !== undefined && right !== undefined && test(left - right);
}

/** Days are added to days; the difference of two days is a number of them. */
function sum(a: FormulaValue, b: FormulaValue, sign: 1 | -1): FormulaValue {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) return null;
  if (isTime(a)) return isTime(b) ? (left - right) / dayMs : { ...a, ms: left + sign * right * dayMs };
  return isTime(b) ? { ...b, ms: right + left * dayMs } : left + sign * right;
}

function reckon(args: readonly FormulaValue[], work: (...numbers: [number, number]) => number): FormulaValue {
  const numbers = args.map(numberOf);
  return numbers.includes(undefined) ? null : finite(work(...(numbers as [number, number])));
}

function dayOf([year, month, day]: readonly (number | undefined)[]): FormulaTime | null {
  if (year === undefined || month === undefined || day === undefined) return null;
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) refuse(`There is no day ${year}-${month}-${day}`);
  return { kind: 'day', ms };
}

function refuse(reason: string): never {
  throw new FormulaError(reason);
}

function finite(number: number, reason = 'The result is no number'): number {
  return Number.isFinite(number) ? number : refuse(reason);
}

function parsed(text: string, kind: FormulaTime['kind']): FormulaTime | null {
  if (text === '') return null;
  const ms = Date.parse(kind === 'day' ? `${text}T00:00:00Z` : text.replace(' ', 'T').replace(/Z?$/, 'Z'));
  return Number.isNaN(ms) ? refuse(`${text} is no ${kind === 'day' ? 'day' : 'moment'}`) : { kind, ms };
}

/** The last day of a month stays the last day. */
function monthsLater(ms: number, months: number): number {
  const date = new Date(ms);
  const lastOf = (month: number): number => new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const target = date.getUTCMonth() + Math.trunc(months);
  const day = date.getUTCDate() === lastOf(date.getUTCMonth()) ? lastOf(target) : Math.min(date.getUTCDate(), lastOf(target));
  return Date.UTC(date.getUTCFullYear(), target, day) + (ms % dayMs);
}
