import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { plainQuery } from './plainQuery.ts';
import { queryContextOf } from './queryContextOf.ts';
import { rowsOf } from './rowsOf.ts';
import { type ApiRecord, shapeRecord } from './shapeRecords.ts';

/** Records by their ids, in that order; null where there is none. `names` are all fields where not given. @throws OrgError `INVALID_FIELD` */
export function retrieve(
  org: OrgContext,
  object: ObjectType,
  ids: readonly string[],
  names: readonly string[] | undefined,
  { base, userId }: { readonly base: string; readonly userId: string },
): (ApiRecord | null)[] {
  const wanted = names ?? object.fields.map(({ name }) => name);
  const unknown = wanted.find((name) => !fieldOf(object, name));
  if (unknown !== undefined) throw new OrgError('INVALID_FIELD', `No such column '${unknown}' on sobject of type ${object.name}`);
  const query = plainQuery(object.name, [...new Set(wanted.map((name) => name.toLowerCase()))]);
  const compiled = compileQuery(query, { ...queryContextOf(org, userId), all: false, source: { kind: 'ids', ids } });
  const rows = rowsOf(org, compiled);
  const byId = new Map(rows.map((row) => [row[compiled.shape.idColumn] as string, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    return row ? shapeRecord(compiled.shape, row, base, []) : null;
  });
}
