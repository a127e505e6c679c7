import type { Batch } from '../../flows/kit/batch.ts';
import { asAppError } from '../../flows/kit/errors.ts';
import type { CompiledFormula } from '../../flows/kit/formula/formula.ts';
import { formatCell } from '../../flows/kit/schema.ts';
import { words } from '../words/words.ts';

/** What a formula gives for a row, as it is shown: a value, a blank, or why there is none. */
export interface SampleValue {
  readonly text: string;
  readonly kind: 'value' | 'blank' | 'fault';
}

export function sampleValue(formula: CompiledFormula, batch: Batch, row: number): SampleValue {
  // It would need all rows of the group, and here are a few.
  if (formula.totals.length > 0) return { text: words.formula.needsRun, kind: 'blank' };
  try {
    const value = formula.evaluate(batch, row);
    return value === null ? { text: words.formula.blank, kind: 'blank' } : { text: formatCell(formula.type, value), kind: 'value' };
  } catch (thrown) {
    return { text: asAppError(thrown).message, kind: 'fault' };
  }
}
