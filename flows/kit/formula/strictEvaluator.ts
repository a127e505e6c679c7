import type { Cell } from '../schema.ts';
import type { Evaluator, Part } from './operation.ts';

/** An evaluator for a plain function over up to three values: blank when an argument is blank, and a text without characters is blank. */
export function strictEvaluator(strict: (...values: never[]) => Cell, parts: readonly Part[]): Evaluator {
  const apply = strict as (...values: Cell[]) => Cell;
  if (parts.some((part) => part.constant === null)) return () => null;
  const [first, second, third] = parts.map((part) => part.evaluate);
  const given = parts.slice(1).flatMap((part) => (part.constant === undefined ? [] : [part.constant]));
  if (given.length === parts.length - 1) {
    const [b, c] = given as [Cell, Cell];
    return ofOne(first!, given.length === 0 ? apply : given.length === 1 ? (a) => apply(a, b) : (a) => apply(a, b, c));
  }
  if (parts.length === 2) return ofTwo(first!, second!, apply);
  return (batch, row) => {
    const a = first!(batch, row);
    const b = second!(batch, row);
    const c = third!(batch, row);
    return a === null || b === null || c === null ? null : orBlank(apply(a, b, c));
  };
}

function ofOne(first: Evaluator, apply: (a: Cell) => Cell): Evaluator {
  return (batch, row) => {
    const a = first(batch, row);
    return a === null ? null : orBlank(apply(a));
  };
}

function ofTwo(first: Evaluator, second: Evaluator, apply: (a: Cell, b: Cell) => Cell): Evaluator {
  return (batch, row) => {
    const a = first(batch, row);
    if (a === null) return null;
    const b = second(batch, row);
    return b === null ? null : orBlank(apply(a, b));
  };
}

function orBlank(value: Cell): Cell {
  return value === '' ? null : value;
}
