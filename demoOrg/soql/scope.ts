import type { SqlParameters } from '../database.ts';
import { type Field, fieldOf, type ObjectType, quoted } from '../schema/objectType.ts';
import { nameObject } from '../schema/nameObject.ts';
import type { Schema } from '../schema/schema.ts';
import type { From, Path } from './query.ts';
import { malformed, type Place, SoqlFault } from './soqlFault.ts';

const mostParents = 5;
/** SQLite joins 64 tables. */
const mostJoins = 60;
/** What a real org says of a query that is too much for it. */
export const tooComplicated = 'Query is either selecting too many fields or the filter conditions are too complicated.';
const suffixHint = (suffix: string, of: string): string => ` If you are attempting to use a custom ${of}, be sure to append the '__${suffix}' after the`;
const reference = 'Please reference your WSDL or the describe call for the appropriate names.';

/** What the whole statement shares: its parameters and the numbers of its table aliases. */
export interface Statement {
  readonly parameters: SqlParameters;
  tables: number;
  /** Binds a value and gives the name it has in SQL. Nothing of a client's ever becomes part of the SQL text. */
  readonly bind: (value: string | number | null) => string;
  /** Binds a value once under a name of its own, so that the same expression is the same text everywhere. */
  name(name: string, value: string): string;
}

export function newStatement(): Statement {
  const parameters: SqlParameters = {};
  let count = 0;
  return {
    parameters,
    tables: 0,
    bind(value) {
      const name = `p${count++}`;
      parameters[name] = value;
      return `:${name}`;
    },
    name(name, value) {
      parameters[name] = value;
      return `:${name}`;
    },
  };
}

/** A table that a query reads: the object itself, a parent, or a parent that may be one of several objects. */
export interface Table {
  readonly object: ObjectType;
  /** Tells tables of one statement apart. */
  readonly key: string;
  /** A column of it in SQL. */
  column(name: string): string;
  /** Where the parent may be one of several objects: the name of the one it is, in SQL. */
  readonly typeSql?: string;
}

interface Resolved {
  readonly field: Field;
  readonly table: Table;
  /** The column in SQL. */
  readonly sql: string;
}

type Parent = Table & { readonly name: string };

/** The tables of one SELECT: the object itself, and its parents as far as paths reach for them. */
export interface Scope {
  readonly object: ObjectType;
  /** The alias of the object's own table. */
  readonly table: string;
  readonly root: Table;
  readonly schema: Schema;
  readonly statement: Statement;
  /** With ROLLUP and CUBE: the SQL of the group columns, and of those that are left out of the set that is compiled now. */
  grouping: { readonly groups: readonly string[]; readonly rolledUp: readonly string[] } | undefined;
  resolve(path: Path): Resolved;
  /** The parent's table, joined; `name` is the relationship in its proper spelling. */
  parent(from: Table, relationship: string, place: Place): Parent;
  /** Of a parent that may be one of several objects, the table of one of them; undefined where it cannot be that one. */
  parentOfType(from: Table, relationship: string, type: string, place: Place): Table | undefined;
  /** The path without the query's alias or object in front. */
  plain(path: Path): readonly string[];
  joins(): string;
}

