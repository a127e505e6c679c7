import type { Place } from './soqlFault.ts';

/** A SOQL query as it was written: names are not looked up yet. */
export interface Query {
  readonly select: readonly SelectItem[];
  readonly from: { readonly name: string; readonly alias: string | undefined; readonly place: Place };
  readonly where: Condition | undefined;
  readonly groupBy: readonly Operand[];
  readonly having: Condition | undefined;
  readonly orderBy: readonly Ordering[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  readonly offsetPlace: Place | undefined;
}

export type SelectItem =
  | { readonly kind: 'value'; readonly operand: Operand; readonly alias: string | undefined }
  | { readonly kind: 'fields'; readonly which: FieldSet; readonly place: Place }
  | { readonly kind: 'query'; readonly query: Query };

export const fieldSets = ['ALL', 'STANDARD', 'CUSTOM'] as const;
export type FieldSet = (typeof fieldSets)[number];

/** `Account.Owner.Name`. */
export interface Path {
  readonly kind: 'path';
  readonly parts: readonly string[];
  readonly place: Place;
}

/** `COUNT(Id)`, `CALENDAR_YEAR(CreatedDate)`; `COUNT()` has no argument. */
export interface Call {
  readonly kind: 'call';
  /** In capitals. */
  readonly name: string;
  readonly argument: Path | undefined;
  readonly place: Place;
}

export type Operand = Path | Call;

export interface Ordering {
  readonly operand: Operand;
  readonly isDescending: boolean;
  readonly nulls: 'first' | 'last';
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: Operator; readonly value: Literal }
  | { readonly kind: 'in'; readonly left: Operand; readonly isNegated: boolean; readonly values: readonly Literal[] }
  | { readonly kind: 'inQuery'; readonly left: Path; readonly isNegated: boolean; readonly query: Query }
  | { readonly kind: 'includes'; readonly left: Path; readonly isNegated: boolean; readonly values: readonly Literal[] };

export type Literal = { readonly place: Place } & (
  | { readonly kind: 'string'; readonly value: string; readonly pattern: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'date' | 'datetime'; readonly value: string }
  | { readonly kind: 'dateRange'; readonly name: string; readonly count: number | undefined }
);
