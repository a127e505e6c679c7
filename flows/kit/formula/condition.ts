import { AppError, asAppError } from '../errors.ts';
import type { SettingProblem } from '../defineNode.ts';
import type { Batch } from '../batch.ts';
import type { Schema } from '../schema.ts';
import { bindFormula } from './bindFormula.ts';
import { checkFormula } from './compileFormula.ts';
import type { CompiledFormula } from './formula.ts';
import { formulaProblems } from './formulaProblems.ts';

type Path = readonly (string | number)[];

/** What is wrong with a formula that must be true or false, in a list of them: blank, not a formula, or of another type. */
export function checkCondition(source: string, schema: Schema | undefined, path: Path): readonly SettingProblem[] {
  if (source.trim() === '') return [{ code: 'formulaBlank', severity: 'error', message: 'There is no condition here.', hint: 'Write one, such as City = "Ulm".', path }];
  const { type, problems } = checkFormula(source, schema);
  if (problems.length > 0) return formulaProblems(problems, path);
  return type === undefined || type === 'boolean' ? [] : [notBoolean(type, path)];
}

/** Binds a condition to the columns that came. Throws kind `settings` when it does not fit them. */
export function bindCondition(source: string, schema: Schema, path: Path, nowMs: number): CompiledFormula {
  const formula = bindFormula(source, schema, path, { nowMs });
  if (formula.type === 'boolean') return formula;
  const { code, message, hint } = notBoolean(formula.type, path);
  throw new AppError('settings', code, { message, ...(hint === undefined ? {} : { hint }), where: { path } });
}

/** The error of a row for which a condition cannot be worked out. Anything else that was thrown is thrown on. */
export function rowErrorOf(thrown: unknown): AppError {
  const error = asAppError(thrown);
  if (error.kind !== 'row') throw error;
  return error;
}

/** Whether a condition is true for a row; the row's error where it cannot be worked out. */
export function holds(condition: CompiledFormula, batch: Batch, row: number): boolean | AppError {
  try {
    return condition.evaluate(batch, row) === true;
  } catch (thrown) {
    return rowErrorOf(thrown);
  }
}

function notBoolean(type: string, path: Path): SettingProblem {
  const hint = 'Compare it with something: City = "Ulm", Amount > 0, NOT(ISBLANK(Email)).';
  return { code: 'conditionType', severity: 'error', message: `The condition gives a ${type}; it must be true or false.`, hint, path };
}
