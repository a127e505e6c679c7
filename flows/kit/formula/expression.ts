import type { Cell } from '../schema.ts';
import type { Implementation } from './operation.ts';
import type { FormulaType } from './syntax.ts';

interface Place {
  readonly from: number;
  readonly to: number;
}

/** A formula with its columns found and its types known: what closures are made from (and other languages can be). */
export type Expression = Place &
  (
    | { readonly kind: 'constant'; readonly type: FormulaType; readonly value: Cell }
    | { readonly kind: 'column'; readonly type: FormulaType; readonly name: string; readonly index: number }
    | {
        readonly kind: 'call';
        readonly type: FormulaType;
        readonly name: string;
        readonly implementation: Implementation;
        readonly arguments: readonly Expression[];
      }
    /** A part that has a problem, or a column that is not known yet. Its type, where it is not known either, goes with everything. */
    | { readonly kind: 'unknown'; readonly type: FormulaType | undefined }
  );
