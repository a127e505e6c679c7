import type { ObjectType } from './objectType.ts';

/** An object as the org itself may write it: also what clients may only read. */
export function writableByOrg(object: ObjectType): ObjectType {
  const fields = object.fields.map((field) => ({ ...field, createable: true, updateable: true }));
  return {
    ...object,
    createable: true,
    updateable: true,
    fields,
    columns: fields.filter(({ column }) => column >= 0),
    byName: new Map(fields.flatMap((field) => [[field.name, field], [field.name.toLowerCase(), field]])),
  };
}
