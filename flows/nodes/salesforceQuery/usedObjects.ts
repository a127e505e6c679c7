import { usedByPaths } from '../../connectors/salesforce/fieldFacts.ts';
import type { ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import type { UsedObjects } from '../../kit/defineRun.ts';
import type { UsedObject } from '../../kit/fieldFacts.ts';
import type { definition } from './definition.ts';

/** The fields that the query names, in any of its parts and through relationships too. */
export const usedObjects: UsedObjects<ReturnType<typeof definition.settings.parse>> = async (context) => {
  const { connection, soql } = context.settings;
  const { namedFields } = await import('./namedFields.ts');
  const named = namedFields(soql);
  if (!named) return [];
  const org = await sharedOrg(context);
  const describe = (object: string): Promise<ObjectDescribe> => org.describe(object, uncounted, context.signal, 0);
  const used = new Map<string, UsedObject>();
  for (const { object, parent, paths } of named) {
    const name = parent === undefined ? object : childOf(await describe(parent), object);
    if (name === undefined) continue;
    for (const found of await usedByPaths(connection, name, paths, describe)) used.set(found.object, merged(used.get(found.object), found));
  }
  return [...used.values()];
};

/** The object behind a relationship to children. */
function childOf({ childRelationships = [] }: ObjectDescribe, relationship: string): string | undefined {
  return childRelationships.find(({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase())?.childSObject;
}

/** An object that several queries of one text use is used once. */
function merged(known: UsedObject | undefined, found: UsedObject): UsedObject {
  if (!known) return found;
  const names = new Set(known.fields.map(({ name }) => name));
  return { ...known, fields: [...known.fields, ...found.fields.filter(({ name }) => !names.has(name))], missing: [...new Set([...known.missing, ...found.missing])] };
}
