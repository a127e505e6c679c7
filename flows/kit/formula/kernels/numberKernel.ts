import type { Batch } from '../../batch.ts';
import type { Cell } from '../../schema.ts';
import { product, quotient, sum } from '../arithmetic.ts';
import type { Expression } from '../expression.ts';
import { numbersOf, type Step } from './steppedColumn.ts';

/** Works out numbers for all living rows at once; NaN is blank. Throws the error of a row that has none: then rows are worked out one by one. */
export type NumberKernel = (batch: Batch) => Float64Array;

/** A kernel for a formula of numbers, columns and what is worked out of numbers alone; undefined where there is anything else in it. */
export function numberKernel(expression: Expression): NumberKernel | undefined {
  if (expression.type !== 'number') return undefined;
  if (expression.kind === 'column') {
    const { index } = expression;
    return (batch) => numbersOf(batch.columns[index]!, batch);
  }
  if (expression.kind !== 'call') return undefined;
  const [first, second, third] = expression.arguments;
  const inner = first && numberKernel(first);
  if (!inner || third) return undefined;
  if (second === undefined) return applied(inner, expression.implementation, undefined);
  if (second.kind === 'constant') return typeof second.value === 'number' ? withConstant(inner, expression, second.value) : undefined;
  const other = numberKernel(second);
  return other && ofTwo(inner, other, expression);
}

function stepped(inner: NumberKernel, step: Step): NumberKernel {
  return (batch) => {
    const out = new Float64Array(batch.rowCount);
    step(inner(batch), batch.rows, out);
    return out;
  };
}

/** A sum that is whole is what it stands for; only others need a closer look. */
function adding(b: number): Step {
  return (values, rows, out) => {
    const isAll = rows.length === out.length;
    for (let k = 0; k < rows.length; k++) {
      const row = isAll ? k : rows[k]!;
      const result = values[row]! + b;
      out[row] = Math.floor(result) === result ? result : sum(values[row]!, b);
    }
  };
}

/** Every operator has a loop of its own, so that what it calls is compiled into it. */
const withNumber: Readonly<Record<string, (b: number) => Step>> = {
  '+': adding,
  '-': (b) => adding(-b),
  '*': (b) => (values, rows, out) => {
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      const a = values[row]!;
      out[row] = a !== a ? NaN : product(a, b);
    }
  },
  '/': (b) => (values, rows, out) => {
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      const a = values[row]!;
      out[row] = a !== a ? NaN : quotient(a, b);
    }
  },
};

const withNumbers: Readonly<Record<string, (a: number, b: number) => number>> = { '+': sum, '-': (a, b) => sum(a, -b), '*': product, '/': quotient };

type Call = Extract<Expression, { kind: 'call' }>;
type Strict = (a: number, b?: number) => Cell;

function withConstant(inner: NumberKernel, { name, implementation }: Call, b: number): NumberKernel | undefined {
  const step = withNumber[name]?.(b);
  if (step) return stepped(inner, step);
  return applied(inner, implementation, b);
}

function ofTwo(first: NumberKernel, second: NumberKernel, { name, implementation }: Call): NumberKernel | undefined {
  const apply = withNumbers[name] ?? ('strict' in implementation ? (implementation.strict as Strict) : undefined);
  if (!apply) return undefined;
  return (batch) => {
    const { rows } = batch;
    const [left, right, out] = [first(batch), second(batch), new Float64Array(batch.rowCount)];
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      const [a, b] = [left[row]!, right[row]!];
      out[row] = a !== a || b !== b ? NaN : numberOf(apply(a, b));
    }
    return out;
  };
}

/** A plain function over numbers. `b`: its constant second argument; undefined: it has one argument. */
function applied(inner: NumberKernel, implementation: Call['implementation'], b: number | undefined): NumberKernel | undefined {
  if (!('strict' in implementation)) return undefined;
  const apply = implementation.strict as Strict;
  return stepped(inner, (values, rows, out) => {
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      const a = values[row]!;
      out[row] = a !== a ? NaN : numberOf(apply(a, b));
    }
  });
}

function numberOf(cell: Cell): number {
  return cell === null ? NaN : (cell as number);
}

/** A formula that is one step from a column and cannot fail: that column plus or minus a constant. */
export function columnStep(expression: Expression): { readonly column: number; readonly step: Step } | undefined {
  if (expression.kind !== 'call' || expression.type !== 'number' || (expression.name !== '+' && expression.name !== '-')) return undefined;
  const [left, right] = expression.arguments;
  if (left?.kind !== 'column' || left.type !== 'number' || right?.kind !== 'constant' || typeof right.value !== 'number') return undefined;
  return { column: left.index, step: adding(expression.name === '+' ? right.value : -right.value) };
}
