import { columnTypeOf, listedValues } from '../../connectors/salesforce/objectDescribe.ts';
import { queryPath } from '../../connectors/salesforce/restQuery.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { bindValues } from '../../connectors/salesforce/soql/bindValues.ts';
import type { Choice, Lookups } from '../../kit/defineRun.ts';
import type { Settings } from './preparedQuery.ts';

/** What building a query asks the org: its objects, the fields of the object that the query's FROM names, and how many records it finds. */
export const builderLookups = {
  objects: async (context): Promise<Choice[]> => {
    const org = await sharedOrg(context);
    const { sobjects } = await org.request<{ sobjects: { name: string; label: string; queryable: boolean }[] }>({ method: 'GET', path: '/sobjects', idempotent: true }, uncounted, context.signal);
    return sobjects.filter(({ queryable }) => queryable).map(({ name, label }) => ({ value: name, label, detail: name }));
  },

  fields: async (context): Promise<Choice[]> => {
    const object = /\bfrom\s+(\w+)/i.exec(context.settings.soql)?.[1];
    if (object === undefined) return [];
    const { fields } = await (await sharedOrg(context)).describe(object, uncounted, context.signal);
    return fields.map((field) => ({
      value: field.name,
      label: field.label,
      detail: field.type,
      type: columnTypeOf(field),
      examples: listedValues(field),
      ...(field.relationshipName === null || field.referenceTo.length === 0 ? {} : { relationship: field.relationshipName, objects: field.referenceTo }),
    }));
  },

  /** One choice: the number of records of a `SELECT COUNT()` query. One call, whatever the number. */
  count: async (context): Promise<Choice[]> => {
    const org = await sharedOrg(context);
    const { soql, binds, deleted } = context.settings;
    const { totalSize } = await org.request<{ totalSize: number }>({ method: 'GET', path: queryPath(bindValues(soql, binds), deleted), idempotent: true }, uncounted, context.signal);
    return [{ value: String(totalSize), label: String(totalSize) }];
  },
} satisfies Lookups<Settings>;
