import { compileCondition } from './compileCondition.ts';
import type { Clock } from './dateRange.ts';
import type { Query } from './query.ts';
import type { Scope } from './scope.ts';
import { malformed, SoqlFault } from './soqlFault.ts';

/** What the records of a query must fulfil: not deleted, within the scope that USING SCOPE names, and its conditions. */
export function rootTerms(scope: Scope, query: Query, context: Clock & { readonly all: boolean }): string[] {
  const terms = context.all ? [] : [`${scope.table}."IsDeleted" = 0`];
  if (query.scope) terms.push(...scopeTerms(scope, query.scope, context));
  if (query.where) terms.push(compileCondition(scope, query.where, context));
  return terms;
}

function scopeTerms(scope: Scope, { name, place }: NonNullable<Query['scope']>, { userId }: Clock): string[] {
  if (name === 'EVERYTHING') return [];
  if (name !== 'MINE') throw new SoqlFault('MALFORMED_QUERY', `unsupported scope: ${name.toLowerCase()}`, place);
  if (!scope.object.byName.has('OwnerId')) throw malformed(`${scope.object.name} does not support the scope mine`, place);
  return [`${scope.root.column('OwnerId')} = ${scope.statement.bind(userId ?? null)}`];
}
