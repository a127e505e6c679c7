import type { Database } from '../database.ts';
import { OrgError } from '../orgError.ts';
import { fieldOf, type Field, type ObjectType } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import type { Schema } from '../schema/schema.ts';
import { type Author, type ObjectWriter, objectWriter, type RecordInput } from './objectWriter.ts';
import { fault, type Outcome, RecordFault } from './outcome.ts';
import { readField } from './readField.ts';
import { recycle } from './recycle.ts';

export interface WriteOptions {
  readonly author: Author;
  readonly allOrNone: boolean;
}

/** The one way into the tables. Each call is one transaction; outcomes keep the order of the records. */
export interface Records {
  create(records: readonly { object: ObjectType; input: RecordInput }[], options: WriteOptions): Outcome[];
  update(records: readonly { id: unknown; input: RecordInput }[], options: WriteOptions): Outcome[];
  upsert(object: ObjectType, key: Field, records: readonly RecordInput[], options: WriteOptions): Outcome[];
  delete(ids: readonly string[], options: WriteOptions): Outcome[];
  /** The ids of the records that hold `value` in a key field: none, one, or more where the key is not unique. */
  findByKey(object: ObjectType, key: Field, value: unknown): string[];
}

export function openRecords(database: Database, schema: Schema): Records {
  const writers = new Map<string, ObjectWriter>();

  function writerOf(object: ObjectType): ObjectWriter {
    const known = writers.get(object.name);
    if (known) return known;
    if (!object.writable) throw fault('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support this operation`);
    const writer = objectWriter(database, schema, object);
    writers.set(object.name, writer);
    return writer;
  }

  /** The record that an id names. */
  function located(given: unknown): { object: ObjectType; id: string } {
    const id = typeof given === 'string' ? normalId(given) : undefined;
    if (given === undefined || given === null || given === '') throw fault('MISSING_ARGUMENT', 'Id not specified in an update call');
    if (id === undefined) throw fault('MALFORMED_ID', `malformed id ${String(given)}`);
    const object = schema.ofId(id);
    if (!object) throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    return { object, id };
  }

  function upsertOne(object: ObjectType, key: Field, input: RecordInput, author: Author, seen: Set<string>): Outcome {
    const { [givenName(input, key.name)]: value, ...rest } = input;
    if (value === undefined || value === null || value === '') throw fault('MISSING_ARGUMENT', `${key.name} not specified`);
    const writer = writerOf(object);
    const found = key.type === 'id' ? [located(value).id] : findByKey(object, key, value);
    const same = String(value).toLowerCase();
    if (seen.has(same)) throw fault('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key.name]);
    seen.add(same);
    if (found.length > 1)
      throw fault('DUPLICATE_EXTERNAL_ID', `${key.name}: more than one record found for external id field: [${found.join(', ')}]`, [key.name]);
    const [id] = found;
    if (id === undefined) return { id: writer.insert({ ...rest, [key.name]: value }, author), success: true, created: true, errors: [] };
    writer.update(id, rest, author);
    return { id, success: true, created: false, errors: [] };
  }

  function findByKey(object: ObjectType, key: Field, value: unknown): string[] {
    const reading = readField(key, value);
    if ('error' in reading) throw new RecordFault([reading.error]);
    return reading.value === null ? [] : writerOf(object).findBy(key, reading.value);
  }

  function each<T>(items: readonly T[], options: WriteOptions, one: (item: T) => Outcome): Outcome[] {
    return inOneTransaction(database, options.allOrNone, () => items.map((item) => outcomeOf(() => one(item))));
  }

  return {
    findByKey,
    create: (records, options) =>
      each(records, options, ({ object, input }) => ({ id: writerOf(object).insert(input, options.author), success: true, errors: [] })),
    update: (records, options) =>
      each(records, options, ({ id: given, input }) => {
        const { object, id } = located(given);
        const { [givenName(input, 'Id')]: _, ...rest } = input;
        writerOf(object).update(id, rest, options.author);
        return { id, success: true, errors: [] };
      }),
    upsert: (object, key, records, options) => {
      const seen = new Set<string>();
      return each(records, options, (input) => upsertOne(object, key, input, options.author, seen));
    },
    delete: (ids, options) =>
      each(ids, options, (given) => {
        const { object, id } = located(given);
        recycle(database, schema, writerOf(object).object, id, options.author);
        return { id, success: true, errors: [] };
      }),
  };
}

/** The key under which the client sent a field: names match in any case. */
function givenName(input: RecordInput, name: string): string {
  if (name in input) return name;
  const lower = name.toLowerCase();
  return Object.keys(input).find((key) => key.toLowerCase() === lower) ?? name;
}

function outcomeOf(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    return { success: false, errors: error.errors };
  }
}

class RolledBack extends Error {
  readonly outcomes: Outcome[];

  constructor(outcomes: Outcome[]) {
    super('not all records were valid');
    this.outcomes = outcomes;
  }
}

/** With `allOrNone` one refused record takes all others back. */
function inOneTransaction(database: Database, allOrNone: boolean, work: () => Outcome[]): Outcome[] {
  try {
    return database.transaction(() => {
      const outcomes = work();
      if (allOrNone && outcomes.some(({ success }) => !success)) throw new RolledBack(outcomes);
      return outcomes;
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return error.outcomes.map((outcome) => (outcome.success ? rolledBack(outcome) : outcome));
  }
}

function rolledBack(outcome: Outcome): Outcome {
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return { ...(outcome.created ? { created: true } : {}), success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }] };
}

/** The key field of an upsert: an external id, or the Id itself. @throws OrgError */
export function keyField(object: ObjectType, name: string): Field {
  const field = fieldOf(object, name);
  if (field?.externalId || field?.type === 'id') return field;
  throw new OrgError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`, { status: 404 });
}
