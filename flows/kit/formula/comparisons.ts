import type { Cell } from '../schema.ts';
import type { Evaluator, Implementation, Part } from './operation.ts';

/** Texts (blank is a text without characters) and comparisons with the literal null always have an answer; other blanks give blank. */
function equality(isEqual: boolean): Implementation {
  return {
    neverFails: true,
    build: ([left, right]) => {
      const a = left!.evaluate;
      const b = right!.evaluate;
      if (left!.type === 'text' || left!.type === 'null' || right!.type === 'null') {
        return isEqual ? (batch, row) => a(batch, row) === b(batch, row) : (batch, row) => a(batch, row) !== b(batch, row);
      }
      return (batch, row) => {
        const x = a(batch, row);
        if (x === null) return null;
        const y = b(batch, row);
        return y === null ? null : (x === y) === isEqual;
      };
    },
  };
}

export const equal = equality(true);
export const unequal = equality(false);

type Order = number | string;

/** Like arithmetic: two closures of its own for every operator, one of them for a constant on the right. Texts go by their UTF-16 codes. */
function ordering(
  both: (left: Evaluator<Order>, right: Evaluator<Order>) => Evaluator,
  withConstant: (left: Evaluator<Order>, right: Order) => Evaluator,
): Implementation {
  return {
    neverFails: true,
    build: ([left, right]: readonly Part[]) => {
      const value = left!.evaluate as Evaluator<Order>;
      const fixed: Cell | undefined = right!.constant;
      if (fixed === null) return () => null;
      return fixed === undefined ? both(value, right!.evaluate as Evaluator<Order>) : withConstant(value, fixed as Order);
    },
  };
}

export const less = ordering(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    const b = right(batch, row);
    return a === null || b === null ? null : a < b;
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : a < b;
  },
);

export const lessOrEqual = ordering(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    const b = right(batch, row);
    return a === null || b === null ? null : a <= b;
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : a <= b;
  },
);

export const greater = ordering(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    const b = right(batch, row);
    return a === null || b === null ? null : a > b;
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : a > b;
  },
);

export const greaterOrEqual = ordering(
  (left, right) => (batch, row) => {
    const a = left(batch, row);
    const b = right(batch, row);
    return a === null || b === null ? null : a >= b;
  },
  (left, b) => (batch, row) => {
    const a = left(batch, row);
    return a === null ? null : a >= b;
  },
);
