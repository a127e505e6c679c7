import type { Database } from '../database.ts';
import type { Schema } from '../schema/schema.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';
import { idsBy } from './idsBy.ts';
import type { Author } from './objectWriter.ts';
import { mergeable } from './merge.ts';
import { fault } from './outcome.ts';
import type { StoredValue } from './readField.ts';
import { rollUps } from './rollUps.ts';
import type { WriteHooks } from './writeHooks.ts';

/**
 * Takes a record out of the recycle bin, with the children that went there with it.
 * @throws RecordFault where it is not there, or where a record holds one of its unique values by now.
 */
export function restore(database: Database, schema: Schema, object: ObjectType, id: string, author: Author, hooks: WriteHooks): void {
  const found = database.prepare(`SELECT "IsDeleted", "SystemModstamp" FROM ${quoted(object.name)} WHERE "Id" = ?`).get(id);
  const [isDeleted, stamp] = (found ?? []) as unknown as [number?, string?];
  if (isDeleted === undefined) throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (isDeleted === 0) throw fault('UNDELETE_FAILED', 'entity is not in the recycle bin');
  database.savepoint(() => bringBack(database, schema, object, [id], stamp!, author, hooks));
}

function bringBack(database: Database, schema: Schema, object: ObjectType, ids: readonly string[], binned: string, author: Author, hooks: WriteHooks): void {
  for (const id of ids) checkUnique(database, object, id);
  const { moment, userId } = author;
  database.run(
    `UPDATE ${quoted(object.name)} SET "IsDeleted" = 0, "LastModifiedDate" = :moment, "LastModifiedById" = :userId, "SystemModstamp" = :moment
     WHERE "Id" IN (SELECT value FROM json_each(:list))`,
    { moment, userId, list: JSON.stringify(ids) },
  );
  if (mergeable.has(object.name)) database.run(`UPDATE ${quoted(object.name)} SET "MasterRecordId" = NULL WHERE "Id" IN (SELECT value FROM json_each(:list))`, { list: JSON.stringify(ids) });
  rollUps(database, schema).ofChildren(object, ids);
  const select = `SELECT ${object.columns.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(object.name)} WHERE "Id" = ?`;
  for (const id of ids) {
    const values = database.prepare(select).get(id) as unknown as StoredValue[];
    hooks.after({ type: 'UNDELETE', object, id, values, changed: object.columns });
  }
  for (const { child: name, field, cascadeDelete } of schema.children(object)) {
    const child = schema.at(name);
    if (!cascadeDelete || !child.writable) continue;
    // What was binned at the same moment went with this record.
    const children = database.all(
      `SELECT "Id" FROM ${quoted(name)} WHERE ${quoted(field)} IN (SELECT value FROM json_each(:list)) AND "IsDeleted" = 1 AND "SystemModstamp" = :binned`,
      { list: JSON.stringify(ids), binned },
    );
    if (children.length > 0) bringBack(database, schema, child, children.map(([id]) => id as string), binned, author, hooks);
  }
}

function checkUnique(database: Database, object: ObjectType, id: string): void {
  for (const field of object.columns.filter(({ unique }) => unique)) {
    const [value] = database.prepare(`SELECT ${quoted(field.name)} FROM ${quoted(object.name)} WHERE "Id" = ?`).get(id) as unknown as [StoredValue];
    const [other] = value === null ? [] : idsBy(database, object, field, value);
    if (other !== undefined) throw fault('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${other}`);
  }
}
