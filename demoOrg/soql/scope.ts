import type { SqlParameters } from '../database.ts';
import { type Field, fieldOf, type ObjectType, quoted } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { Path } from './query.ts';
import { malformed, type Place, SoqlFault } from './soqlFault.ts';

const mostParents = 5;
const suffixHint = (suffix: string, of: string): string => ` If you are attempting to use a custom ${of}, be sure to append the '__${suffix}' after the`;
const reference = 'Please reference your WSDL or the describe call for the appropriate names.';

/** What the whole statement shares: its parameters and the numbers of its table aliases. */
export interface Statement {
  readonly parameters: SqlParameters;
  tables: number;
  /** Binds a value and gives the name it has in SQL. Nothing of a client's ever becomes part of the SQL text. */
  bind(value: string | number | null): string;
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
  };
}

interface Resolved {
  readonly field: Field;
  readonly object: ObjectType;
  /** The column in SQL. */
  readonly sql: string;
  /** The alias of the table it stands in. */
  readonly table: string;
}

/** The tables of one SELECT: the object itself, and its parents as far as paths reach for them. */
export interface Scope {
  readonly object: ObjectType;
  readonly table: string;
  readonly schema: Schema;
  readonly statement: Statement;
  resolve(path: Path): Resolved;
  /** The parent's table, joined; `relationship` in its proper spelling. */
  parent(from: { object: ObjectType; table: string }, relationship: string, place: Place): { object: ObjectType; table: string; name: string };
  /** The path without the query's alias or object in front. */
  plain(path: Path): readonly string[];
  joins(): string;
}

export function openScope(schema: Schema, object: ObjectType, alias: string | undefined, statement: Statement): Scope {
  const table = `t${statement.tables++}`;
  const joined = new Map<string, { object: ObjectType; table: string; name: string }>();
  const joinSql: string[] = [];

  function parent(from: { object: ObjectType; table: string }, relationship: string, place: Place): { object: ObjectType; table: string; name: string } {
    const key = `${from.table}.${relationship.toLowerCase()}`;
    const known = joined.get(key);
    if (known) return known;
    const field = from.object.byRelationship.get(relationship.toLowerCase());
    if (!field) {
      throw new SoqlFault(
        'INVALID_FIELD',
        `Didn't understand relationship '${relationship}' in field path.${suffixHint('r', 'relationship')} custom relationship name. ${reference}`,
        place,
      );
    }
    const made = { object: schema.at(field.referenceTo!), table: `t${statement.tables++}`, name: field.relationshipName! };
    joinSql.push(` LEFT JOIN ${quoted(made.object.name)} AS ${made.table} ON ${made.table}."Id" = ${from.table}.${quoted(field.name)}`);
    joined.set(key, made);
    return made;
  }

  function plain({ parts }: Path): readonly string[] {
    const first = parts[0]!.toLowerCase();
    return parts.length > 1 && (first === alias?.toLowerCase() || (first === object.name.toLowerCase() && !object.byRelationship.has(first)))
      ? parts.slice(1)
      : parts;
  }

  return {
    object,
    table,
    schema,
    statement,
    parent,
    plain,
    joins: () => joinSql.join(''),
    resolve(path) {
      const parts = plain(path);
      if (parts.length > mostParents + 1)
        throw malformed(`A field path may go up through ${mostParents} relationships at most: ${parts.join('.')}`, path.place);
      let at: { object: ObjectType; table: string } = { object, table };
      for (const part of parts.slice(0, -1)) at = parent(at, part, path.place);
      const field = fieldIn(at.object, parts.at(-1)!, path.place);
      return { field, object: at.object, table: at.table, sql: `${at.table}.${quoted(field.name)}` };
    },
  };
}

function fieldIn(object: ObjectType, name: string, place: Place): Field {
  const field = fieldOf(object, name);
  if (field) return field;
  throw new SoqlFault(
    'INVALID_FIELD',
    `No such column '${name}' on entity '${object.name}'.${suffixHint('c', 'field')} custom field name. ${reference}`,
    place,
  );
}

/** The object after FROM. */
export function objectNamed(schema: Schema, { name, place }: { name: string; place: Place }): ObjectType {
  const object = schema.find(name);
  if (object) return object;
  throw new SoqlFault('INVALID_TYPE', `sObject type '${name}' is not supported.${suffixHint('c', 'object')} entity name. ${reference}`, place);
}

/** The child objects' field that a sub-query's FROM names. */
export function childNamed(
  schema: Schema,
  parent: ObjectType,
  { name, place }: { name: string; place: Place },
): { object: ObjectType; field: Field; name: string } {
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
