import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import type { Author } from '../records/objectWriter.ts';
import type { FieldSeed, ObjectSeed } from '../seed/seedFormat.ts';
import { changeSchema, objectSeed } from './changeSchema.ts';
import { fieldSeedOf, type Metadata, metadataOf } from './customField.ts';

/** How the metadata of one type is made, read, changed and taken away. Names are full names: `Account.Key__c`. */
export interface ComponentType {
  readonly xmlName: string;
  list(org: OrgContext): string[];
  read(org: OrgContext, fullName: string): Metadata | undefined;
  /** @throws OrgError */
  create(org: OrgContext, fullName: string, metadata: Metadata, author: Author): void;
  update(org: OrgContext, fullName: string, metadata: Metadata, author: Author): void;
  delete(org: OrgContext, fullName: string, author: Author): void;
}

const fieldName = /^(\w+)\.([A-Za-z](?:_?[A-Za-z0-9])*__c)$/;
const objectName = /^[A-Za-z](?:_?[A-Za-z0-9])*__c$/;
const mostNameCharacters = 43;

const customField: ComponentType = {
  xmlName: 'CustomField',
  list: ({ schema }) => schema.objects.flatMap((object) => object.fields.filter(({ custom }) => custom).map(({ name }) => `${object.name}.${name}`)),
  read(org, fullName) {
    const [object = '', field = ''] = fullName.split('.');
    const seed = org.schema.find(object) && objectSeed(org, org.schema.at(object).name)?.fields[field];
    return seed ? metadataOf(fullName, seed) : undefined;
  },
  create(org, fullName, metadata, author) {
    const { object, seed, name } = placeOf(org, fullName);
    if (org.schema.at(object).byName.has(name.toLowerCase())) throw new OrgError('DUPLICATE_DEVELOPER_NAME', `There is already a field named ${name} on ${object}.`);
    changeSchema(org, object, { ...seed, fields: { ...seed.fields, [name]: fieldSeedOf(metadata) } }, author);
  },
  update(org, fullName, metadata, author) {
    const { object, seed, name } = placeOf(org, fullName);
    const before = seed.fields[name];
    if (!before) throw missing('CustomField', fullName);
    const after = fieldSeedOf({ ...metadataOf(fullName, before), ...metadata });
    changeSchema(org, object, { ...seed, fields: { ...seed.fields, [name]: withWhatStays(before, after) } }, author);
  },
  delete(org, fullName, author) {
    const { object, seed, name } = placeOf(org, fullName);
    if (!seed.fields[name]) throw missing('CustomField', fullName);
    const { [name]: _, ...fields } = seed.fields;
    changeSchema(org, object, { ...seed, fields }, author);
  },
};

const customObject: ComponentType = {
  xmlName: 'CustomObject',
  list: ({ schema }) => schema.objects.filter(({ writable, custom, name }) => writable && (!custom || name.endsWith('__c'))).map(({ name }) => name),
  read(org, fullName) {
    const seed = org.schema.find(fullName) && objectSeed(org, org.schema.at(fullName).name);
    if (!seed) return undefined;
    const [nameField = 'Name', name] = Object.entries(seed.fields).find(([, field]) => field.name) ?? [];
    const fields = Object.entries(seed.fields).filter(([field]) => field.endsWith('__c')).map(([field, one]) => metadataOf(field, one));
    return {
      fullName,
      deploymentStatus: 'Deployed',
      fields,
      label: seed.label,
      nameField: { label: name?.label ?? nameField, type: name?.autoNumber === undefined ? 'Text' : 'AutoNumber', ...(name?.autoNumber === undefined ? {} : { displayFormat: name.autoNumber }) },
      pluralLabel: seed.labelPlural,
      sharingModel: seed.owned ? 'ReadWrite' : 'ControlledByParent',
    };
  },
  create(org, fullName, metadata, author) {
    if (!objectName.test(fullName) || fullName.length > mostNameCharacters) throw invalidName('object', fullName);
    if (org.schema.find(fullName)) throw new OrgError('DUPLICATE_DEVELOPER_NAME', `There is already an object named ${fullName}.`);
    const { label, pluralLabel } = metadata;
    if (typeof label !== 'string' || label === '') throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [label]');
    const given = (metadata.nameField ?? {}) as Metadata;
    const isNumbered = given.type === 'AutoNumber';
    const nameField: FieldSeed = {
      type: 'string', label: typeof given.label === 'string' ? given.label : `${label} Name`, length: 80, name: true,
      ...(isNumbered ? { autoNumber: typeof given.displayFormat === 'string' ? given.displayFormat : '{0000}' } : { required: true }),
    };
    const fields = ([metadata.fields ?? []].flat() as Metadata[]).map((field): [string, FieldSeed] => [namedIn(fullName, field), fieldSeedOf(field)]);
    const seed: ObjectSeed = {
      label,
      labelPlural: typeof pluralLabel === 'string' ? pluralLabel : `${label}s`,
      keyPrefix: freePrefix(org),
      ...(metadata.sharingModel === 'ControlledByParent' ? {} : { owned: true }),
      fields: { Name: nameField, ...Object.fromEntries(fields) },
    };
    changeSchema(org, fullName, seed, author);
  },
  update(org, fullName, metadata, author) {
    const seed = org.schema.find(fullName) && objectSeed(org, org.schema.at(fullName).name);
    if (!seed) throw missing('CustomObject', fullName);
    const { label = seed.label, pluralLabel = seed.labelPlural } = metadata;
    changeSchema(org, org.schema.at(fullName).name, { ...seed, label: label as string, labelPlural: pluralLabel as string }, author);
  },
  delete(org, fullName, author) {
    if (!objectName.test(fullName) || !org.schema.find(fullName)) throw missing('CustomObject', fullName);
    changeSchema(org, org.schema.at(fullName).name, undefined, author);
  },
};

