import type { FieldFacts, UsedObject } from '../../kit/fieldFacts.ts';
import { isRequired, listedValues, type FieldDescribe, type ObjectDescribe } from './objectDescribe.ts';

/** What a flow depends on in a field. Values are in the order of the alphabet: their order in the picklist changes nothing. */
export function fieldFacts(field: FieldDescribe): FieldFacts {
  const { name, label, type, length, createable, updateable, restrictedPicklist, referenceTo } = field;
  const values = listedValues(field);
  return {
    name,
    label,
    type,
    ...(length === undefined || length === 0 ? {} : { length }),
    isRequired: isRequired(field),
    isCreateable: createable,
    isUpdateable: updateable,
    ...(values.length === 0 ? {} : { values: [...values].sort(), isRestricted: restrictedPicklist === true }),
    ...(referenceTo.length === 0 ? {} : { referenceTo: [...referenceTo].sort() }),
  };
}

/** What is used of each object by fields that are named by paths from one of them: `Account.Owner.Name` from Contact. */
export async function usedByPaths(connection: string, object: string, paths: readonly string[], describe: (object: string) => Promise<ObjectDescribe>): Promise<UsedObject[]> {
  const found = new Map<string, { readonly fields: Map<string, FieldFacts>; readonly missing: Set<string> }>();
  const of = (name: string) => {
    const used = found.get(name) ?? { fields: new Map<string, FieldFacts>(), missing: new Set<string>() };
    found.set(name, used);
    return used;
  };
  for (const path of paths) {
    let current = await describe(object);
    const steps = path.split('.');
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      const field = stepOf(current, steps, index);
      const used = of(current.name);
      if (!field) {
        // The query's own name before a field says nothing new.
        if (index === 0 && !isLast && step.toLowerCase() === object.toLowerCase()) continue;
        used.missing.add(step);
        break;
      }
      used.fields.set(field.name, fieldFacts(field));
      if (isLast || field.referenceTo.length === 0) break;
      // A polymorphic reference (an owner is a user or a queue) is followed to the first of its objects that knows the next step.
      const [first, ...others] = field.referenceTo;
      current = await describe(first!);
      for (const other of others) {
        if (stepOf(current, steps, index + 1)) break;
        current = await describe(other);
      }
    }
  }
  return [...found].map(([name, { fields, missing }]) => ({ connection, object: name, access: ['read'], fields: [...fields.values()], missing: [...missing] }));
}

/** The field that a step of a path means: itself at the end, before that the one whose relationship has the step's name. */
function stepOf({ fields }: ObjectDescribe, steps: readonly string[], index: number): FieldDescribe | undefined {
  const step = steps[index]!.toLowerCase();
  return fields.find(({ name, relationshipName }) => (index === steps.length - 1 ? name : relationshipName)?.toLowerCase() === step);
}
