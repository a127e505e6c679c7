import type { Cell, ColumnType } from '../schema.ts';

/** The type of a part of a formula. `null`: the literal null, which goes with every type. */
export type FormulaType = ColumnType | 'null';

interface Place {
  /** Offsets in the source, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Levels below this one, itself included; bounded, so that no formula can exhaust the stack. */
  readonly height: number;
}

/** A formula as it is written: what the parser gives and the checker takes. Operators are kept by their one spelling (`=`, `<>`, `AND`, `OR`, `NOT`). */
export type Syntax =
  | (Place & { readonly kind: 'literal'; readonly type: FormulaType; readonly value: Cell })
  | (Place & { readonly kind: 'column'; readonly name: string })
  | (Place & { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Syntax[]; readonly isInParentheses?: boolean })
  | (Place & { readonly kind: 'call'; readonly name: string; readonly nameTo: number; readonly arguments: readonly Syntax[] })
  /** Something that could not be read; its problem is told already. */
  | (Place & { readonly kind: 'missing' });
