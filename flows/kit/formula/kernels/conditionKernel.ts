import { selectRows, type Batch } from '../../batch.ts';
import { equal, greater, greaterOrEqual, less, lessOrEqual, unequal } from '../comparisons.ts';
import type { Expression } from '../expression.ts';
import type { Evaluator, Implementation } from '../operation.ts';
import { byteAutomaton, type ByteAutomaton } from './byteAutomaton.ts';
import { numberKernel } from './numberKernel.ts';

/**
 * Writes the living rows for which a condition is true to the beginning of `kept` and gives their number; undefined where it cannot be done with the
 * columns that came. Throws the error of a row that has no answer: then rows are asked one by one.
 */
export type ConditionKernel = (batch: Batch, kept: Int32Array) => number | undefined;

type Holds = (a: number, b: number) => boolean;

/** Of two numbers, neither of them NaN; a comparison with it that is true says so of a blank, which it must not. */
const orders = new Map<Implementation, Holds>([
  [less, (a, b) => a < b],
  [lessOrEqual, (a, b) => a <= b],
  [greater, (a, b) => a > b],
  [greaterOrEqual, (a, b) => a >= b],
  [equal, (a, b) => a === b],
  [unequal, (a, b) => a !== b && a === a && b === b],
]);

/**
 * A kernel for a formula that has one: a comparison of numbers, REGEX over a column whose cells are still the bytes of a file, or AND with one of these in it.
 * @param evaluatorOf gives the usual way to work out a part of the formula
 */
export function conditionKernel(expression: Expression, evaluatorOf: (part: Expression) => Evaluator): ConditionKernel | undefined {
  if (expression.kind !== 'call') return undefined;
  if (expression.name === 'AND') return allOf(expression.arguments, evaluatorOf);
  const [left, right] = expression.arguments;
  const holds = orders.get(expression.implementation);
  if (holds) return left && right && comparison(left, right, holds);
  if (expression.name !== 'REGEX' || left?.kind !== 'column' || right?.kind !== 'constant') return undefined;
  const automaton = byteAutomaton(String(right.value ?? ''));
  return automaton && fitting(left.index, automaton, evaluatorOf(expression));
}

/** One condition after the other, each for the rows that are left by those before it; where none of them has a kernel there is nothing to win. */
function allOf(conditions: readonly Expression[], evaluatorOf: (part: Expression) => Evaluator): ConditionKernel | undefined {
  const kernels = conditions.map((condition) => conditionKernel(condition, evaluatorOf));
  if (kernels.every((kernel) => kernel === undefined)) return undefined;
  const all = kernels.map((kernel, index) => kernel ?? rowByRow(evaluatorOf(conditions[index]!)));
  return (batch, kept) => {
    let left = batch;
    for (const narrow of all) {
      const count = narrow(left, kept);
      if (count === undefined) return undefined;
      // What is kept next is written over what has been read.
      left = selectRows(batch, kept.subarray(0, count));
    }
    return left.rows.length;
  };
}

function rowByRow(evaluate: Evaluator): ConditionKernel {
  return (batch, kept) => {
    const { rows } = batch;
    let count = 0;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      if (evaluate(batch, row) === true) kept[count++] = row;
    }
    return count;
  };
}

function comparison(left: Expression, right: Expression, holds: Holds): ConditionKernel | undefined {
  const first = numberKernel(left);
  if (!first) return undefined;
  if (right.kind === 'constant') {
    const { value } = right;
    if (typeof value !== 'number') return undefined;
    return (batch, kept) => {
      const values = first(batch);
      let count = 0;
      for (let k = 0; k < batch.rows.length; k++) {
        const row = batch.rows[k]!;
        if (holds(values[row]!, value)) kept[count++] = row;
      }
      return count;
    };
  }
  const second = numberKernel(right);
  return second && ((batch, kept) => {
    const [a, b] = [first(batch), second(batch)];
    let count = 0;
    for (let k = 0; k < batch.rows.length; k++) {
      const row = batch.rows[k]!;
      if (holds(a[row]!, b[row]!)) kept[count++] = row;
    }
    return count;
  });
}

/** A cell in quotes, or with other letters than those of ASCII, is asked in the usual way. */
function fitting(index: number, { next, start, accepts }: ByteAutomaton, evaluate: Evaluator): ConditionKernel {
  return (batch, kept) => {
    const source = batch.columns[index]!.source;
    if (!source) return undefined;
    const { bytes, starts, ends, width, quote } = source.block;
    let count = 0;
    for (let k = 0; k < batch.rows.length; k++) {
      const row = batch.rows[k]!;
      const cell = row * width + source.field;
      const begin = starts[cell]!;
      const end = ends[cell]!;
      let state = start;
      let seen = 0;
      for (let p = begin; p < end; p++) {
        const byte = bytes[p]!;
        seen |= byte;
        state = next[(state << 7) | (byte & 127)]!;
      }
      const isPlain = seen < 128 && !(begin < end && bytes[begin] === quote);
      if (isPlain ? accepts[state] === 1 : evaluate(batch, row) === true) kept[count++] = row;
    }
    return count;
  };
}
