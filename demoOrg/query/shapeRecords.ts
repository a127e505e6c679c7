import type { SqlRow } from '../database.ts';
import type { StoredValue } from '../records/readField.ts';
import type { RecordShape, ShapeEntry } from '../soql/recordShape.ts';

/** A record as the REST API sends it. */
export type ApiRecord = Record<string, unknown>;

/** The lists of each sub-query, by the parent's id. */
export type ChildLists = readonly ReadonlyMap<string, unknown>[];

/** A row of the result as a record with its parents inside. `base` is `/services/data/v68.0`. */
export function shapeRecord(shape: RecordShape, row: SqlRow, base: string, children: ChildLists): ApiRecord {
  const record: ApiRecord = { attributes: attributesOf(shape, row, base) };
  for (const entry of shape.entries) record[entry.name] = valueOf(entry, shape, row, base, children);
  return record;
}

function attributesOf(shape: RecordShape, row: SqlRow, base: string): ApiRecord {
  const type = shape.typeColumn === undefined ? shape.type : (row[shape.typeColumn] as string);
  return shape.idColumn < 0 ? { type } : { type, url: `${base}/sobjects/${type}/${row[shape.idColumn] as string}` };
}

function valueOf(entry: ShapeEntry, shape: RecordShape, row: SqlRow, base: string, children: ChildLists): unknown {
  switch (entry.kind) {
    case 'value':
      if (entry.format) return entry.format(row[entry.column] as StoredValue);
      if (entry.isBinary) return row[entry.column] === null ? null : `${base}/sobjects/${shape.type}/${row[shape.idColumn] as string}/${entry.name}`;
      return entry.isBoolean ? row[entry.column] === 1 : row[entry.column];
    case 'parent':
      return row[entry.shape.idColumn] === null ? null : shapeRecord(entry.shape, row, base, []);
    case 'typeOf': {
      const type = row[entry.typeColumn] as string | null;
      const found = type === null ? undefined : (entry.shapes.get(type) ?? entry.otherwise);
      return found ? shapeRecord(found, row, base, []) : null;
    }
    case 'children':
      return children[entry.child]?.get(row[shape.idColumn] as string) ?? null;
    case 'address': {
      const parts = entry.parts.map(([part, column]) => [part, row[column]] as const);
      return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
    }
  }
}
