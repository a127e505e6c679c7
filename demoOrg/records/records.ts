import type { Database } from '../database.ts';
import { OrgError } from '../orgError.ts';
import { fieldOf, type Field, type ObjectType } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import { eventUuid } from '../schema/eventUuid.ts';
import type { Schema } from '../schema/schema.ts';
import { type Author, type ObjectWriter, objectWriter, type RecordInput } from './objectWriter.ts';
import { checkMerge, mergeInto } from './merge.ts';
import { fault, type Outcome, type RecordError, RecordFault } from './outcome.ts';
import { readField } from './readField.ts';
import { restore } from './restore.ts';
import { type Deletion, recycle } from './recycle.ts';
import type { WriteHooks } from './writeHooks.ts';
import { writtenValue } from './writtenValue.ts';

/** Salesforce writes the rows of a bulk job in such groups; a key may come only once in one. */
const keyGroup = 200;

export interface WriteOptions {
  readonly author: Author;
  readonly allOrNone: boolean;
}

export interface MergeRequest {
  readonly master: unknown;
  readonly input: RecordInput;
  readonly losers: readonly string[];
}

export type MergeOutcome = Outcome & { readonly merged?: readonly string[]; readonly moved?: readonly string[] };

/** The one way into the tables. Each call is one transaction; outcomes keep the order of the records. */
export interface Records {
  create(records: readonly { object: ObjectType; input: RecordInput }[], options: WriteOptions): Outcome[];
  update(records: readonly { id: unknown; input: RecordInput }[], options: WriteOptions): Outcome[];
  upsert(object: ObjectType, key: Field, records: readonly RecordInput[], options: WriteOptions): Outcome[];
  delete(ids: readonly string[], options: WriteOptions): Outcome[];
  /** Deletes for good: the recycle bin does not have them. */
  erase(ids: readonly string[], options: WriteOptions): Outcome[];
  /** Takes records out of the recycle bin. */
  undelete(ids: readonly string[], options: WriteOptions): Outcome[];
  /** Merges up to two records into a master of the same object, whose fields may change at the same time. */
  merge(requests: readonly MergeRequest[], options: WriteOptions): MergeOutcome[];
  /** The ids of the records that hold `value` in a key field: none, one, or more where the key is not unique. */
  findByKey(object: ObjectType, key: Field, value: unknown): string[];
}

