import type { SettingProblem } from '../defineNode.ts';
import type { FormulaProblem } from './formula.ts';

/** The problems of a formula as problems of the setting that holds it. */
export function formulaProblems(problems: readonly FormulaProblem[], path: readonly (string | number)[]): SettingProblem[] {
  return problems.map(({ code, message, hint }) => ({ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }), path }));
}
