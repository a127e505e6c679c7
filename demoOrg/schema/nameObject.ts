import type { ObjectType } from './objectType.ts';
import { objectTypeOf } from './objectTypeOf.ts';

const shown = new Set(['Id', 'Name', 'FirstName', 'LastName', 'Alias', 'Username', 'Email', 'Phone', 'Title', 'IsActive', 'Type', 'ProfileId']);

/** What a query sees of a parent that may be one of several objects: `Who.Name`, `Owner.Alias`, `What.Type`. */
export const nameObject: ObjectType = onlyShown(
  objectTypeOf('Name', {
    label: 'Name',
    labelPlural: 'Names',
    keyPrefix: '',
    readOnly: true,
    fields: {
      Name: { type: 'string', name: true },
      FirstName: { type: 'string', length: 40 },
      LastName: { type: 'string', length: 80 },
      Alias: { type: 'string', length: 8 },
      Username: { type: 'string', length: 80 },
      Email: { type: 'email' },
      Phone: { type: 'phone' },
      Title: { type: 'string', length: 128 },
      IsActive: { type: 'boolean' },
      Type: { type: 'picklist', length: 40 },
      ProfileId: { type: 'reference', to: 'Profile' },
    },
  }),
);

function onlyShown(object: ObjectType): ObjectType {
  const fields = object.fields.filter(({ name }) => shown.has(name));
  return {
    ...object,
    fields,
    columns: fields,
    byName: new Map(fields.flatMap((field) => [[field.name, field], [field.name.toLowerCase(), field]])),
    byRelationship: new Map([...object.byRelationship].filter(([, { name }]) => shown.has(name))),
  };
}
