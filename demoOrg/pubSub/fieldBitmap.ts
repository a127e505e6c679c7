import type { AvroField, AvroRecord } from '../events/eventSchema.ts';

/**
 * Names of fields as change events carry them over gRPC: one bit for each field of the schema, the first field the lowest, in hexadecimal
 * (`0x4A`); those inside a compound field behind its position (`7-0x02`).
 * https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-deserialization-considerations.html
 */
export function fieldBitmap(schema: AvroRecord, names: readonly string[]): string[] {
  const records = recordsOf(schema);
  const nested = new Map<number, bigint>();
  let top = 0n;
  for (const name of names) {
    const [outer = '', inner] = name.split('.');
    const at = indexOf(schema, outer);
    if (at < 0) continue;
    const record = inner === undefined ? undefined : records.get(outer);
    if (record) nested.set(at, (nested.get(at) ?? 0n) | bit(indexOf(record, inner!)));
    else top |= bit(at);
  }
  if (top === 0n && nested.size === 0) return [];
  // The first stands for the fields of the record itself even where none of them is meant: clients read the others only behind it.
  return [hex(top), ...[...nested].toSorted(([a], [b]) => a - b).map(([at, bits]) => `${at}-${hex(bits)}`)];
}

const indexOf = ({ fields }: AvroRecord, name: string): number => fields.findIndex((field) => field.name === name);
const bit = (at: number): bigint => (at < 0 ? 0n : 1n << BigInt(at));

/** Whole bytes: clients read two digits at a time. */
function hex(bits: bigint): string {
  const digits = bits.toString(16).toUpperCase();
  return `0x${digits.padStart(digits.length + (digits.length % 2), '0')}`;
}

/** The records inside a schema by the field that holds them; a second one of a kind is only named there. */
function recordsOf({ fields }: AvroRecord): Map<string, AvroRecord> {
  const defined = new Map<string, AvroRecord>();
  const found = new Map<string, AvroRecord>();
  for (const field of fields) {
    for (const type of typesOf(field)) {
      if (typeof type === 'object' && type.type === 'record') defined.set(type.name, type);
      const record = typeof type === 'string' ? defined.get(type) : type;
      if (typeof record === 'object' && record.type === 'record') found.set(field.name, record);
    }
  }
  return found;
}

/** What a field may hold: one type, or several. */
export function typesOf({ type }: AvroField): readonly Exclude<AvroField['type'], readonly unknown[]>[] {
  return Array.isArray(type) ? type : [type as Exclude<AvroField['type'], readonly unknown[]>];
}
