import type { DescribedChoice, DescribedField } from './describedObject.ts';
import type { AddressPart, FieldSeed, FieldType, PicklistValueSeed } from './seedFormat.ts';

/** What the seed calls Salesforce's types; those that are not here have no place in a demo org. */
const types: Readonly<Record<string, FieldType>> = {
  string: 'string', textarea: 'textarea', email: 'email', phone: 'phone', url: 'url', encryptedstring: 'string',
  picklist: 'picklist', combobox: 'picklist', multipicklist: 'multipicklist', boolean: 'boolean',
  int: 'int', long: 'int', double: 'double', currency: 'currency', percent: 'percent', date: 'date', datetime: 'datetime',
  reference: 'reference', address: 'address', location: 'location',
};
const withLength = new Set<FieldType>(['string', 'textarea', 'email', 'phone', 'url']);
const fractions = new Set<FieldType>(['double', 'currency', 'percent']);
const partNames: readonly AddressPart[] = ['geocodeAccuracy', 'postalCode', 'street', 'city', 'state', 'country', 'latitude', 'longitude'];
/** Of a person's Name in the order in which they are joined. */
const nameParts = ['FirstName', 'MiddleName', 'LastName', 'Suffix'];

export interface CaptureContext {
  readonly fields: readonly DescribedField[];
  /** The objects that the seed will find where it is used. */
  readonly known: ReadonlySet<string>;
  /** The name downwards of each reference that has one. */
  readonly childName: (field: string) => string | undefined;
}

/** A field as a seed writes it; `lost` says what of it could not be kept. Undefined where there is no such type in a demo org. */
export function captureField(field: DescribedField, { fields, known, childName }: CaptureContext): { seed: FieldSeed; lost?: string } | undefined {
  const type = types[field.type];
  if (type === undefined) return undefined;
  const common = { label: field.label, ...(field.inlineHelpText === null ? {} : { help: field.inlineHelpText }) };
  if (type === 'address' || type === 'location') return { seed: { type, ...common, parts: partsOf(field, fields) } };
  const parents = field.referenceTo.filter((name) => known.has(name));
  if (type === 'reference' && parents.length === 0)
    return { seed: { type: 'string', ...common, length: 18 }, lost: `points to ${field.referenceTo.join(', ')}, which is not captured: kept as text` };
  const joins = nameParts.filter((name) => fields.some((part) => part.name === name && part.compoundFieldName === field.name && field.name !== name));
  const isGiven = joins.length > 0 || field.autoNumber;
  const seed: FieldSeed = {
    type,
    ...common,
    ...(withLength.has(type) ? { length: field.length } : {}),
    ...(fractions.has(type) ? { precision: field.precision, scale: field.scale } : {}),
    ...(type === 'int' && field.digits > 0 ? { precision: field.digits, scale: 0 } : {}),
    ...(field.createable && !field.nillable && !field.defaultedOnCreate && type !== 'boolean' ? { required: true } : {}),
    ...defaultOf(field),
    ...flags({ unique: field.unique, externalId: field.externalId, caseSensitive: field.caseSensitive, cascade: field.cascadeDelete, name: field.nameField }),
    ...(isGiven || field.createable || field.updateable ? {} : { readOnly: true }),
    ...(joins.length > 0 ? { joins } : {}),
    ...(field.autoNumber ? { autoNumber: '{00000000}' } : {}),
    ...choicesOf(field, fields),
    ...(type === 'reference' ? referenceOf(field, parents, childName(field.name)) : {}),
  };
  return field.calculated ? { seed, lost: 'is worked out by the org: kept as a field that nobody writes' } : { seed };
}

function flags(given: Readonly<Record<string, boolean>>): Readonly<Record<string, true>> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, isSet]) => (isSet ? [[name, true as const]] : [])));
}

function defaultOf({ type, defaultValue, picklistValues }: DescribedField): Pick<FieldSeed, 'default'> {
  const value = defaultValue ?? picklistValues.find((choice) => choice.active && choice.defaultValue)?.value ?? null;
  return value === null || (type === 'boolean' && value === false) ? {} : { default: value };
}

function referenceOf({ relationshipName }: DescribedField, parents: readonly string[], children: string | undefined): Partial<FieldSeed> {
  return {
    to: parents.length === 1 ? parents[0]! : parents,
    ...(relationshipName === null ? {} : { relationship: relationshipName }),
    ...(children === undefined ? {} : { children }),
  };
}

function choicesOf(field: DescribedField, fields: readonly DescribedField[]): Partial<FieldSeed> {
  const choices = field.picklistValues.filter(({ active }) => active);
  if (choices.length === 0) return {};
  const controller = fields.find(({ name }) => name === field.controllerName);
  // A checkbox may decide, too; the seed knows picklists that do.
  const controlling = controller?.picklistValues ?? [];
  const values = choices.map((choice): string | PicklistValueSeed => {
    const label = choice.label ?? choice.value;
    const goesWith = controlling.length > 0 && choice.validFor !== null ? chosenWith(choice, controlling) : undefined;
    if (label === choice.value && goesWith === undefined) return choice.value;
    return { value: choice.value, ...(label === choice.value ? {} : { label }), ...(goesWith ? { with: goesWith } : {}) };
  });
  return { values, ...(field.restrictedPicklist ? { restricted: true } : {}), ...(controlling.length > 0 ? { controller: controller!.name } : {}) };
}

function chosenWith({ validFor }: DescribedChoice, controlling: readonly DescribedChoice[]): readonly string[] | undefined {
  const bits = Buffer.from(validFor ?? '', 'base64');
  const values = controlling.filter((_, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0).map(({ value }) => value);
  return values.length === controlling.length ? undefined : values;
}

/** `MailingCity` is the city of `MailingAddress`, `Place__Latitude__s` the latitude of `Place__c`. */
function partsOf({ name }: DescribedField, fields: readonly DescribedField[]): Partial<Record<AddressPart, string>> {
  const custom = name.endsWith('__c') ? `${name.slice(0, -'__c'.length)}__` : undefined;
  const own = fields.filter((part) => part.compoundFieldName === name || (custom !== undefined && part.name.startsWith(custom) && part.name.endsWith('__s')));
  const ending = (part: string): RegExp => new RegExp(`${part}(__s)?$`, 'i');
  return Object.fromEntries(partNames.flatMap((part) => {
    const found = own.find((field) => ending(part).test(field.name));
    return found ? [[part, found.name]] : [];
  }));
}
