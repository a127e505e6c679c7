import { conversionFunctions } from './functions/conversions.ts';
import { dateFunctions } from './functions/dates.ts';
import { encodingFunctions } from './functions/encodings.ts';
import { geometryFunctions } from './functions/geometry.ts';
import { groupFunctions } from './functions/groups.ts';
import { logicFunctions } from './functions/logic.ts';
import { mathFunctions } from './functions/math.ts';
import { patternFunctions } from './functions/patterns.ts';
import { textFunctions } from './functions/text.ts';
import { zoneFunctions } from './functions/zones.ts';
import type { FormulaFunction } from './operation.ts';

/** Every function of the formula language. Checks, completion, help, documentation and tests are made from this list. */
export const formulaFunctions: readonly FormulaFunction[] = [
  ...logicFunctions,
  ...textFunctions,
  ...conversionFunctions,
  ...patternFunctions,
  ...encodingFunctions,
  ...mathFunctions,
  ...geometryFunctions,
  ...dateFunctions,
  ...zoneFunctions,
  ...groupFunctions,
];

const byName = new Map(formulaFunctions.map((entry) => [entry.name, entry]));

/** A function by its name, in any case. */
export function findFunction(name: string): FormulaFunction | undefined {
  return byName.get(name.toUpperCase());
}
