import type { Database } from '../database.ts';
import { type Field, type ObjectType, quoted } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { Author } from './objectWriter.ts';
import { fault } from './outcome.ts';
import type { StoredValue } from './readField.ts';
import { bin, checkRecyclable } from './recycle.ts';
import { rollUps } from './rollUps.ts';
import type { WriteHooks } from './writeHooks.ts';

/** The objects whose records can be merged, as in Salesforce. */
export const mergeable: ReadonlySet<string> = new Set(['Account', 'Contact', 'Lead', 'Case']);

const mostLosers = 2;

/** @throws RecordFault where records of this object cannot be merged, or not these */
export function checkMerge(database: Database, object: ObjectType, master: string, losers: readonly string[], hooks: WriteHooks): void {
  if (!mergeable.has(object.name)) throw fault('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support merge`);
  if (losers.length === 0 || losers.length > mostLosers) throw fault('INVALID_NUM_OF_RECORDS', `A merge takes one or ${mostLosers} records beside the master`);
  if (losers.includes(master) || new Set(losers).size < losers.length) throw fault('INVALID_FIELD', 'cannot merge a record with itself');
  for (const id of [master, ...losers]) checkRecyclable(database, object, id, hooks);
}

/**
 * Moves what points to the losers to the master, and puts the losers into the recycle bin, where they name their master.
 * @returns the ids of the records that lead to the master now
 */
export function mergeInto(database: Database, schema: Schema, object: ObjectType, master: string, losers: readonly string[], author: Author, hooks: WriteHooks): string[] {
  const moved = schema.children(object).flatMap(({ child: name, field: fieldName }) => {
    const child = schema.at(name);
    const field = child.byName.get(fieldName)!;
    if (!child.writable || !field.createable) return [];
    return moveChildren(database, schema, child, field, master, losers, author, hooks);
  });
  database.run(`UPDATE ${quoted(object.name)} SET "MasterRecordId" = :master WHERE "Id" IN (SELECT value FROM json_each(:list))`, { master, list: JSON.stringify(losers) });
  bin(database, schema, object, losers, author, hooks, 'recycle');
  return moved;
}

function moveChildren(
  database: Database,
  schema: Schema,
  child: ObjectType,
  field: Field,
  master: string,
  losers: readonly string[],
  { moment, userId }: Author,
  hooks: WriteHooks,
): string[] {
  const column = quoted(field.name);
  const list = JSON.stringify(losers);
  const found = `SELECT "Id" FROM ${quoted(child.name)} WHERE ${column} IN (SELECT value FROM json_each(:list)) AND "IsDeleted" = 0`;
  const ids = database.all(found, { list }).map(([id]) => id as string);
  if (ids.length === 0) return [];
  // The master cannot be its own parent.
  database.run(
    `UPDATE ${quoted(child.name)} SET ${column} = nullif(:master, "Id"), "LastModifiedDate" = :moment, "LastModifiedById" = :userId, "SystemModstamp" = :moment
     WHERE "Id" IN (SELECT value FROM json_each(:ids))`,
    { master, moment, userId, ids: JSON.stringify(ids) },
  );
  rollUps(database, schema).ofParents(child, [master, ...losers]);
  const select = database.prepare(`SELECT ${child.columns.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(child.name)} WHERE "Id" = ?`);
  const stamps = ['LastModifiedDate', 'LastModifiedById', 'SystemModstamp'].map((name) => child.byName.get(name)!);
  for (const id of ids) hooks.after({ type: 'UPDATE', object: child, id, values: select.get(id) as unknown as StoredValue[], changed: [field, ...stamps] });
  return ids;
}
