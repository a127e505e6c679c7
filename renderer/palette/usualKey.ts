import type { Schema } from '../../flows/kit/schema.ts';
import { suggestMapping } from '../../flows/kit/mapping/suggestMapping.ts';
import type { Workbench } from '../app/workbench.ts';
import type { WriteSuggestion } from './suggestWrites.tsx';

/** An org that answers later is not waited for: the person picks the key. */
const waitMs = 1500;

/**
 * The field that a write of an object most likely finds its records by: an external id of the org's own that one of the columns fills, else an e-mail address
 * that one fills, else the only external id of the org's own. Undefined where none of it is so.
 */
export async function usualKey({ link, flow }: Workbench, type: string, settings: WriteSuggestion['settings'], columns: Schema): Promise<string | undefined> {
  const asked = link.client().lookups.choices({ path: flow.getState().path, type, lookup: 'keys', settings: { ...settings } });
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, waitMs));
  const choices = (await Promise.race([asked.catch(() => undefined), late])) ?? [];
  const fields = choices.map(({ value, label }) => ({ name: value, label }));
  const filled = suggestMapping(columns.map(({ name, label, type: of }) => ({ name, label, type: of, samples: [] })), fields, settings.object).map(({ field }) => field);
  const own = fields.map(({ name }) => name).filter((name) => name.endsWith('__c'));
  return filled.find((name) => own.includes(name)) ?? filled.find((name) => name === 'Email') ?? (own.length === 1 ? own[0] : undefined);
}
