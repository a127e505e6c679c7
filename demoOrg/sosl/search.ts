import type { Query } from '../soql/query.ts';

/** A SOSL search as it was written. */
export interface Search {
  readonly terms: SearchTerm;
  readonly fields: SearchGroup;
  /** What each object gives: a query without conditions of the search. */
  readonly returning: readonly Query[];
  readonly limit: number;
}

export const searchGroups = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'] as const;
export type SearchGroup = (typeof searchGroups)[number];

export type SearchTerm =
  /** Words that stand beside each other, in lower case; `*` and `?` stand for any characters and for one. */
  | { readonly kind: 'phrase'; readonly words: readonly string[] }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly SearchTerm[] }
  | { readonly kind: 'not'; readonly term: SearchTerm };
