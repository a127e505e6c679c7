import type { definition } from './definition.ts';

export type Settings = ReturnType<typeof definition.settings.parse>;

/** The field a row's record is found by; undefined for an insert. */
export function keyFieldOf({ operation, key }: Pick<Settings, 'operation' | 'key'>): string | undefined {
  if (operation === 'insert') return undefined;
  return operation === 'upsert' ? key : 'Id';
}

/** From so many rows on a sending goes by Bulk: above 2,000 is what Salesforce advises ("Bulk API 2.0 Limits"). */
export function bulkFrom({ api }: Pick<Settings, 'api'>): number {
  return api === 'rest' ? Infinity : api === 'bulk' ? 1 : 2001;
}
