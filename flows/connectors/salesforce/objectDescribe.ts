import type { ColumnType } from '../../kit/schema.ts';

/** The parts of an object's describe that Sluice reads. Source: REST API, "sObject Describe". */
export interface ObjectDescribe {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly FieldDescribe[];
  readonly childRelationships?: readonly { readonly relationshipName: string | null; readonly childSObject: string }[];
}

export interface FieldDescribe {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly idLookup: boolean;
  readonly relationshipName: string | null;
  readonly referenceTo: readonly string[];
  /** Of the reference of a detail to its master 0, of a second one 1; null of others. */
  readonly relationshipOrder?: number | null;
  /** Characters; 0 where the type has none. */
  readonly length?: number;
  readonly restrictedPicklist?: boolean;
  /** Of numbers: digits after the point. */
  readonly scale?: number;
  readonly unique?: boolean;
  readonly caseSensitive?: boolean;
  /** Whether a permission set says who may see and change it; false for what everybody who sees the record may. */
  readonly permissionable?: boolean;
  readonly picklistValues?: readonly { readonly value: string; readonly active: boolean }[];
}

const columnTypesByField: Readonly<Record<string, ColumnType>> = {
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};

/** The column type in which a field's values travel. Ids, picklists, references and all kinds of text are text. */
export function columnTypeOf(field: FieldDescribe): ColumnType {
  return columnTypesByField[field.type] ?? 'text';
}

export function findField(describe: ObjectDescribe, name: string): FieldDescribe | undefined {
  const lower = name.toLowerCase();
  return describe.fields.find((field) => field.name.toLowerCase() === lower);
}

/** Whether a create must give the field a value. */
export function isRequired(field: FieldDescribe): boolean {
  return field.createable && !field.nillable && !field.defaultedOnCreate;
}

/** The values a picklist field offers; none for other fields. */
export function listedValues(field: FieldDescribe): readonly string[] {
  return (field.picklistValues ?? []).filter(({ active }) => active).map(({ value }) => value);
}
