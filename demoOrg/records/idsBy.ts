import type { Database } from '../database.ts';
import { foldText, isAscii } from '../foldText.ts';
import { type Field, isFolded, type ObjectType, quoted } from '../schema/objectType.ts';
import { beyondAscii } from '../soql/collation.ts';
import type { StoredValue } from './readField.ts';

/** The ids of records, not those in the recycle bin, that hold a value in a key field; ten at most. Found by the field's indexes, of which the few values beyond ASCII have one of their own. */
export function idsBy(database: Database, object: ObjectType, field: Field, value: StoredValue): string[] {
  const isBeyond = typeof value === 'string' && isFolded(field) && !isAscii(value);
  const name = quoted(field.name);
  const rows = database
    .prepare(`SELECT "Id" FROM ${quoted(object.name)} WHERE ${isBeyond ? `${beyondAscii(name)} AND fold(${name})` : name} = ? AND "IsDeleted" = 0 LIMIT 10`)
    .all(isBeyond ? foldText(value) : value) as unknown as string[][];
  return rows.map(([id]) => id!);
}
