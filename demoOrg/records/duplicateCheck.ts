import type { Database } from '../database.ts';
import { fieldOf, type ObjectType, quoted } from '../schema/objectType.ts';
import { fault } from './outcome.ts';
import type { StoredValue } from './readField.ts';

/** Refuses a record that says the same as another one in all fields of a duplicate rule; undefined where the object has no such rules. */
export function duplicateCheck(database: Database, object: ObjectType): ((values: readonly StoredValue[], own: string | null) => void) | undefined {
  if (object.duplicateRules.length === 0) return undefined;
  const checks = object.duplicateRules.map(({ fields, message }) => {
    const columns = fields.map((name) => fieldOf(object, name)!);
    const same = columns.map(({ name }) => `${quoted(name)} = ?`).join(' AND ');
    return { columns, message, sql: `SELECT "Id" FROM ${quoted(object.name)} WHERE ${same} AND "IsDeleted" = 0 AND "Id" IS NOT ? LIMIT 1` };
  });
  return (values, own) => {
    for (const { columns, message, sql } of checks) {
      const given = columns.map(({ column }) => values[column] ?? null);
      // Nothing is like nothing: a record without one of the values has no duplicate.
      if (given.includes(null)) continue;
      if (database.prepare(sql).get(...given, own) !== undefined) throw fault('DUPLICATES_DETECTED', message);
    }
  };
}
