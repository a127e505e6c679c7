import type { Database } from '../database.ts';
import type { ObjectSeed } from '../seed/seedFormat.ts';
import { beyondAscii, sortKey } from '../soql/collation.ts';
import { type Field, isFolded, isNameKey, isNumber, isText, type ObjectType, quoted } from './objectType.ts';
import { objectTypeOf } from './objectTypeOf.ts';

/** What the org itself remembers, beside the objects. Session tokens stand here as they are: the file is the user's own and the data is made up. */
const ownTables = `
  CREATE TABLE _meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE _object (name TEXT PRIMARY KEY, definition TEXT NOT NULL, nextRecord INTEGER NOT NULL) STRICT;
  CREATE TABLE _client (id TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
  CREATE TABLE _session (token TEXT PRIMARY KEY, kind TEXT NOT NULL, userId TEXT NOT NULL, client TEXT NOT NULL, expiresAt INTEGER) STRICT;
  CREATE TABLE _locator (id TEXT PRIMARY KEY, plan TEXT NOT NULL, total INTEGER NOT NULL, createdAt INTEGER NOT NULL) STRICT;
  CREATE TABLE _locatorPage (locator TEXT NOT NULL, start INTEGER NOT NULL, ids TEXT NOT NULL, PRIMARY KEY (locator, start)) STRICT, WITHOUT ROWID;
`;

export function createOwnTables(database: Database): void {
  database.exec(ownTables);
}

/** Adds an object: its definition, its table, and an index for everything that is looked up. */
export function createObjectTable(database: Database, name: string, seed: ObjectSeed): void {
  const object = objectTypeOf(name, seed);
  database.exec(`CREATE TABLE ${quoted(name)} (${object.columns.map(columnSql).join(', ')}) STRICT, WITHOUT ROWID`);
  for (const { sql } of object.columns.flatMap((field) => indexesOf(object, field))) database.exec(sql);
  database.run('INSERT INTO _object (name, definition, nextRecord) VALUES (:name, :definition, 1)', { name, definition: JSON.stringify(seed) });
}

/** A column as it is created. */
export function columnSql(field: Field): string {
  if (field.type === 'id') return `${quoted(field.name)} TEXT NOT NULL PRIMARY KEY`;
  if (field.type === 'boolean' || field.type === 'int') return `${quoted(field.name)} INTEGER`;
  if (isNumber(field)) return `${quoted(field.name)} REAL`;
  // Case does not count in comparisons; NOCASE knows ASCII, and the compiler folds both sides where a literal goes beyond it.
  return `${quoted(field.name)} TEXT${isText(field) && !field.caseSensitive ? ' COLLATE NOCASE' : ''}`;
}

function isLookedUp(field: Field): boolean {
  return field.unique || field.externalId || field.nameField || field.type === 'email' || (field.referenceTo.length > 0 && field.createable);
}

export interface IndexSql {
  readonly name: string;
  readonly sql: string;
}

/** What a field is looked up by; a unique one is unique among the records that are not in the recycle bin. */
export function indexesOf(object: ObjectType, field: Field): readonly IndexSql[] {
  if (!isLookedUp(field)) return [];
  const name = `${object.name}.${field.name}`;
  const column = quoted(field.name);
  const isKey = field.unique || field.externalId;
  // Records are mostly sorted by their name, and then found by the same key.
  const key = isNameKey(field) ? sortKey(column) : column;
  const kind = field.unique ? 'UNIQUE INDEX' : 'INDEX';
  const there = field.unique ? '"IsDeleted" = 0' : '';
  const create = (index: string, indexed: string, terms: readonly string[]): IndexSql => {
    const where = terms.filter((term) => term !== '').join(' AND ');
    return { name: index, sql: `CREATE ${kind} ${quoted(index)} ON ${quoted(object.name)} (${indexed})${where && ` WHERE ${where}`}` };
  };
  const plain = create(name, key, [there]);
  // The few values beyond ASCII have an index of their own, so that all others are indexed without a call from SQLite.
  return isKey && isFolded(field) ? [plain, create(`${name}.folded`, `fold(${column})`, [there, beyondAscii(column)])] : [plain];
}
