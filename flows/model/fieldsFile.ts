import { z } from 'zod';
import { AppError } from '../kit/errors.ts';
import type { FieldFacts } from '../kit/fieldFacts.ts';
import { once } from '../kit/once.ts';

/** `isRequired`, `isCreateable` and `isUpdateable` are written only where they are not the usual. */
const factsShape = once(() => z.strictObject({
  type: z.string(),
  length: z.int().optional(),
  required: z.literal(true).optional(),
  createable: z.literal(false).optional(),
  updateable: z.literal(false).optional(),
  restricted: z.literal(true).optional(),
  referenceTo: z.array(z.string()).optional(),
  values: z.array(z.string()).optional(),
}));
const fileShape = once(() => z.strictObject({
  sluiceFields: z.literal(1),
  connections: z.record(z.string(), z.record(z.string(), z.record(z.string(), factsShape()))),
}));
type StoredFacts = z.output<ReturnType<typeof factsShape>>;

/** What a flow found of the fields it uses: by connection as the flow names it, object and field. */
export type UsedFields = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, FieldFacts>>>>>>;

/** The name of the file beside a flow file: `leads.json` has `leads.fields.json`. */
export function fieldsFileName(flowFile: string): string {
  return flowFile.replace(/(\.json)?$/i, '.fields.json');
}

/** The canonical text: everything by name, a field to a line, so that a change of the org is a change of one line. */
export function writeFields(used: UsedFields): string {
  const connections = sorted(used).map(([connection, objects]) => {
    const blocks = sorted(objects).map(([object, fields]) => {
      const lines = sorted(fields).map(([field, facts]) => `        ${JSON.stringify(field)}: ${oneLine(stored(facts))}`);
      return `      ${JSON.stringify(object)}: {\n${lines.join(',\n')}\n      }`;
    });
    return `    ${JSON.stringify(connection)}: {\n${blocks.join(',\n')}\n    }`;
  });
  return `{\n  "sluiceFields": 1,\n  "connections": {\n${connections.join(',\n')}\n  }\n}\n`;
}

/** Reads what `writeFields` wrote. Throws kind `settings`, code `fieldsFile`, for anything else. */
export function readFields(text: string, file: string): UsedFields {
  try {
    const { connections } = fileShape().parse(JSON.parse(text));
    return mapValues(connections, (objects) => mapValues(objects, (fields) => mapValues(fields, facts)));
  } catch (cause) {
    throw new AppError('settings', 'fieldsFile', {
      message: `${file} does not hold the fields of a flow as this version of Sluice writes them.`,
      hint: 'Write it anew with "sluice check FLOW --record".',
      where: { file },
      cause,
    });
  }
}

function stored({ type, length, isRequired, isCreateable, isUpdateable, isRestricted, referenceTo, values }: FieldFacts): StoredFacts {
  return {
    type,
    ...(length === undefined ? {} : { length }),
    ...(isRequired ? { required: true } : {}),
    ...(isCreateable ? {} : { createable: false }),
    ...(isUpdateable ? {} : { updateable: false }),
    ...(isRestricted ? { restricted: true } : {}),
    ...(referenceTo ? { referenceTo: [...referenceTo] } : {}),
    ...(values ? { values: [...values] } : {}),
  };
}

function facts({ type, length, required, createable, updateable, restricted, referenceTo, values }: StoredFacts, name: string): FieldFacts {
  return {
    name,
    type,
    ...(length === undefined ? {} : { length }),
    isRequired: required === true,
    isCreateable: createable !== false,
    isUpdateable: updateable !== false,
    ...(values ? { values, isRestricted: restricted === true } : {}),
    ...(referenceTo ? { referenceTo } : {}),
  };
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${oneLine(inner)}`).join(', ')} }`;
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
