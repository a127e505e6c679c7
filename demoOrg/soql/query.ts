import type { Place } from './soqlFault.ts';

/** A SOQL query as it was written: names are not looked up yet. */
export interface Query {
  readonly select: readonly SelectItem[];
  readonly from: From;
  /** USING SCOPE, in capitals. */
  readonly scope: { readonly name: string; readonly place: Place } | undefined;
  readonly where: Condition | undefined;
  readonly groupBy: readonly Operand[];
  readonly grouping: 'plain' | 'rollup' | 'cube';
  readonly having: Condition | undefined;
  readonly orderBy: readonly Ordering[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  readonly offsetPlace: Place | undefined;
}

/** `Contact c, c.Account a`; in a sub-query also `Account.Contacts`. */
export interface From {
  readonly name: string;
  readonly alias: string | undefined;
  readonly place: Place;
  /** In a sub-query: the object or alias of the outer query that stands in front. */
  readonly outer?: string | undefined;
  /** Names for parents, each by a path that begins with a name to the left of it. */
  readonly parents?: readonly { readonly path: Path; readonly alias: string }[];
}

export type SelectItem =
  | { readonly kind: 'value'; readonly operand: Operand; readonly alias: string | undefined }
  | { readonly kind: 'fields'; readonly which: FieldSet; readonly place: Place }
  | { readonly kind: 'query'; readonly query: Query }
  | TypeOf;

/** `TYPEOF What WHEN Account THEN Phone, Site ELSE Name END`. */
export interface TypeOf {
  readonly kind: 'typeOf';
  readonly path: Path;
  readonly whens: readonly { readonly type: string; readonly place: Place; readonly fields: readonly Path[] }[];
  readonly otherwise: readonly Path[] | undefined;
}

export const fieldSets = ['ALL', 'STANDARD', 'CUSTOM'] as const;
export type FieldSet = (typeof fieldSets)[number];

/** `Account.Owner.Name`. */
export interface Path {
  readonly kind: 'path';
  readonly parts: readonly string[];
  readonly place: Place;
}

/** `COUNT(Id)`, `HOUR_IN_DAY(convertTimezone(CreatedDate))`, `DISTANCE(Location__c, GEOLOCATION(37.7, -122.4), 'km')`; `COUNT()` has no arguments. */
export interface Call {
  readonly kind: 'call';
  /** In capitals. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly place: Place;
}

export type Operand = Path | Call;
export type Argument = Operand | Extract<Literal, { kind: 'string' | 'number' }>;

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
  | { readonly kind: 'number'; readonly value: number; readonly currency?: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'date' | 'datetime'; readonly value: string }
  | { readonly kind: 'dateRange'; readonly name: string; readonly count: number | undefined }
);
