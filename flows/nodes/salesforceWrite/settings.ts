import type { definition } from './definition.ts';

export type Settings = ReturnType<typeof definition.settings.parse>;

/** The field a row's record is found by; undefined for an insert. */
export function keyFieldOf({ operation, key }: Pick<Settings, 'operation' | 'key'>): string | undefined {
  if (operation === 'insert') return undefined;
  return operation === 'upsert' ? key : 'Id';
}

/** An upsert by Id: a row with an Id changes that record, a row without makes one. */
export function isById({ operation, key }: Pick<Settings, 'operation' | 'key'>): boolean {
  return operation === 'upsert' && key.toLowerCase() === 'id';
}

/** What the Bulk API 2.0 has no word for, as the titles of the settings that ask for it. */
export function restOnly({ allOrNone, duplicates, assignmentRule }: Pick<Settings, 'allOrNone' | 'duplicates' | 'assignmentRule'>): string[] {
  return [...(allOrNone ? ['All or none'] : []), ...(duplicates === 'allow' ? ['Duplicate rules'] : []), ...(/^(true|false)$/i.test(assignmentRule.trim()) ? ['Assignment rule TRUE or FALSE'] : [])];
}

/** Rows of a bulk job, at most. */
export const bulkRows = 10_000;

/** From so many rows on a sending goes by Bulk: above 2,000 is what Salesforce advises ("Bulk API 2.0 Limits"). */
export function bulkFrom(settings: Pick<Settings, 'api' | 'allOrNone' | 'duplicates' | 'assignmentRule'>): number {
  const { api } = settings;
  return api === 'rest' || (api === 'auto' && restOnly(settings).length > 0) ? Infinity : api === 'bulk' ? 1 : 2001;
}
