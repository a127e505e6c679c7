import { AppError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import { checkFormula, compileFormula } from './compileFormula.ts';
import type { CompiledFormula } from './formula.ts';
import type { FormulaOptions } from './operation.ts';

/** Compiles a formula of a node that is running, for the columns that arrived. Throws kind `settings` at `path` when it does not fit them. */
export function bindFormula(source: string, schema: Schema, path: readonly (string | number)[], options: FormulaOptions): CompiledFormula {
  const { formula, problems } = compileFormula(source, schema, options);
  const misplaced = formula && formula.totals.length > 0 && !options.total ? checkFormula(source, schema).problems : problems;
  if (formula && misplaced.length === 0) return formula;
  const { code, message, hint } = misplaced[0]!;
  throw new AppError('settings', code, { message, ...(hint === undefined ? {} : { hint }), where: { path } });
}
