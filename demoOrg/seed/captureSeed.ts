import { captureField } from './captureField.ts';
import { defaultSeed } from './defaultSeed.ts';
import type { DescribedObject } from './describedObject.ts';
import type { SeedFile } from './seedFile.ts';
import type { FieldSeed, ObjectSeed, RowSeed, Scalar } from './seedFormat.ts';

export interface Captured {
  readonly seed: SeedFile;
  /** What a seed cannot say, one sentence each: `Case.EntitlementId points to …`. */
  readonly lost: readonly string[];
}

/** Records as a query gives them, by object. */
export type CapturedRecords = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Every object has these without being told. */
const given = new Set(['Id', 'OwnerId', 'IsDeleted', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp']);
const prefixDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A seed that imitates these objects: fields, picklists, record types, what is required and unique, references.
 * References lead to objects that are captured too or that every demo org has.
 * @param parents describes of objects that are only pointed to: they know what a reference is called downwards
 */
export function captureSeed(objects: readonly DescribedObject[], parents: readonly DescribedObject[] = [], records: CapturedRecords = {}): Captured {
  const builtIn = defaultSeed(new Date(0)).objects;
  const known = new Set([...Object.keys(builtIn), ...objects.map(({ name }) => name)]);
  const taken = new Map(Object.entries(builtIn).map(([name, { keyPrefix }]) => [keyPrefix, name]));
  const lost: string[] = [];
  const seeds = objects.map((object): [string, Partial<ObjectSeed>] => {
    const { name, label, labelPlural } = object;
    const keyPrefix = freePrefix(object, taken);
    const owner = object.fields.find((field) => field.name === 'OwnerId');
    const fields = object.fields.flatMap((field): [string, FieldSeed][] => {
      if (given.has(field.name)) return [];
      const captured = captureField(field, { fields: object.fields, known, childName: (reference) => childNameOf(name, reference, [...objects, ...parents]) });
      if (!captured) lost.push(`${name}.${field.name} is of the type ${field.type}, which a demo org does not have: left out`);
      else if (captured.lost !== undefined) lost.push(`${name}.${field.name} ${captured.lost}`);
      return captured ? [[field.name, captured.seed]] : [];
    });
    const owned = owner ? { owned: owner.referenceTo.includes('Group') ? ('userOrQueue' as const) : true } : {};
    return [name, { label, labelPlural, keyPrefix, ...owned, ...(object.createable ? {} : { readOnly: true }), fields: Object.fromEntries(fields) }];
  });
  const rows = [...objects.flatMap(recordTypeRows), ...recordRows(seeds, records)];
  return { seed: { objects: Object.fromEntries(seeds), ...(rows.length > 0 ? { rows } : {}) }, lost };
}

/** Every field of a seed on a line of its own, as a person would write it. */
export function seedText({ objects = {}, rows = [] }: SeedFile): string {
  const block = (entries: readonly string[], indent: string, [open, close]: string): string =>
    entries.length === 0 ? `${open}${close}` : `${open}\n${indent}  ${entries.join(`,\n${indent}  `)}\n${indent}${close}`;
  const objectTexts = Object.entries(objects).map(([name, { fields = {}, ...rest }]) => {
    const fieldTexts = Object.entries(fields).map(([field, seed]) => `${JSON.stringify(field)}: ${JSON.stringify(seed)}`);
    const parts = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    return `${JSON.stringify(name)}: ${block([...parts, `"fields": ${block(fieldTexts, '      ', '{}')}`], '    ', '{}')}`;
  });
  const rowTexts = rows.map((row) => JSON.stringify(row));
  return `${block([`"objects": ${block(objectTexts, '  ', '{}')}`, `"rows": ${block(rowTexts, '  ', '[]')}`], '', '{}')}\n`;
}

/** An object of one's own keeps its key prefix unless another one has it in the demo org. */
function freePrefix({ name, keyPrefix }: DescribedObject, taken: Map<string, string>): string {
  const candidates = [keyPrefix ?? '', ...Array.from(prefixDigits + prefixDigits, (digit, index) => `a${index < prefixDigits.length ? 'X' : 'Y'}${digit}`)];
  const free = candidates.find((prefix) => prefix !== '' && (taken.get(prefix) ?? name) === name)!;
  taken.set(free, name);
  return free;
}

function childNameOf(child: string, field: string, parents: readonly DescribedObject[]): string | undefined {
  const relationships = parents.flatMap(({ childRelationships }) => childRelationships);
  return relationships.find((one) => one.childSObject === child && one.field === field)?.relationshipName ?? undefined;
}

function recordTypeRows({ name, recordTypeInfos }: DescribedObject): RowSeed[] {
  return recordTypeInfos
    .filter(({ master }) => !master)
    .map(({ name: Name, developerName, active }) => ({
      object: 'RecordType',
      values: { SobjectType: name, Name, DeveloperName: developerName, IsActive: active },
    }));
}

/** Rows in the order of the objects. A reference is kept where the row that it leads to is written above. */
function recordRows(seeds: readonly [string, Partial<ObjectSeed>][], records: CapturedRecords): RowSeed[] {
  const written = new Set<string>();
  return seeds.flatMap(([object, { fields = {} }]) =>
    (records[object] ?? []).map((record) => {
      const values = Object.entries(record).flatMap(([name, value]): [string, Scalar][] => {
        const field = fields[name];
        if (!field || value === null || (typeof value === 'object')) return [];
        if (field.type !== 'reference') return [[name, value as Scalar]];
        return written.has(value as string) ? [[name, `@${value as string}`]] : [];
      });
      const key = record['Id'] as string;
      written.add(key);
      return { object, key, values: Object.fromEntries(values) };
    }),
  );
}
