import type { Workbench } from '../app/workbench.ts';

/** An org that answers later is not waited for: the person picks the key. */
const waitMs = 1500;

/** The external id that a write of an object most likely goes by: the only one of the org's own; undefined where there are more, or none. */
export async function usualKey({ link, flow }: Workbench, type: string, settings: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const asked = link.client().lookups.choices({ path: flow.getState().path, type, lookup: 'keys', settings: { ...settings } });
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, waitMs));
  const choices = await Promise.race([asked.catch(() => undefined), late]);
  const own = (choices ?? []).filter(({ value }) => value.endsWith('__c'));
  return own.length === 1 ? own[0]!.value : undefined;
}
