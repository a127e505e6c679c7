import type { Choice } from '../../kit/defineRun.ts';
import type { SalesforceOrg } from './salesforceOrg.ts';
import { uncounted } from './sharedOrg.ts';

/** The objects of an org that queries can read, for pickers. */
export async function queryableObjects(org: SalesforceOrg, signal: AbortSignal): Promise<Choice[]> {
  const { sobjects } = await org.request<{ sobjects: { name: string; label: string; queryable: boolean }[] }>({ method: 'GET', path: '/sobjects', idempotent: true }, uncounted, signal);
  return sobjects.filter(({ queryable }) => queryable).map(({ name, label }) => ({ value: name, label, detail: name }));
}
