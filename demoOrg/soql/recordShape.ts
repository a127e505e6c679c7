import type { StoredValue } from '../records/readField.ts';
import type { AddressPart } from '../seed/seedFormat.ts';

/** How the columns of a result row become a record. */
export interface RecordShape {
  readonly type: string;
  /** A parent that may be one of several objects: the column that says which. */
  readonly typeColumn?: number;
  readonly idColumn: number;
  readonly entries: ShapeEntry[];
}

export type ShapeEntry =
  | { readonly kind: 'value'; readonly name: string; readonly column: number; readonly isBoolean: boolean; readonly isBinary?: boolean; readonly format?: ValueFormat }
  | { readonly kind: 'address'; readonly name: string; readonly parts: readonly (readonly [AddressPart, number])[] }
  | { readonly kind: 'parent'; readonly name: string; readonly shape: RecordShape }
  | {
      readonly kind: 'typeOf';
      readonly name: string;
      readonly typeColumn: number;
      readonly shapes: ReadonlyMap<string, RecordShape>;
      readonly otherwise: RecordShape | undefined;
    }
  | { readonly kind: 'children'; readonly name: string; readonly child: number };

/** FORMAT(): a stored value as a person reads it. */
export type ValueFormat = (value: StoredValue) => string | null;
