import { formulaFunctions, wholePattern } from './formulaFunctions.ts';
import { type FormulaValue, isBlank } from './formulaValue.ts';
import type { Formula } from './parseFormula.ts';

/** What a formula may look at. */
export interface FormulaScope {
  readonly isNew: boolean;
  /** ms since 1970; `today` is midnight in UTC of the day it is where the org is. */
  readonly now: number;
  readonly today: number;
  value(path: string): FormulaValue;
  /** Before the change; in a new record the value it has. */
  prior(path: string): FormulaValue;
}

/** These look at the record or must not evaluate everything: the fewest and the most arguments they take. */
const special: Readonly<Record<string, readonly [number, number]>> = {
  AND: [1, 255], OR: [1, 255], IF: [3, 3], CASE: [4, 255], ISNEW: [0, 0], ISCHANGED: [1, 1], PRIORVALUE: [1, 1],
};

/** The fields that a formula names, as they are written. @throws Error for a function that is not there or that has the wrong arguments */
export function checkFormula(formula: Formula): string[] {
  if (formula.kind === 'value') return [];
  if (formula.kind === 'path') return [formula.path];
  const { name, args } = formula;
  const [fewest, most] = special[name] ?? formulaFunctions[name] ?? [];
  if (fewest === undefined || most === undefined) throw new Error(`there is no function ${name} in the demo org`);
  if (args.length < fewest || args.length > most)
    throw new Error(`${name} takes ${fewest === most ? fewest : `${fewest} to ${most}`} arguments; it is given ${args.length}`);
  if ((name === 'ISCHANGED' || name === 'PRIORVALUE') && args[0]!.kind !== 'path') throw new Error(`${name} takes a field`);
  if (name === 'REGEX') checkPattern(args[1]!);
  return args.flatMap(checkFormula);
}

/** A pattern stands in the formula itself, so that a wrong one is found when the org starts and not when somebody writes. */
function checkPattern(pattern: Formula): void {
  if (pattern.kind !== 'value' || typeof pattern.value !== 'string') throw new Error('the pattern of REGEX must be a text in quotes');
  try {
    wholePattern(pattern.value);
  } catch (error) {
    throw new Error(`the pattern "${pattern.value}" is not understood by the demo org: ${(error as Error).message}`, { cause: error });
  }
}

export function evaluateFormula(formula: Formula, scope: FormulaScope): FormulaValue {
  if (formula.kind === 'value') return formula.value;
  if (formula.kind === 'path') return scope.value(formula.path);
  const { name, args } = formula;
  const value = (arg: Formula): FormulaValue => evaluateFormula(arg, scope);
  const [first] = args;
  switch (name) {
    case 'AND':
      return args.every((arg) => value(arg) === true);
    case 'OR':
      return args.some((arg) => value(arg) === true);
    case 'IF':
      return value(args[value(first!) === true ? 1 : 2]!);
    case 'CASE':
      return chosen(args, value);
    case 'ISNEW':
      return scope.isNew;
    case 'PRIORVALUE':
      return scope.prior((first as { path: string }).path);
    case 'ISCHANGED': {
      const { path } = first as { path: string };
      return !scope.isNew && formulaFunctions['<>']![2]([scope.prior(path), scope.value(path)], scope) === true;
    }
    default:
      return formulaFunctions[name]![2](args.map(value), scope);
  }
}

/** CASE(expression, value, result, value, result, …, otherwise) */
function chosen(args: readonly Formula[], value: (arg: Formula) => FormulaValue): FormulaValue {
  const given = value(args[0]!);
  for (let at = 1; at + 1 < args.length; at += 2) {
    const candidate = value(args[at]!);
    if (candidate === given || (isBlank(candidate) && isBlank(given))) return value(args[at + 1]!);
  }
  return value(args.at(-1)!);
}
