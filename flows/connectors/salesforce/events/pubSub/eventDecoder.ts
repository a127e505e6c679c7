import avsc, { type Schema } from 'avsc';

type Payload = Readonly<Record<string, unknown>>;

interface RecordField {
  readonly name: string;
  readonly type: { readonly types?: readonly { readonly fields?: readonly { readonly name: string }[] }[] };
}

/** Reads the payloads of one Avro schema. Fields that are named by bits get their names. */
export function eventDecoder(schemaJson: string): (bytes: Buffer) => Payload {
  // Salesforce writes whole numbers of 64 bits only for moments, which a double holds.
  const type = avsc.Type.forSchema(JSON.parse(schemaJson) as Schema, { wrapUnions: false });
  const { fields } = type as unknown as { readonly fields: readonly RecordField[] };
  return (bytes) => {
    const payload = type.fromBuffer(bytes) as Payload;
    const header = payload['ChangeEventHeader'] as (Payload & { readonly changedFields?: readonly string[] }) | undefined;
    if (!header?.changedFields) return payload;
    return { ...payload, ChangeEventHeader: { ...header, changedFields: fieldNames(fields, header.changedFields) } };
  };
}

/** Bit n of `0x4A` is field n of the record; `7-0x02` are fields inside field 7. Source: Pub/Sub API, "Event Deserialization Considerations". */
function fieldNames(fields: readonly RecordField[], bitmaps: readonly string[]): string[] {
  const named = (names: readonly string[], hex: string): string[] => names.filter((_, at) => (BigInt(hex) >> BigInt(at)) & 1n);
  return bitmaps.flatMap((bitmap) => {
    if (bitmap.startsWith('0x')) return named(fields.map(({ name }) => name), bitmap);
    const [at, hex] = bitmap.split('-') as [string, string];
    const outer = fields[Number(at)]!;
    const inner = outer.type.types?.find((one) => one.fields)?.fields ?? [];
    return named(inner.map(({ name }) => `${outer.name}.${name}`), hex);
  });
}
