import { nearestDecimal, noiseOfProduct, noiseOfSum } from './decimals.ts';
import { rowError, type Evaluator, type Implementation, type Part } from './operation.ts';

type Num = Evaluator<number>;

/**
 * Every operator has two closures of its own, one of them for a constant on the right (the common case: `Amount * 110`), so that each stays
 * monomorphic and the constant costs no call. Blank in, blank out.
 */
function arithmetic(both: (left: Num, right: Num) => Num, withConstant: (left: Num, right: number) => Num): Implementation {
  return {
    build: ([left, right]: readonly Part[]) => {
      const value = left!.evaluate as Num;
      if (left!.constant === null || right!.constant === null) return () => null;
      return right!.constant === undefined ? both(value, right!.evaluate as Num) : withConstant(value, right!.constant as number);
    },
  };
}

export const add = arithmetic(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    if (a === null) return null;
    const b = right(batch, row);
    return b === null ? null : sum(a, b);
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : sum(a, b);
  },
);

export const subtract = arithmetic(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    if (a === null) return null;
    const b = right(batch, row);
    return b === null ? null : sum(a, -b);
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : sum(a, -b);
  },
);

export const multiply = arithmetic(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    if (a === null) return null;
    const b = right(batch, row);
    return b === null ? null : inRange(a * b, a, '*', b);
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : inRange(a * b, a, '*', b);
  },
);

export const divide = arithmetic(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    if (a === null) return null;
    const b = right(batch, row);
    return b === null ? null : quotient(a, b);
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : quotient(a, b);
  },
);

export const power = arithmetic(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    if (a === null) return null;
    const b = right(batch, row);
    return b === null ? null : inRange(a ** b, a, '^', b);
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : inRange(a ** b, a, '^', b);
  },
);

/** What `+` gives: the decimal that the sum stands for. NaN gives NaN. */
export function sum(a: number, b: number): number {
  const result = a + b;
  return Number.isInteger(result) ? result : nearestDecimal(result, noiseOfSum(a, b));
}

/** What `/` gives. Throws the row's error for a division by zero and for what cannot be held. */
export function quotient(a: number, b: number): number {
  if (b === 0) throw rowError('divisionByZero', `${a} / 0: a number cannot be divided by zero.`, 'Test it first: IF(Count = 0, null, Total / Count).');
  return inRange(a / b, a, '/', b);
}

/** What `*` gives. Throws the row's error for what cannot be held. */
export function product(a: number, b: number): number {
  return inRange(a * b, a, '*', b);
}

function inRange(result: number, a: number, operator: string, b: number): number {
  // A negative zero is zero.
  if (Number.isInteger(result)) return result + 0;
  if (result - result === 0) return nearestDecimal(result, noiseOfProduct(result));
  throw rowError('numberOutOfRange', `${a} ${operator} ${b}: the result is not a number that can be held.`);
}