export function openRecords(database: Database, schema: Schema, hooks: WriteHooks): Records {
  const writers = new Map<string, ObjectWriter>();
  let { objects } = schema;

  function writerOf(object: ObjectType): ObjectWriter {
    // Objects and fields may have been added.
    if (objects !== schema.objects) writers.clear();
    ({ objects } = schema);
    const known = writers.get(object.name);
    if (known) return known;
    if (!object.writable) throw fault('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support this operation`);
    // Whoever writes first may see only a part of the object; the writer is for everybody.
    const writer = objectWriter(database, schema, schema.at(object.name), hooks);
    writers.set(object.name, writer);
    return writer;
  }

  hooks.attach?.(writerOf);

  /** The record that an id names. */
  function located(given: unknown): { object: ObjectType; id: string } {
    const id = typeof given === 'string' ? normalId(given) : undefined;
    if (given === undefined || given === null || given === '') throw fault('MISSING_ARGUMENT', 'Id not specified in an update call');
    if (id === undefined) throw fault('MALFORMED_ID', `malformed id ${writtenValue(given)}`);
    const object = schema.ofId(id);
    if (!object) throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    return { object, id };
  }

  function upsertOne(object: ObjectType, key: Field, input: RecordInput, author: Author, seen: Set<string>): Outcome {
    const { [givenName(input, key.name)]: value, ...rest } = input;
    if (value === undefined || value === null || value === '') throw fault('MISSING_ARGUMENT', `${key.name} not specified`);
    const writer = writerOf(object);
    const found = key.type === 'id' ? [located(value).id] : findByKey(object, key, value);
    const same = writtenValue(value).toLowerCase();
    if (seen.has(same)) throw fault('DUPLICATE_VALUE', `Duplicate external id specified: ${writtenValue(value)}`, [key.name]);
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
    return inOneTransaction(database, options, hooks, () => {
      const outcomes = items.map((item) => outcomeOf(() => one(item)));
      for (const writer of writers.values()) writer.keepNumber();
      return outcomes;
    });
  }

  function remove(ids: readonly string[], options: WriteOptions, deletion: Deletion): Outcome[] {
    return each(ids, options, (given) => {
      const { object, id } = located(given);
      checkDeletable(object, options.author);
      recycle(database, schema, writerOf(object).object, id, options.author, hooks, deletion);
      return { id, success: true, errors: [] };
    });
  }

  function mergeOne({ master, input, losers }: MergeRequest, { author }: WriteOptions): MergeOutcome {
    const { object, id } = located(master);
    const others = losers.map((loser) => located(loser).id);
    const writer = writerOf(object);
    checkDeletable(object, author);
    checkMerge(database, object, id, others, hooks);
    writer.update(id, input, author);
    const moved = mergeInto(database, schema, writer.object, id, others, author, hooks);
    return { id, success: true, errors: [], merged: others, moved };
  }

  return {
    findByKey,
    merge: (requests, options) => each(requests, options, (request) => database.savepoint(() => mergeOne(request, options))),
    create: (records, options) =>
      each(records, options, ({ object, input }) => {
        const id = writerOf(object).insert(input, options.author);
        return { id, success: true, errors: object.name.endsWith('__e') ? [enqueued(id)] : [] };
      }),
    update: (records, options) =>
      each(records, options, ({ id: given, input }) => {
        const { object, id } = located(given);
        const { [givenName(input, 'Id')]: _, ...rest } = input;
        writerOf(object).update(id, rest, options.author);
        return { id, success: true, errors: [] };
      }),
    upsert: (object, key, records, options) => {
      const seen = new Set<string>();
      let count = 0;
      return each(records, options, (input) => {
        if (count++ % keyGroup === 0) seen.clear();
        return upsertOne(object, key, input, options.author, seen);
      });
    },
    delete: (ids, options) => remove(ids, options, 'recycle'),
    erase: (ids, options) => remove(ids, options, 'erase'),
    undelete: (ids, options) =>
      each(ids, options, (given) => {
        const { object, id } = located(given);
        checkDeletable(object, options.author);
        restore(database, schema, writerOf(object).object, id, options.author, hooks);
        return { id, success: true, errors: [] };
      }),
  };
}

/** Whoever may delete a record may also take it back. */
function checkDeletable(object: ObjectType, author: Author): void {
  if (author.schema && !author.schema.find(object.name)?.deletable)
    throw fault('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
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
function inOneTransaction(database: Database, { allOrNone, author }: WriteOptions, hooks: WriteHooks, work: () => Outcome[]): Outcome[] {
  try {
    return database.transaction(() => {
      const outcomes = work();
      if (allOrNone && outcomes.some(({ success }) => !success)) throw new RolledBack(outcomes);
      hooks.done(author);
      return outcomes;
    });
  } catch (error) {
    hooks.undone();
    if (!(error instanceof RolledBack)) throw error;
    return error.outcomes.map((outcome) => (outcome.success ? rolledBack(outcome) : outcome));
  }
}

function rolledBack(outcome: Outcome): Outcome {
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return { ...(outcome.created ? { created: true } : {}), success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }] };
}

/** The key field of an upsert: an external id, the Id itself, or an address of e-mail (`idLookup`). @throws OrgError */
export function keyField(object: ObjectType, name: string): Field {
  const field = fieldOf(object, name);
  if (field?.externalId || field?.type === 'id' || field?.type === 'email') return field;
  throw new OrgError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`, { status: 404 });
}

/** An event is not told yet when it is taken in; the text stands for it, so that one can ask what became of it. */
function enqueued(id: string): RecordError {
  return { statusCode: 'OPERATION_ENQUEUED', message: eventUuid(id), fields: [] };
}
