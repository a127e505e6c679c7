import type { Database } from '../database.ts';
import type { Schema } from '../schema/schema.ts';
import { type Field, fieldOf, type ObjectType, quoted } from '../schema/objectType.ts';
import { recordId } from '../schema/recordId.ts';
import { duplicateCheck } from './duplicateCheck.ts';
import { fieldHistory } from './fieldHistory.ts';
import { idsBy } from './idsBy.ts';
import { rollUps } from './rollUps.ts';
import { ruleCheck } from './ruleCheck.ts';
import { fault, type RecordError, RecordFault } from './outcome.ts';
import { readField, type StoredValue } from './readField.ts';
import type { WriteHooks } from './writeHooks.ts';
import { writtenValue } from './writtenValue.ts';

/** Who writes, when, and what that person may do. */
export interface Author {
  readonly userId: string;
  /** The moment of the whole request, as it is stored. */
  readonly moment: string;
  /** May set the audit fields of a new record (a permission for data loads). */
  readonly setsAuditFields: boolean;
  /** Ids that this request has seen to exist: an owner is looked up once, not once a record. */
  readonly known: Set<string>;
  /** The API that is used and the client that uses it: `com/salesforce/api/rest/62.0;client=x`. */
  readonly origin?: string;
  /** The schema as this person may see and write it; all of it where it is not given. */
  readonly schema?: Schema;
  /** May save a record that a duplicate rule would refuse. */
  readonly allowsDuplicates?: boolean;
  /** Writes records that were there before fields and rules became what they are: what these refuse is left empty. */
  readonly predatesRules?: boolean;
}

export type RecordInput = Readonly<Record<string, unknown>>;

/** Validates and stores records of one object. Every API writes through it. */
export interface ObjectWriter {
  readonly object: ObjectType;
  /** @throws RecordFault */
  insert(input: RecordInput, author: Author): string;
  /** @throws RecordFault also where the record does not exist (`INVALID_CROSS_REFERENCE_KEY`) or is deleted (`ENTITY_IS_DELETED`). */
  update(id: string, input: RecordInput, author: Author): void;
  /** The ids of the records that are there and hold this value, at most a few. */
  findBy(field: Field, value: StoredValue): string[];
  /** Writes down how many records were numbered. Belongs at the end of every transaction that inserts. */
  keepNumber(): void;
}

const auditFields = new Set(['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById']);

interface Draft {
  readonly values: StoredValue[];
  /** What the client gave, as against what follows from it. */
  readonly touched: Set<Field>;
}

