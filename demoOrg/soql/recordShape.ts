import type { AddressPart } from '../seed/seedFormat.ts';

/** How the columns of a result row become a record. */
export interface RecordShape {
  readonly type: string;
  readonly idColumn: number;
  readonly entries: ShapeEntry[];
}

export type ShapeEntry =
  | { readonly kind: 'value'; readonly name: string; readonly column: number; readonly isBoolean: boolean }
  | { readonly kind: 'address'; readonly name: string; readonly parts: readonly (readonly [AddressPart, number])[] }
  | { readonly kind: 'parent'; readonly name: string; readonly shape: RecordShape }
  | { readonly kind: 'children'; readonly name: string; readonly child: number };
