import type { ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { defineRecordSink, type Choice } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { openWrite } from './openWrite.ts';
import { isById } from './settings.ts';
import { targetFields } from './targetFields.ts';
import { usedObjects } from './usedObjects.ts';

export const run = defineRecordSink(definition, {
  delivery: (settings) => ((settings.operation === 'insert' && settings.marker === '') || isById(settings) ? 'atLeastOnce' : 'idempotent'),
  open: openWrite,
  usedObjects,

  lookups: {
    objects: async (context): Promise<Choice[]> => {
      const org = await sharedOrg(context);
      const { sobjects } = await org.request<{ sobjects: { name: string; label: string; createable: boolean }[] }>({ method: 'GET', path: '/sobjects', idempotent: true }, uncounted, context.signal);
      return sobjects.filter((object) => object.createable).map((object) => ({ value: object.name, label: object.label, detail: object.name }));
    },
    keys: async (context): Promise<Choice[]> => {
      const describe = await (await sharedOrg(context)).describe(context.settings.object, uncounted, context.signal);
      return fieldsWhere(describe, ({ externalId, idLookup }) => externalId || idLookup);
    },
    markers: async (context): Promise<Choice[]> => {
      const describe = await (await sharedOrg(context)).describe(context.settings.object, uncounted, context.signal);
      return fieldsWhere(describe, ({ externalId, type, createable }) => externalId && createable && type === 'string');
    },
    fields: async (context): Promise<Choice[]> => {
      const org = await sharedOrg(context);
      const describe = (object: string): Promise<ObjectDescribe> => org.describe(object, uncounted, context.signal);
      return targetFields(await describe(context.settings.object), describe);
    },
  },
});

function fieldsWhere({ fields }: ObjectDescribe, fits: (field: ObjectDescribe['fields'][number]) => boolean): Choice[] {
  return fields.filter(fits).map((field) => ({ value: field.name, label: field.label, detail: field.name }));
}