export function objectWriter(database: Database, schema: Schema, object: ObjectType, hooks?: WriteHooks): ObjectWriter {
  const table = quoted(object.name);
  const { columns } = object;
  const insertSql = `INSERT INTO ${table} (${columns.map(({ name }) => quoted(name)).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  const selectSql = `SELECT ${columns.map(({ name }) => quoted(name)).join(', ')} FROM ${table} WHERE "Id" = ?`;
  const column = (name: string): number => fieldOf(object, name)!.column;
  const stamps = {
    deleted: column('IsDeleted'),
    created: column('CreatedDate'),
    createdBy: column('CreatedById'),
    modified: column('LastModifiedDate'),
    modifiedBy: column('LastModifiedById'),
    stamp: column('SystemModstamp'),
  };
  const owner = fieldOf(object, 'OwnerId');
  const derivers = columns.filter((field) => field.values.some(({ sets }) => Object.keys(sets).length > 0));
  const joined = columns.filter((field) => field.joins.length > 0);
  const required = columns.filter((field) => field.required);
  const uniques = columns.filter((field) => field.unique);
  const violated = ruleCheck(database, schema, object);
  const refuseDuplicates = duplicateCheck(database, object);
  const writeHistory = fieldHistory(database, schema, object);
  const totals = rollUps(database, schema);
  const references = columns.filter((field) => field.cascadeDelete);

  function read(input: RecordInput, draft: Draft, author: Author, isInsert: boolean): void {
    const seen = author.schema ? author.schema.find(object.name) : object;
    if (!seen || !(isInsert ? seen.createable : seen.updateable)) throw notAllowed(object, isInsert);
    const errors: RecordError[] = [];
    const forbidden: string[] = [];
    for (const key in input) {
      if (key === 'attributes') continue;
      const given = input[key];
      const field = fieldOf(object, key);
      const shown = field && (seen === object ? field : seen.byName.get(field.name));
      if (!field || !shown) {
        if (field || (seen !== object && !seen.byRelationship.has(key.toLowerCase()))) throw noColumn(key, object);
        readByParent(key, given, draft);
      } else if (field.type === 'id') {
        throw fault('INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
      } else if (!(isInsert ? shown.createable : shown.updateable) && !(isInsert && author.setsAuditFields && auditFields.has(field.name))) {
        forbidden.push(field.name);
      } else {
        const reading = readField(field, given);
        if (!('error' in reading)) set(draft, field, reading.value);
        else if (!author.predatesRules) errors.push(reading.error);
      }
    }
    if (forbidden.length > 0) {
      throw fault(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${forbidden.join(', ')}. Please check the security settings of this field ` +
          'and verify that it is read/write for your profile or permission set.',
        forbidden,
      );
    }
    if (errors.length > 0) throw new RecordFault(errors);
  }

  /** `"Account": { "External_Key__c": "ACC-0001" }` stands for the id of that account. */
  function readByParent(key: string, given: unknown, draft: Draft): void {
    const field = object.byRelationship.get(key.toLowerCase());
    if (!field || typeof given !== 'object') throw noColumn(key, object);
    if (given === null) return set(draft, field, null);
    const [name, value] = Object.entries(given).find(([part]) => part !== 'attributes') ?? ['', null];
    const { parent, keyField } = parentBy(field, name, (given as { attributes?: { type?: unknown } }).attributes?.type);
    if (!keyField || !(keyField.externalId || keyField.type === 'id' || keyField.unique)) {
      throw fault('INVALID_FIELD', `More than 1 field provided in an external foreign key reference in entity: ${parent.name}`, []);
    }
    const reading = readField(keyField, value);
    const ids = 'error' in reading || reading.value === null ? [] : idsBy(database, parent, keyField, reading.value);
    if (ids.length !== 1)
      throw fault('INVALID_FIELD', `Foreign key external ID: ${writtenValue(value)} not found for field ${keyField.name} in entity ${parent.name}`, []);
    set(draft, field, ids[0]!);
  }

  /** Of several possible parents it is the one that the client names, or else the first that has such a field. */
  function parentBy(field: Field, name: string, type: unknown): { parent: ObjectType; keyField: Field | undefined } {
    const parents = field.referenceTo.map((parent) => schema.at(parent));
    const named = typeof type === 'string' ? schema.find(type) : undefined;
    const parent = parents.find((one) => one === named) ?? parents.find((one) => fieldOf(one, name)) ?? parents[0]!;
    return { parent, keyField: fieldOf(parent, name) };
  }

  function set(draft: Draft, field: Field, value: StoredValue): void {
    draft.values[field.column] = field.type === 'boolean' && value === null ? 0 : value;
    draft.touched.add(field);
  }

  /** Fields that follow from others: a stage sets the probability, first and last name make the name. */
  function derive(draft: Draft, isInsert: boolean): void {
    for (const field of derivers) {
      if (!isInsert && !draft.touched.has(field)) continue;
      const choice = field.values.find(({ value }) => value === draft.values[field.column]);
      for (const [name, value] of Object.entries(choice?.sets ?? {})) {
        const target = fieldOf(object, name)!;
        if (!draft.touched.has(target)) draft.values[target.column] = typeof value === 'boolean' ? Number(value) : value;
      }
    }
    for (const field of joined) {
      const parts = field.joins.map((name) => draft.values[column(name)]).filter((part) => part !== null);
      draft.values[field.column] = parts.join(' ') || null;
    }
  }

  function check(draft: Draft, author: Author, own: string | null): void {
    const missing = required.filter((field) => (own === null || draft.touched.has(field)) && (draft.values[field.column] ?? null) === null);
    if (missing.length > 0 && !author.predatesRules) {
      const names = missing.map(({ name }) => name);
      throw fault('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
    }
    for (const field of draft.touched) if (field.referenceTo.length > 0) checkReference(field, draft.values[field.column]!, author);
    for (const field of uniques) {
      const value = draft.values[field.column]!;
      if (value === null || !draft.touched.has(field)) continue;
      const other = idsBy(database, object, field, value).find((id) => id !== own);
      if (other !== undefined) throw fault('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${other}`);
    }
  }

  function checkReference(field: Field, id: StoredValue, author: Author): void {
    if (typeof id !== 'string' || author.known.has(id)) return;
    const parent = schema.ofId(id);
    if (!parent || !field.referenceTo.includes(parent.name)) throw fault('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [field.name]);
    const row = database.prepare(`SELECT "IsDeleted" FROM ${quoted(parent.name)} WHERE "Id" = ?`).get(id) as unknown as [number] | undefined;
    if (!row) throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (row[0] === 1) throw fault('ENTITY_IS_DELETED', 'entity is deleted');
    if (parent.name === 'RecordType') checkRecordType(field, id);
    author.known.add(id);
  }

  function checkRecordType(field: Field, id: string): void {
    const row = database.prepare('SELECT "SobjectType" FROM "RecordType" WHERE "Id" = ?').get(id) as unknown as [string];
    if (row[0] !== object.name)
      throw fault('INVALID_CROSS_REFERENCE_KEY', `${field.label}: this ID value isn't valid for the user: ${id}`, [field.name]);
  }

  function applyDefaults(draft: Draft, author: Author, number: number): void {
    for (const field of columns) {
      if (draft.touched.has(field)) continue;
      if (field.autoNumber !== undefined)
        draft.values[field.column] = field.autoNumber.replace(/\{(0+)\}/, (_, zeros: string) => String(number).padStart(zeros.length, '0'));
      else draft.values[field.column] = typeof field.default === 'boolean' ? Number(field.default) : field.default;
    }
    const fill = (at: number, value: string): void => void (draft.values[at] ??= value);
    if (owner) fill(owner.column, author.userId);
    fill(stamps.created, author.moment);
    fill(stamps.createdBy, author.userId);
    fill(stamps.modified, draft.values[stamps.created] as string);
    fill(stamps.modifiedBy, draft.values[stamps.createdBy] as string);
    draft.values[stamps.stamp] = draft.values[stamps.modified]!;
  }

  /** Counted in memory, and written down once a transaction by `keepNumber`. */
  let next: number | undefined;
  let isNumberKept = true;
  function nextNumber(): number {
    next ??= (database.prepare('SELECT nextRecord FROM _object WHERE name = ?').get(object.name) as unknown as [number])[0];
    isNumberKept = false;
    return next++;
  }

  /** Rules look at the record as it is stored, so it is stored first and taken back where one is violated. */
  function store(id: string, before: readonly StoredValue[] | undefined, author: Author, write: () => void): void {
    if (!violated || author.predatesRules) return write();
    database.savepoint(() => {
      write();
      const rule = violated({ id, before, userId: author.userId, moment: author.moment });
      if (rule) throw fault('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.field === undefined ? [] : [rule.field]);
    });
  }

  return {
    object,
    findBy: (field, value) => idsBy(database, object, field, value),
    keepNumber() {
      if (isNumberKept) return;
      database.prepare('UPDATE _object SET nextRecord = ? WHERE name = ?').run(next!, object.name);
      isNumberKept = true;
    },
    insert(input, author) {
      const draft: Draft = { values: columns.map(() => null), touched: new Set() };
      read(input, draft, author, true);
      // A refused record uses up its number, as in Salesforce.
      const number = nextNumber();
      applyDefaults(draft, author, number);
      derive(draft, true);
      check(draft, author, null);
      if (!author.allowsDuplicates) refuseDuplicates?.(draft.values, null);
      const id = recordId(object.keyPrefix, number);
      draft.values[0] = id;
      hooks?.before(object, id, draft.values, true);
      store(id, undefined, author, () => void database.prepare(insertSql).run(...draft.values));
      totals.ofChildren(object, [id]);
      hooks?.after({ type: 'CREATE', object, id, values: draft.values, changed: columns });
      return id;
    },
    update(id, input, author) {
      const before = database.prepare(selectSql).get(id) as unknown as StoredValue[] | undefined;
      if (!before) throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
      if (before[stamps.deleted] === 1) throw fault('ENTITY_IS_DELETED', 'entity is deleted');
      const draft: Draft = { values: [...before], touched: new Set() };
      read(input, draft, author, false);
      derive(draft, false);
      check(draft, author, id);
      if (!author.allowsDuplicates) refuseDuplicates?.(draft.values, id);
      hooks?.before(object, id, draft.values, false);
      draft.values[stamps.modified] = author.moment;
      draft.values[stamps.modifiedBy] = author.userId;
      draft.values[stamps.stamp] = author.moment;
      const changed = columns.filter((field) => draft.values[field.column] !== before[field.column]);
      if (changed.length === 0) return;
      const sql = `UPDATE ${table} SET ${changed.map(({ name }) => `${quoted(name)} = ?`).join(', ')} WHERE "Id" = ?`;
      store(id, before, author, () => void database.prepare(sql).run(...changed.map((field) => draft.values[field.column]!), id));
      writeHistory?.(id, before, draft.values, changed, author);
      totals.ofChildren(object, [id]);
      totals.ofParents(object, references.flatMap((field) => (changed.includes(field) ? [before[field.column] as string] : [])));
      hooks?.after({ type: 'UPDATE', object, id, values: draft.values, changed });
    },
  };
}

function noColumn(name: string, object: ObjectType): RecordFault {
  return fault('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, []);
}

function notAllowed(object: ObjectType, isInsert: boolean): RecordFault {
  return isInsert
    ? fault('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`)
    : fault('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}