export const componentTypes: readonly ComponentType[] = [customObject, customField];

/** @throws OrgError `INVALID_TYPE` */
export function componentType(name: string): ComponentType {
  const type = componentTypes.find(({ xmlName }) => xmlName === name);
  if (!type) throw new OrgError('INVALID_TYPE', `INVALID_TYPE: The demo org has metadata of the types ${componentTypes.map(({ xmlName }) => xmlName).join(' and ')}, not ${name || '(none)'}.`);
  return type;
}

function placeOf(org: OrgContext, fullName: string): { object: string; seed: ObjectSeed; name: string } {
  const [, objectGiven = '', name = ''] = fieldName.exec(fullName) ?? [];
  if (name === '' || name.length > mostNameCharacters) throw invalidName('field', fullName);
  const object = org.schema.find(objectGiven);
  const seed = object && objectSeed(org, object.name);
  if (!object || !seed) throw new OrgError('INVALID_CROSS_REFERENCE_KEY', `Entity Enumeration Or ID: bad value for restricted picklist field: ${objectGiven}`);
  if (!object.writable) throw new OrgError('INSUFFICIENT_ACCESS_OR_READONLY', `${object.name} takes no custom fields`);
  return { object: object.name, seed, name };
}

function namedIn(object: string, { fullName }: Metadata): string {
  const name = fieldName.exec(`${object}.${typeof fullName === 'string' ? fullName : ''}`)?.[2];
  if (name === undefined) throw invalidName('field', typeof fullName === 'string' ? fullName : '');
  return name;
}

/** What the Metadata API does not speak of: what a choice sets, and what the field depends on. */
function withWhatStays(before: FieldSeed, after: FieldSeed): FieldSeed {
  const known = new Map((before.values ?? []).flatMap((value) => (typeof value === 'string' ? [] : [[value.value, value]])));
  const values = after.values?.map((value) => (typeof value === 'string' ? value : { ...known.get(value.value), ...value }));
  return { ...before, unique: false, externalId: false, required: false, ...after, ...(values ? { values } : {}), type: before.type };
}

function freePrefix({ schema }: OrgContext): string {
  const taken = new Set(schema.objects.map(({ keyPrefix }) => keyPrefix));
  for (let number = 0; ; number++) {
    const prefix = `a${number.toString(36).padStart(2, '0').toUpperCase()}`;
    if (!taken.has(prefix)) return prefix;
  }
}

function missing(type: string, fullName: string): OrgError {
  return new OrgError('INVALID_CROSS_REFERENCE_KEY', `no ${type} named ${fullName} found`);
}

function invalidName(what: string, given: string): OrgError {
  const example = what === 'field' ? 'Account.External_Key__c' : 'Ship__c';
  return new OrgError('INVALID_FULL_NAME', `"${given}" is no full name of a custom ${what}: letters, digits and single underscores, beginning with a letter and ending in __c, as in ${example}`);
}
