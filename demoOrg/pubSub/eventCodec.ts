import avsc, { type Schema as AvscSchema } from 'avsc';
import type { AvroRecord } from '../events/eventSchema.ts';
import { fieldBitmap, typesOf } from './fieldBitmap.ts';

type Values = Readonly<Record<string, unknown>>;

/** Writes and reads the payloads of one kind of event. */
export interface EventCodec {
  /** @param payload as the event table keeps it: moments as text, changed fields by name */
  encode(payload: Values): Buffer;
  /** @throws Error where the bytes do not follow the schema */
  decode(bytes: Buffer): Values;
}

export function eventCodec(schema: AvroRecord): EventCodec {
  const type = avsc.Type.forSchema(schema as AvscSchema, { wrapUnions: false });
  const moments = schema.fields.filter((field) => typesOf(field).includes('long')).map(({ name }) => name);
  return {
    encode: (payload) => type.toBuffer({ ...payload, ...headerOf(schema, payload), ...Object.fromEntries(moments.map((name) => [name, momentOf(payload[name])])) }),
    decode: (bytes) => type.fromBuffer(bytes) as Values,
  };
}

/** Days and moments go as milliseconds since 1970. */
function momentOf(value: unknown): unknown {
  return typeof value === 'string' ? Date.parse(value) : value;
}

function headerOf(schema: AvroRecord, payload: Values): Values {
  const header = payload.ChangeEventHeader as (Values & { changedFields: readonly string[] }) | undefined;
  if (!header) return {};
  const { changedFields } = header;
  const nulled = changedFields.filter((name) => valueAt(payload, name) === null);
  return { ChangeEventHeader: { ...header, nulledFields: fieldBitmap(schema, nulled), diffFields: [], changedFields: fieldBitmap(schema, changedFields) } };
}

function valueAt(payload: Values, name: string): unknown {
  const [outer = '', inner] = name.split('.');
  return inner === undefined ? payload[outer] : (payload[outer] as Values | undefined)?.[inner];
}
