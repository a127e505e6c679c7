import type { AddressPart, DuplicateRuleSeed, FieldType, RollUpSeed, RuleSeed, Scalar } from '../seed/seedFormat.ts';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly sets: Readonly<Record<string, Scalar>>;
  /** Of a dependent picklist: the controlling values with which this one may be chosen; undefined means all. */
  readonly with: readonly string[] | undefined;
}

/** A field with everything decided that the seed may leave out. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly help: string | null;
  readonly type: FieldType;
  readonly custom: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  /** A value must be given: there is no default. */
  readonly required: boolean;
  readonly default: Scalar;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly caseSensitive: boolean;
  readonly restricted: boolean;
  readonly values: readonly PicklistValue[];
  /** The objects it may point to: none where it is no reference, several where it is polymorphic. */
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | undefined;
  readonly childRelationship: string | undefined;
  readonly cascadeDelete: boolean;
  readonly nameField: boolean;
  readonly joins: readonly string[];
  readonly autoNumber: string | undefined;
  readonly parts: Readonly<Partial<Record<AddressPart, string>>> | undefined;
  /** The field this one is a part of: MailingCity → MailingAddress, LastName → Name. */
  readonly compound: string | undefined;
  /** A dependent picklist's controlling field. */
  readonly controller: string | undefined;
  /** Counts or sums what a child object holds. */
  readonly rollUp: RollUpSeed | undefined;
  /** Position among the stored columns; -1 for an address, which is made of its parts. */
  readonly column: number;
}

/** A child object's field that points here. */
export interface ChildRelationship {
  readonly child: string;
  readonly field: string;
  readonly name: string | undefined;
  readonly cascadeDelete: boolean;
}

export interface ObjectType {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  /** Clients may write it at all. */
  readonly writable: boolean;
  /** What may be done with its records, by whoever looks at this schema. */
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly fields: readonly Field[];
  /** The fields that are stored, in the order of the table's columns. */
  readonly columns: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  readonly byRelationship: ReadonlyMap<string, Field>;
  readonly nameField: Field | undefined;
  readonly rules: readonly RuleSeed[];
  readonly duplicateRules: readonly DuplicateRuleSeed[];
  /** Fields whose changes are written down. */
  readonly tracked: readonly string[];
  readonly history: string | undefined;
}

/** Field permissions decide who sees it; system fields and fields that must be filled are open to whoever may see the object. */
export const isPermissionable = (field: Field): boolean => field.createable && !field.required && !field.nameField && field.name !== 'OwnerId';

/** A field made of parts: an address or a location. */
export const isCompound = (field: Field): boolean => field.type === 'address' || field.type === 'location';

/** The field called `name`, in any case. */
export function fieldOf(object: ObjectType, name: string): Field | undefined {
  return object.byName.get(name) ?? object.byName.get(name.toLowerCase());
}

/** Names in SQL are quoted: they come from the schema, never from a request. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const textTypes: ReadonlySet<FieldType> = new Set(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist']);
const numberTypes: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);

export const isText = (field: Field): boolean => textTypes.has(field.type);
/** Case does not count in it. */
export const isFolded = (field: Field): boolean => isText(field) && !field.caseSensitive;
/** A name that is looked up by the key it is sorted by. */
export const isNameKey = (field: Field): boolean => field.nameField && isFolded(field) && !field.unique && !field.externalId;
export const isNumber = (field: Field): boolean => numberTypes.has(field.type);
/** Bytes, which a record names by an address. */
export const isBinary = (field: Field): boolean => field.type === 'base64';
export const isLongText = (field: Field): boolean => field.type === 'textarea' && field.length > 255;
