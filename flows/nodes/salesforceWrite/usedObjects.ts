import { fieldFacts, usedByPaths } from '../../connectors/salesforce/fieldFacts.ts';
import { isRequired } from '../../connectors/salesforce/objectDescribe.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import type { UsedObjects } from '../../kit/defineRun.ts';
import type { UsedObject } from '../../kit/fieldFacts.ts';
import type { definition } from './definition.ts';

/** The fields that the incoming columns fill, the key, and every field that a new record must have. */
export const usedObjects: UsedObjects<ReturnType<typeof definition.settings.parse>> = async (context, [upstream]) => {
  const { connection, object, operation, key } = context.settings;
  if (object === '') return [];
  const org = await sharedOrg(context);
  const describe = (name: string) => org.describe(name, uncounted, context.signal, 0);
  const fillsNothing = operation !== 'insert' && operation !== 'update' && operation !== 'upsert';
  const columns = fillsNothing ? ['Id'] : (upstream ?? []).map(({ name }) => name);
  const named = await usedByPaths(connection, object, [...columns, ...(operation === 'upsert' && key !== '' ? [key] : [])], describe);
  const makes = operation === 'insert' || operation === 'upsert';
  const deletes = operation === 'delete' || operation === 'hardDelete';
  const deleting = operation === 'hardDelete' ? (['delete', 'erase'] as const) : deletes ? (['delete'] as const) : [];
  const access: UsedObject['access'] = fillsNothing ? ['read', ...deleting] : [...(makes ? (['create'] as const) : []), ...(operation === 'insert' ? [] : (['update'] as const))];
  const whole = await describe(object);
  const required = makes ? whole.fields.filter(isRequired).map(fieldFacts) : [];
  const own = named.find((used) => used.object === whole.name) ?? { connection, object: whole.name, access, fields: [], missing: [] };
  const names = new Set(own.fields.map(({ name }) => name));
  return [{ ...own, access, fields: [...own.fields, ...required.filter(({ name }) => !names.has(name))] }, ...named.filter((used) => used.object !== whole.name)];
};
