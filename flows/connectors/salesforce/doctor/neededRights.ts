import type { UsedObject } from '../../../kit/fieldFacts.ts';

/** What a flow needs of one object of an org. */
export interface NeededRights {
  readonly object: string;
  readonly access: ReadonlySet<UsedObject['access'][number]>;
  /** Field → whether it is written. */
  readonly fields: ReadonlyMap<string, boolean>;
  /** Fields that are named and that the org does not show. */
  readonly missing: readonly string[];
}

/** The uses of all nodes of a flow, brought together by object in the order of the alphabet. Who writes a record must be able to read it. */
export function neededRights(uses: readonly UsedObject[]): NeededRights[] {
  const needed = new Map<string, { access: Set<UsedObject['access'][number]>; fields: Map<string, boolean>; missing: Set<string> }>();
  for (const { object, access, fields, missing } of uses) {
    const of = needed.get(object) ?? { access: new Set(['read'] as const), fields: new Map<string, boolean>(), missing: new Set<string>() };
    needed.set(object, of);
    for (const one of access) of.access.add(one);
    const isWriting = access.includes('create') || access.includes('update');
    for (const field of fields) of.fields.set(field.name, of.fields.get(field.name) === true || (isWriting && field.name !== 'Id'));
    for (const name of missing) of.missing.add(name);
  }
  return [...needed].map(([object, { missing, ...rest }]) => ({ object, ...rest, missing: [...missing] })).sort((a, b) => (a.object < b.object ? -1 : 1));
}
