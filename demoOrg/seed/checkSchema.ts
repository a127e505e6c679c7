import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { RollUpSeed } from './seedFormat.ts';

/** Checks that what objects say of each other is there. @throws Error that names the object, the field and what is missing */
export function checkSchema(schema: Schema): void {
  const prefixes = new Map<string, string>();
  for (const object of schema.objects) {
    const other = prefixes.get(object.keyPrefix);
    if (other !== undefined) throw new Error(`${object.name} and ${other} have the same keyPrefix "${object.keyPrefix}", by which ids tell objects apart.`);
    prefixes.set(object.keyPrefix, object.name);
    for (const field of object.fields) {
      const place = `${object.name}.${field.name}`;
      for (const parent of field.referenceTo) if (!schema.find(parent)) throw new Error(`${place} points to "${parent}", and there is no such object.`);
      if (field.controller !== undefined) needField(object, field.controller, `${place} is controlled by`);
      if (field.rollUp) checkRollUp(schema, object, place, field.rollUp);
    }
    for (const { name, fields } of object.duplicateRules) for (const field of fields) needField(object, field, `The duplicate rule ${name} compares`);
    for (const field of object.tracked) needField(object, field, 'The history tracks');
    if (object.history !== undefined && !schema.find(object.history))
      throw new Error(`${object.name} has the history "${object.history}", and there is no such object.`);
  }
}

function checkRollUp(schema: Schema, object: ObjectType, place: string, { of, function: summary, field }: RollUpSeed): void {
  const [childName = '', reference = ''] = of.split('.');
  const child = schema.find(childName);
  if (!child) throw new Error(`${place} counts "${of}", and there is no object "${childName}".`);
  needField(child, reference, `${place} counts by`);
  if (!fieldOf(child, reference)!.referenceTo.includes(object.name)) throw new Error(`${place} counts by ${of}, which does not point to ${object.name}.`);
  if (summary !== 'count') needField(child, field ?? '', `${place} takes the ${summary} of`);
}

function needField(object: ObjectType, name: string, says: string): void {
  if (!fieldOf(object, name)) throw new Error(`${says} ${object.name}.${name}, and there is no such field.`);
}