/** `from`: the names that the object and its parents have in the query; none where no query was written. */
export function openScope(schema: Schema, object: ObjectType, from: Pick<From, 'alias' | 'parents'> | undefined, statement: Statement): Scope {
  const root = plainTable(object, `t${statement.tables++}`);
  const joined = new Map<string, Parent>();
  const joinedOne = new Map<string, Table>();
  const joinSql: string[] = [];

  function referenceIn(from: Table, relationship: string, place: Place): Field {
    const field = from.object.byRelationship.get(relationship.toLowerCase());
    if (field) return field;
    throw new SoqlFault(
      'INVALID_FIELD',
      `Didn't understand relationship '${relationship}' in field path.${suffixHint('r', 'relationship')} custom relationship name. ${reference}`,
      place,
    );
  }

  function join(from: Table, field: Field, object: ObjectType): Table {
    const key = `${from.key}.${field.name}.${object.name}`;
    const known = joinedOne.get(key);
    if (known) return known;
    if (joinedOne.size >= mostJoins) throw new SoqlFault('QUERY_TOO_COMPLICATED', tooComplicated);
    const table = plainTable(object, `t${statement.tables++}`);
    joinSql.push(` LEFT JOIN ${quoted(object.name)} AS ${table.key} ON ${table.key}."Id" = ${from.column(field.name)}`);
    joinedOne.set(key, table);
    return table;
  }

  function parent(from: Table, relationship: string, place: Place): Parent {
    const field = referenceIn(from, relationship, place);
    const key = `${from.key}.${field.name}`;
    const known = joined.get(key);
    if (known) return known;
    const targets = field.referenceTo.flatMap((name) => schema.find(name) ?? []);
    const tables = targets.map((target) => join(from, field, target));
    const [only] = tables;
    if (!only) throw new SoqlFault('INVALID_FIELD', `Didn't understand relationship '${relationship}' in field path.`, place);
    const made = { ...(field.referenceTo.length === 1 ? only : oneOf(tables, key)), name: field.relationshipName! };
    joined.set(key, made);
    return made;
  }

  const aliases = new Map<string, readonly string[]>();
  if (!object.byRelationship.has(object.name.toLowerCase())) aliases.set(object.name.toLowerCase(), []);
  if (from?.alias !== undefined) aliases.set(from.alias.toLowerCase(), []);

  function plain({ parts }: Path): readonly string[] {
    const named = parts.length > 1 ? aliases.get(parts[0]!.toLowerCase()) : undefined;
    return named ? [...named, ...parts.slice(1)] : parts;
  }

  for (const { path, alias } of from?.parents ?? []) {
    const parts = plain(path);
    if (parts === path.parts) throw malformed(`unexpected token: '${path.parts.join('.')}'`, path.place);
    let table: Table = root;
    for (const part of parts) table = parent(table, part, path.place);
    aliases.set(alias.toLowerCase(), parts);
  }

  return {
    object,
    table: root.key,
    root,
    schema,
    statement,
    grouping: undefined,
    parent,
    parentOfType(from, relationship, type, place) {
      const field = referenceIn(from, relationship, place);
      const target = schema.find(type);
      return target && field.referenceTo.includes(target.name) ? join(from, field, target) : undefined;
    },
    plain,
    joins: () => joinSql.join(''),
    resolve(path) {
      const parts = plain(path);
      if (parts.length > mostParents + 1)
        throw malformed(`A field path may go up through ${mostParents} relationships at most: ${parts.join('.')}`, path.place);
      let table: Table = root;
      for (const part of parts.slice(0, -1)) table = parent(table, part, path.place);
      const field = fieldIn(table.object, parts.at(-1)!, path.place);
      return { field, table, sql: table.column(field.name) };
    },
  };
}

function plainTable(object: ObjectType, key: string): Table {
  return { object, key, column: (name) => `${key}.${quoted(name)}` };
}

/** A parent that may be any of these: whichever is there gives the value. */
function oneOf(tables: readonly Table[], key: string): Table {
  const kinds = tables.map((table) => `WHEN ${table.column('Id')} IS NOT NULL THEN '${table.object.name}'`).join(' ');
  const typeSql = `CASE ${kinds} END`;
  return {
    object: nameObject,
    key,
    typeSql,
    column(name) {
      if (name === 'Type') return `(${typeSql} COLLATE NOCASE)`;
      const columns = tables.flatMap((table) => (table.object.byName.has(name) ? [table.column(name)] : []));
      // An expression has no collation of its own: case must not count here either.
      return columns.length === 0 ? 'NULL' : `(coalesce(${columns.join(', ')}, NULL) COLLATE NOCASE)`;
    },
  };
}

function fieldIn(object: ObjectType, name: string, place: Place): Field {
  const field = fieldOf(object, name);
  if (field) return field;
  throw noSuchField(object, name, place);
}

export function noSuchField(object: ObjectType, name: string, place: Place): SoqlFault {
  return new SoqlFault(
    'INVALID_FIELD',
    `No such column '${name}' on entity '${object.name}'.${suffixHint('c', 'field')} custom field name. ${reference}`,
    place,
  );
}

/** The object after FROM. Events are published and heard, and there is nothing of them to be found. */
export function objectNamed(schema: Schema, { name, place }: { name: string; place: Place }): ObjectType {
  const object = schema.find(name);
  if (object?.name.endsWith('__e')) throw new SoqlFault('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support query`);
  if (object) return object;
  throw new SoqlFault('INVALID_TYPE', `sObject type '${name}' is not supported.${suffixHint('c', 'object')} entity name. ${reference}`, place);
}

/** The child objects' field that a sub-query's FROM names. */
export function childNamed(
  { schema, object: parent, plain }: Scope,
  { name, outer, place }: From,
): { object: ObjectType; field: Field; name: string } {
  if (outer !== undefined && plain({ kind: 'path', parts: [outer, name], place }).length > 1) throw malformed(`unexpected token: '${outer}'`, place);
  const relationship = schema.children(parent).find((child) => child.name?.toLowerCase() === name.toLowerCase());
  if (relationship) {
    const object = schema.at(relationship.child);
    return { object, field: fieldOf(object, relationship.field)!, name: relationship.name! };
  }
  throw new SoqlFault(
    'INVALID_TYPE',
    `Didn't understand relationship '${name}' in FROM part of query call.${suffixHint('r', 'relationship')} custom relationship name. ${reference}`,
    place,
  );
}
