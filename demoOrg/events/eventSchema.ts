import { type Field, fieldOf, type ObjectType } from '../schema/objectType.ts';
import { changeEventName, eventFields } from './changePayload.ts';
import { platformEventFields } from './platformEvents.ts';

/** An Avro schema (https://avro.apache.org/docs/1.11.1/specification/), as far as events need it. */
export type AvroType = string | AvroRecord | { readonly type: 'array'; readonly items: string } | { readonly type: 'enum'; readonly name: string; readonly symbols: readonly string[] };
export interface AvroField {
  readonly name: string;
  readonly type: AvroType | readonly AvroType[];
  readonly doc?: string;
  readonly default?: null;
}
export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly fields: readonly AvroField[];
}

const namespace = 'com.sforce.eventbus';
const texts = { type: 'array', items: 'string' } as const;
const happenings = ['CREATE', 'UPDATE', 'DELETE', 'UNDELETE'];

const header: AvroRecord = {
  type: 'record',
  name: 'ChangeEventHeader',
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: texts },
    { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: [...happenings, ...happenings.map((one) => `GAP_${one}`), 'GAP_OVERFLOW', 'SNAPSHOT'] } },
    { name: 'changeOrigin', type: 'string' },
    { name: 'transactionKey', type: 'string' },
    { name: 'sequenceNumber', type: 'int' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'commitNumber', type: 'long' },
    { name: 'commitUser', type: 'string' },
    { name: 'nulledFields', type: texts },
    { name: 'diffFields', type: texts },
    { name: 'changedFields', type: texts },
  ],
};

/** What the parts of a compound field are called in events. A kind of compound has all of them, whether the org's field does or not. */
const compounds = {
  address: { name: 'Address', texts: ['Street', 'City', 'State', 'PostalCode', 'Country', 'StateCode', 'CountryCode'], numbers: ['Latitude', 'Longitude'], last: ['GeocodeAccuracy'] },
  location: { name: 'Location', texts: [], numbers: ['Latitude', 'Longitude'], last: [] },
  person: { name: 'PersonName', texts: ['Salutation', 'FirstName', 'LastName', 'MiddleName', 'InformalName', 'Suffix'], numbers: [], last: [] },
} as const;

/** The schema of an object's events: of `X__e` the event itself, of any other its change event. */
export function eventSchema(object: ObjectType): AvroRecord {
  if (!object.name.endsWith('__e')) return { type: 'record', name: changeEventName(object), namespace, fields: [{ name: 'ChangeEventHeader', type: header }, ...changeFields(object)] };
  const stamps: Readonly<Record<string, AvroField>> = {
    CreatedDate: { name: 'CreatedDate', type: 'long', doc: 'CreatedDate:DateTime' },
    CreatedById: { name: 'CreatedById', type: 'string', doc: 'CreatedBy:EntityId' },
  };
  return { type: 'record', name: object.name, namespace, fields: platformEventFields(object).map((field) => stamps[field.name] ?? nullable(field.name, field)) };
}

/** The fields in their order, each compound once, where its first part stands. */
function changeFields(object: ObjectType): AvroField[] {
  const fields = new Map<string, AvroField>();
  const defined = new Set<string>();
  for (const { field, whole, name } of eventFields(object, object.columns)) {
    const at = whole ?? name;
    if (!fields.has(at)) fields.set(at, whole === undefined ? nullable(name, field) : compound(fieldOf(object, whole)!, defined));
  }
  return [...fields.values()];
}

/** Avro defines a record once and names it afterwards. */
function compound(field: Field, defined: Set<string>): AvroField {
  const record = compoundRecord(field);
  const isDefined = defined.has(record.name);
  defined.add(record.name);
  return { name: field.name, type: ['null', isDefined ? record.name : record], doc: `Data:${record.name}`, default: null };
}

function compoundRecord({ name, type, joins }: Field): AvroRecord {
  const kind = compounds[type === 'address' || type === 'location' ? type : 'person'];
  const text = (part: string): AvroField => ({ name: part, type: ['null', 'string'], doc: 'Data:Text', default: null });
  const number = (part: string): AvroField => ({ name: part, type: ['null', 'double'], doc: 'Data:Double', default: null });
  // A text that a seed joins from fields of its own is no person's name.
  if (joins.some((part) => !compounds.person.texts.some((one) => one === part))) return { type: 'record', name: `${name}_Parts`, fields: joins.map(text) };
  return { type: 'record', name: kind.name, fields: [...kind.texts.map(text), ...kind.numbers.map(number), ...kind.last.map(text)] };
}

const types: Readonly<Partial<Record<Field['type'], readonly [avro: string, doc: string]>>> = {
  boolean: ['boolean', 'Boolean'],
  int: ['int', 'Integer'],
  double: ['double', 'Double'],
  currency: ['double', 'Currency'],
  percent: ['double', 'Percent'],
  date: ['long', 'DateOnly'],
  datetime: ['long', 'DateTime'],
  id: ['string', 'EntityId'],
  reference: ['string', 'EntityId'],
  picklist: ['string', 'DynamicEnum'],
  multipicklist: ['string', 'MultiEnum'],
  email: ['string', 'Email'],
  phone: ['string', 'Phone'],
  url: ['string', 'Url'],
};

function nullable(name: string, { type, precision }: Field): AvroField {
  const [avro, doc] = types[type] ?? ['string', 'Text'];
  // Ten digits and more do not fit into 32 bits.
  return { name, type: ['null', avro === 'int' && precision > 9 ? 'long' : avro], doc: `Data:${doc}`, default: null };
}
