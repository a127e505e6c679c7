import type { FieldSeed, FieldType, ObjectSeed } from '../seed/seedFormat.ts';
import type { Field, ObjectType, PicklistValue } from './objectType.ts';

const audit: Readonly<Record<string, FieldSeed>> = {
  IsDeleted: { type: 'boolean', label: 'Deleted', default: false, readOnly: true },
  CreatedDate: { type: 'datetime', label: 'Created Date', readOnly: true },
  CreatedById: { type: 'reference', label: 'Created By ID', to: 'User', readOnly: true },
  LastModifiedDate: { type: 'datetime', label: 'Last Modified Date', readOnly: true },
  LastModifiedById: { type: 'reference', label: 'Last Modified By ID', to: 'User', readOnly: true },
  SystemModstamp: { type: 'datetime', label: 'System Modstamp', readOnly: true },
};

const defaultLengths: Readonly<Partial<Record<FieldType, number>>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  email: 80,
  phone: 40,
  url: 255,
  picklist: 255,
  multipicklist: 4099,
};

/** An object with its system fields and every default decided. `seed` is how it is written down and stored. */
export function objectTypeOf(name: string, seed: ObjectSeed): ObjectType {
  const seeds: Record<string, FieldSeed> = {
    Id: { type: 'id', label: `${seed.label} ID`, readOnly: true },
    ...(seed.owned ? { OwnerId: ownerOf(seed.owned) } : {}),
    ...seed.fields,
    ...audit,
  };
  const compounds = compoundNames(seeds);
  let column = 0;
  const fields = Object.entries(seeds).map(([fieldName, field]) =>
    fieldFrom(fieldName, field, { compound: compounds.get(fieldName), column: field.parts ? -1 : column++, readOnly: seed.readOnly ?? false }),
  );
  const related = fields.filter((field) => field.relationshipName !== undefined);
  return {
    name,
    label: seed.label,
    labelPlural: seed.labelPlural,
    keyPrefix: seed.keyPrefix,
    custom: /__[ce]$/.test(name),
    writable: !seed.readOnly,
    createable: !seed.readOnly && !seed.forbids?.includes('create'),
    updateable: !seed.readOnly,
    deletable: !seed.readOnly && !seed.forbids?.includes('delete'),
    fields,
    columns: fields.filter((field) => field.column >= 0),
    byName: new Map(
      fields.flatMap((field) => [
        [field.name, field],
        [field.name.toLowerCase(), field],
      ]),
    ),
    byRelationship: new Map(related.map((field) => [field.relationshipName!.toLowerCase(), field])),
    nameField: fields.find((field) => field.nameField),
    rules: seed.rules ?? [],
    duplicateRules: seed.duplicateRules ?? [],
    tracked: seed.tracked ?? [],
    history: seed.history,
  };
}

function ownerOf(owned: true | 'userOrQueue'): FieldSeed {
  return { type: 'reference', label: 'Owner ID', to: owned === 'userOrQueue' ? ['User', 'Group'] : 'User' };
}

function fieldFrom(name: string, seed: FieldSeed, place: { compound: string | undefined; column: number; readOnly: boolean }): Field {
  const isWritable = !(place.readOnly || seed.readOnly || seed.joins || seed.autoNumber || seed.parts || seed.rollUp);
  const custom = /__[cs]$/.test(name);
  return {
    name,
    label: seed.label ?? labelOf(name),
    help: seed.help ?? null,
    type: seed.type,
    custom,
    length: seed.length ?? defaultLengths[seed.type] ?? 0,
    precision: seed.precision ?? (seed.type === 'int' ? 8 : 18),
    scale: seed.scale ?? (seed.type === 'int' ? 0 : 2),
    required: isWritable && (seed.required ?? false) && seed.default === undefined,
    default: seed.default ?? (seed.type === 'boolean' ? false : null),
    createable: isWritable,
    updateable: isWritable,
    unique: seed.unique ?? false,
    externalId: seed.externalId ?? false,
    caseSensitive: seed.caseSensitive ?? false,
    restricted: seed.restricted ?? false,
    values: (seed.values ?? []).map(picklistValue),
    referenceTo: typeof seed.to === 'string' ? [seed.to] : (seed.to ?? []),
    relationshipName: seed.to === undefined ? undefined : (seed.relationship ?? relationshipOf(name)),
    childRelationship: seed.children,
    cascadeDelete: seed.cascade ?? false,
    nameField: seed.name ?? false,
    joins: seed.joins ?? [],
    autoNumber: seed.autoNumber,
    parts: seed.parts,
    compound: place.compound,
    controller: seed.controller,
    rollUp: seed.rollUp,
    column: place.column,
  };
}

function picklistValue(seed: Required<FieldSeed>['values'][number]): PicklistValue {
  if (typeof seed === 'string') return { value: seed, label: seed, sets: {}, with: undefined };
  return { value: seed.value, label: seed.label ?? seed.value, sets: seed.sets ?? {}, with: seed.with };
}

function compoundNames(seeds: Readonly<Record<string, FieldSeed>>): Map<string, string> {
  const names = new Map<string, string>();
  for (const [compound, seed] of Object.entries(seeds))
    for (const part of [...Object.values(seed.parts ?? {}), ...(seed.joins ?? [])]) names.set(part, compound);
  return names;
}

/** `AccountId` → `Account`, `Invoice__c` → `Invoice__r`. */
function relationshipOf(name: string): string {
  return name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, '');
}

/** `AnnualRevenue` → `Annual Revenue`, `External_Key__c` → `External Key`. */
function labelOf(name: string): string {
  return name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/ Id$/, ' ID');
}
