import { columnTypeOf, isRequired, listedValues, type FieldDescribe, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { Choice } from '../../kit/defineRun.ts';

/** Fields that name a record though they are no external ids: what people have in files instead of Ids. */
const naming: Readonly<Record<string, readonly string[]>> = { User: ['Username'], RecordType: ['DeveloperName'], Group: ['DeveloperName'] };
/** What a lookup to more objects is asked for would be told by few files; tasks and events lead to dozens. */
const mostParents = 2;

/**
 * The fields of an object that a column can fill: its own, and for each lookup the keys by which the parent can be named in the place of
 * its Id: `Account.External_Key__c`, `RecordType.DeveloperName`, `Owner.Username`. A parent that cannot be described has none.
 */
export async function targetFields(describe: ObjectDescribe, describeParent: (object: string) => Promise<ObjectDescribe>): Promise<Choice[]> {
  const written = describe.fields.filter((field) => field.createable || field.updateable);
  const own = written.map(
    (field): Choice => ({
      value: field.name,
      label: field.label,
      detail: field.type,
      type: columnTypeOf(field),
      required: isRequired(field),
      examples: listedValues(field),
      ...(field.relationshipName === null ? {} : { relationship: field.relationshipName, objects: field.referenceTo }),
    }),
  );
  const references = written.filter(({ relationshipName, referenceTo }) => relationshipName !== null && referenceTo.length > 0 && referenceTo.length <= mostParents);
  const parents = [...new Set(references.flatMap(({ referenceTo }) => referenceTo))];
  const described = new Map(await Promise.all(parents.map(async (object) => [object, await describeParent(object).catch(() => undefined)] as const)));
  const keys = references.flatMap((reference) => {
    const known = reference.referenceTo.flatMap((object) => described.get(object) ?? []);
    return known.flatMap((parent) => keysOf(parent).map((key) => parentKey(reference, parent, key)));
  });
  // An owner may be a user or a queue; both may have a key of one name.
  return [...own, ...new Map(keys.map((choice) => [choice.value, choice])).values()];
}

function keysOf({ name, fields }: ObjectDescribe): readonly FieldDescribe[] {
  return fields.filter((field) => field.externalId || (naming[name] ?? []).includes(field.name));
}

function parentKey({ label, relationshipName }: FieldDescribe, parent: ObjectDescribe, key: FieldDescribe): Choice {
  const lookup = label.replace(/ ID$/i, '');
  return {
    value: `${relationshipName}.${key.name}`,
    // A record type has no other key than its name: "Record Type" is what a file calls it.
    label: parent.name === 'RecordType' ? lookup : `${lookup} ${key.label}`,
    detail: `finds the ${parent.label.toLowerCase()}`,
    type: columnTypeOf(key),
    required: false,
    examples: [],
    relationship: relationshipName!,
  };
}
