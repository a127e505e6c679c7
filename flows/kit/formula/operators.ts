import type { Cell, ColumnType } from '../schema.ts';
import { add, divide, multiply, power, subtract } from './arithmetic.ts';
import { dayMs, shiftDate, shiftDatetime, shiftTime, timeBetween } from './calendar.ts';
import { equal, greater, greaterOrEqual, less, lessOrEqual, unequal } from './comparisons.ts';
import type { Evaluator, Implementation } from './operation.ts';
import type { FormulaType } from './syntax.ts';

/** One meaning of an operator: what it takes on either side, what it gives. */
interface Overload {
  readonly left: ColumnType;
  readonly right: ColumnType;
  readonly result: ColumnType;
  readonly implementation: Implementation;
}

function overload(left: ColumnType, right: ColumnType, result: ColumnType, implementation: Implementation): Overload {
  return { left, right, result, implementation };
}

function numbers(implementation: Implementation): Overload {
  return overload('number', 'number', 'number', implementation);
}

/** Texts put together; blank ones add nothing. The checker hands over a whole chain of `&` at once. */
export const concatenate: Implementation = {
  neverFails: true,
  build: (parts) => {
    const [first, second, third] = parts.map((part) => part.evaluate) as Evaluator<string>[];
    if (parts.length === 2) {
      return (batch, row) => {
        const a = first!(batch, row);
        const b = second!(batch, row);
        return a === null ? b : b === null ? a : a + b;
      };
    }
    if (parts.length === 3) return (batch, row) => (first!(batch, row) ?? '') + (second!(batch, row) ?? '') + (third!(batch, row) ?? '') || null;
    const all = parts.map((part) => part.evaluate) as Evaluator<string>[];
    return (batch, row) => {
      let text = '';
      for (const part of all) text += part(batch, row) ?? '';
      return text || null;
    };
  },
};

const every: readonly ColumnType[] = ['text', 'number', 'boolean', 'date', 'datetime', 'time'];
const ordered: readonly ColumnType[] = ['number', 'text', 'date', 'datetime', 'time'];
const comparisons = (types: readonly ColumnType[], implementation: Implementation) => types.map((type) => overload(type, type, 'boolean', implementation));

/**
 * The operators between two operands and their meanings, after the type rules of Salesforce's open formula engine. A date moves by days
 * (fractions cut off), a date and time by days (to the second), a time by milliseconds around the clock.
 */
export const operators: Readonly<Record<string, readonly Overload[]>> = {
  '+': [
    numbers(add),
    overload('text', 'text', 'text', concatenate),
    overload('date', 'number', 'date', { strict: (date: number, days: number) => shiftDate(date, days) }),
    overload('number', 'date', 'date', { strict: (days: number, date: number) => shiftDate(date, days) }),
    overload('datetime', 'number', 'datetime', { strict: (datetime: number, days: number) => shiftDatetime(datetime, days) }),
    overload('number', 'datetime', 'datetime', { strict: (days: number, datetime: number) => shiftDatetime(datetime, days) }),
    overload('time', 'number', 'time', { strict: (time: number, ms: number) => shiftTime(time, ms) }),
  ],
  '-': [
    numbers(subtract),
    overload('date', 'number', 'date', { strict: (date: number, days: number) => shiftDate(date, -days) }),
    overload('date', 'date', 'number', { strict: (later: number, earlier: number) => later - earlier }),
    overload('datetime', 'number', 'datetime', { strict: (datetime: number, days: number) => shiftDatetime(datetime, -days) }),
    overload('datetime', 'datetime', 'number', { strict: (later: number, earlier: number) => (later - earlier) / dayMs }),
    overload('time', 'number', 'time', { strict: (time: number, ms: number) => shiftTime(time, -ms) }),
    overload('time', 'time', 'number', { strict: timeBetween }),
  ],
  '*': [numbers(multiply)],
  '/': [numbers(divide)],
  '^': [numbers(power)],
  '&': [overload('text', 'text', 'text', concatenate)],
  '=': comparisons(every, equal),
  '<>': comparisons(every, unequal),
  '<': comparisons(ordered, less),
  '<=': comparisons(ordered, lessOrEqual),
  '>': comparisons(ordered, greater),
  '>=': comparisons(ordered, greaterOrEqual),
};

/** The signs before a number. */
export const signs: Readonly<Record<string, Implementation>> = {
  '-': { strict: (value: number) => 0 - value },
  '+': { strict: (value: number): Cell => value },
};

/** The meaning an operator has between two types; `undefined` types and the literal null go with everything. */
export function findOverload(operator: string, left: FormulaType | undefined, right: FormulaType | undefined): Overload | undefined {
  const fits = (type: FormulaType | undefined, wanted: ColumnType) => type === undefined || type === 'null' || type === wanted;
  return operators[operator]!.find((meaning) => fits(left, meaning.left) && fits(right, meaning.right));
}
