import type { Database } from '../database.ts';
import type { Schema } from '../schema/schema.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';
import type { Author } from './objectWriter.ts';
import { fault } from './outcome.ts';
import { rollUps } from './rollUps.ts';
import type { WriteHooks } from './writeHooks.ts';

/** Into the recycle bin, or gone for good. */
export type Deletion = 'recycle' | 'erase';

/**
 * Deletes a record and the children that go with it; other children lose the reference.
 * @throws RecordFault where it does not exist or is deleted already.
 */
export function recycle(database: Database, schema: Schema, object: ObjectType, id: string, author: Author, hooks: WriteHooks, deletion: Deletion): void {
  checkRecyclable(database, object, id, hooks);
  bin(database, schema, object, [id], author, hooks, deletion);
}

/** @throws RecordFault where the record does not exist, is deleted already, or is locked */
export function checkRecyclable(database: Database, object: ObjectType, id: string, hooks: WriteHooks): void {
  const row = database.prepare(`SELECT "IsDeleted" FROM ${quoted(object.name)} WHERE "Id" = ?`).get(id) as unknown as [number] | undefined;
  if (!row) throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (row[0] === 1) throw fault('ENTITY_IS_DELETED', 'entity is deleted');
  hooks.before(object, id, [], false);
}

/** Deletes records that may be deleted, and what goes with them. */
export function bin(
  database: Database,
  schema: Schema,
  object: ObjectType,
  ids: readonly string[],
  author: Author,
  hooks: WriteHooks,
  deletion: Deletion,
): void {
  const list = JSON.stringify(ids);
  const stamp = '"LastModifiedDate" = :moment, "LastModifiedById" = :userId, "SystemModstamp" = :moment';
  const { moment, userId } = author;
  const these = 'WHERE "Id" IN (SELECT value FROM json_each(:list))';
  const totals = rollUps(database, schema);
  if (deletion === 'recycle' || totals.counts(object))
    database.run(`UPDATE ${quoted(object.name)} SET "IsDeleted" = 1, ${stamp} ${these}`, { moment, userId, list });
  totals.ofChildren(object, ids);
  if (deletion === 'erase') database.run(`DELETE FROM ${quoted(object.name)} ${these}`, { list });
  for (const id of ids) hooks.after({ type: 'DELETE', object, id, values: [], changed: [] });
  for (const relationship of schema.children(object)) {
    const child = schema.at(relationship.child);
    if (!child.writable || child.byName.get(relationship.field)?.createable !== true) continue;
    const where = `${quoted(relationship.field)} IN (SELECT value FROM json_each(:list)) AND "IsDeleted" = 0`;
    if (!relationship.cascadeDelete) {
      database.run(`UPDATE ${quoted(child.name)} SET ${quoted(relationship.field)} = NULL, ${stamp} WHERE ${where}`, { moment, userId, list });
      continue;
    }
    const children = database.all(`SELECT "Id" FROM ${quoted(child.name)} WHERE ${where}`, { list }).map(([id]) => id as string);
    if (children.length > 0) bin(database, schema, child, children, author, hooks, deletion);
  }
}
