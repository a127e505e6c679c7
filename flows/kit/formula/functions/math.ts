import type { Cell } from '../../schema.ts';
import { nearestDecimal, noiseOfSum } from '../decimals.ts';
import { defineFunction, rowError, type Evaluator, type FormulaFunction, type Part } from '../operation.ts';
import { finite, roundDown, roundHalfAway, roundUp, truncate } from '../rounding.ts';

const number = { name: 'number', types: ['number'] } as const;
const digits = { name: 'digits', types: ['number'] } as const;

/** Blank when any argument is, as in Salesforce. */
function pick(isBetter: (a: number, b: number) => boolean): (parts: readonly Part[]) => Evaluator {
  return (parts) => {
    const values = parts.map((part) => part.evaluate) as Evaluator<number>[];
    return (batch, row) => {
      let best: number | null = null;
      for (const value of values) {
        const next = value(batch, row);
        if (next === null) return null;
        if (best === null || isBetter(next, best)) best = next;
      }
      return best;
    };
  };
}

function positive(name: string, value: number): number {
  if (value > 0) return value;
  throw rowError('numberOutOfRange', `${name}(${value}): there is no logarithm of zero or less.`);
}

/** `0 - 0` for -0, which no file should show. */
function signed(value: number, size: number): Cell {
  return value < 0 ? 0 - size : size;
}

export const mathFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'ABS',
    category: 'Math',
    help: 'The number without its sign.',
    parameters: [number],
    result: 'number',
    examples: [{ formula: 'ABS(-3.5)', result: 3.5 }],
    strict: (value: number) => Math.abs(value),
  }),
  defineFunction({
    name: 'ROUND',
    category: 'Math',
    help: 'Rounds to so many digits after the point, halves away from zero.',
    parameters: [number, digits],
    result: 'number',
    examples: [
      { formula: 'ROUND(1.005, 2)', result: 1.01 },
      { formula: 'ROUND(-2.5, 0)', result: -3 },
      { formula: 'ROUND(123456, -2)', result: 123500 },
    ],
    strict: roundHalfAway,
  }),
  defineFunction({
    name: 'TRUNC',
    category: 'Math',
    help: 'Cuts digits off after so many places.',
    parameters: [number, { ...digits, default: 0 }],
    result: 'number',
    examples: [
      { formula: 'TRUNC(-3.79, 1)', result: -3.7 },
      { formula: 'TRUNC(9.99)', result: 9 },
    ],
    strict: truncate,
  }),
  defineFunction({
    name: 'CEILING',
    category: 'Math',
    help: 'The next whole number away from zero.',
    parameters: [number],
    result: 'number',
    examples: [
      { formula: 'CEILING(2.1)', result: 3 },
      { formula: 'CEILING(-2.1)', result: -3 },
      { formula: 'CEILING(6 / 11 * 11)', result: 6 },
    ],
    strict: (value: number) => signed(value, roundUp(Math.abs(value))),
  }),
  defineFunction({
    name: 'FLOOR',
    category: 'Math',
    help: 'The next whole number towards zero.',
    parameters: [number],
    result: 'number',
    examples: [
      { formula: 'FLOOR(2.9)', result: 2 },
      { formula: 'FLOOR(-2.9)', result: -2 },
    ],
    strict: (value: number) => signed(value, roundDown(Math.abs(value))),
  }),
  defineFunction({
    name: 'MCEILING',
    category: 'Math',
    help: 'The next whole number upwards, also below zero.',
    parameters: [number],
    result: 'number',
    examples: [
      { formula: 'MCEILING(-2.9)', result: -2 },
      { formula: 'MCEILING(2.1)', result: 3 },
    ],
    strict: (value: number) => signed(value, value < 0 ? roundDown(-value) : roundUp(value)),
  }),
  defineFunction({
    name: 'MFLOOR',
    category: 'Math',
    help: 'The next whole number downwards, also below zero.',
    parameters: [number],
    result: 'number',
    examples: [
      { formula: 'MFLOOR(-2.1)', result: -3 },
      { formula: 'MFLOOR(2.9)', result: 2 },
    ],
    strict: (value: number) => signed(value, value < 0 ? roundUp(-value) : roundDown(value)),
  }),
  defineFunction({
    name: 'MAX',
    category: 'Math',
    help: 'The largest number; blank when one is blank.',
    parameters: [number],
    repeats: true,
    result: 'number',
    examples: [
      { formula: 'MAX(3, 9, 4)', result: 9 },
      { formula: 'MAX(Amount, 0)', row: { Amount: null }, result: null },
    ],
    build: pick((a, b) => a > b),
  }),
  defineFunction({
    name: 'MIN',
    category: 'Math',
    help: 'The smallest number; blank when one is blank.',
    parameters: [number],
    repeats: true,
    result: 'number',
    examples: [{ formula: 'MIN(3, 9, 4)', result: 3 }],
    build: pick((a, b) => a < b),
  }),
  defineFunction({
    name: 'MOD',
    category: 'Math',
    help: 'What is left over of a division, with the sign of the first number.',
    parameters: [number, { name: 'divisor', types: ['number'] }],
    result: 'number',
    examples: [
      { formula: 'MOD(17, 5)', result: 2 },
      { formula: 'MOD(-101, 10)', result: -1 },
      { formula: 'MOD(0.3, 0.1)', result: 0 },
      { formula: 'MOD(1999.99, 3)', result: 1.99 },
      { formula: 'MOD(Amount, 0)', row: { Amount: 4 }, fails: 'MOD(4, 0): a number cannot be divided by zero.' },
    ],
    strict: (value: number, divisor: number) => {
      if (divisor === 0) throw rowError('divisionByZero', `MOD(${value}, 0): a number cannot be divided by zero.`);
      const size = Math.abs(divisor);
      const rest = nearestDecimal(Math.abs(value) % size, noiseOfSum(value, divisor));
      // 0.3 is three tenths, though its double is a little less.
      return signed(value, rest >= size ? 0 : rest);
    },
  }),
  defineFunction({
    name: 'SQRT',
    category: 'Math',
    help: 'The square root.',
    parameters: [number],
    result: 'number',
    examples: [
      { formula: 'SQRT(16)', result: 4 },
      { formula: 'SQRT(Amount)', row: { Amount: -1 }, fails: 'SQRT(-1) has no result.' },
    ],
    strict: (value: number) => finite(Math.sqrt(value), () => `SQRT(${value})`),
  }),
  defineFunction({
    name: 'EXP',
    category: 'Math',
    help: 'e raised to a power.',
    parameters: [number],
    result: 'number',
    examples: [{ formula: 'EXP(0)', result: 1 }],
    strict: (value: number) => finite(Math.exp(value), () => `EXP(${value})`),
  }),
  defineFunction({
    name: 'LN',
    category: 'Math',
    help: 'The natural logarithm.',
    parameters: [number],
    result: 'number',
    examples: [{ formula: 'LN(EXP(3))', result: 3 }],
    strict: (value: number) => Math.log(positive('LN', value)),
  }),
  defineFunction({
    name: 'LOG',
    category: 'Math',
    help: 'The logarithm to base 10.',
    parameters: [number],
    result: 'number',
    examples: [
      { formula: 'LOG(1000)', result: 3 },
      { formula: 'LOG(Amount)', row: { Amount: 0 }, fails: 'LOG(0): there is no logarithm of zero or less.' },
    ],
    strict: (value: number) => Math.log10(positive('LOG', value)),
  }),
];
