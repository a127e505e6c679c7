import { formatCell, type Cell, type ColumnType } from '../../kit/schema.ts';

const dayMs = 86_400_000;

/** A record as the REST API answers it: fields, and parents and children as nested records. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** A value at `Account.Owner.Name` of a record as a cell. A missing parent is blank; child records become JSON text of a list, addresses of an object. */
export function recordCell(record: OrgRecord, path: readonly string[], type: ColumnType): Cell {
  let value: unknown = record;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return null;
    value = (value as OrgRecord)[step] ?? fieldIgnoringCase(value as OrgRecord, step);
  }
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'object') return JSON.stringify(value, plain);
  if (typeof value !== 'string') return value as Cell;
  switch (type) {
    case 'date':
      return Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / dayMs;
    case 'datetime':
      return Date.parse(value);
    case 'time':
      return Date.parse(`1970-01-01T${value}`);
    case 'number':
      return Number(value);
    default:
      return value;
  }
}

/** Child records as a list, and records without what says where they are. */
function plain(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  if ('records' in value && 'totalSize' in value) return value.records;
  const { attributes: _attributes, ...fields } = value as Record<string, unknown>;
  return fields;
}

/** SOQL is not case-sensitive, the keys of its records are: they come as the org spells them. */
function fieldIgnoringCase(record: OrgRecord, name: string): unknown {
  const lower = name.toLowerCase();
  for (const key in record) if (key.toLowerCase() === lower) return record[key];
  return undefined;
}

/** A cell as a request body carries it: dates as ISO text, the rest as JSON has it. */
export function bodyValue(type: ColumnType, value: Cell): Cell {
  return typeof value === 'number' && type !== 'number' ? formatCell(type, value) : value;
}
