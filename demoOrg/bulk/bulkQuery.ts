import type { SqlParameters } from '../database.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { queryContextOf } from '../query/queryContextOf.ts';
import { fieldOf } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { parseQuery } from '../soql/parseQuery.ts';
import type { Query } from '../soql/query.ts';
import type { RecordShape, ValueFormat } from '../soql/recordShape.ts';
import { withQueryText } from '../soql/soqlFault.ts';

/** A column of the CSV: its header, and where its value stands in a row of the database. */
export interface ResultColumn {
  readonly title: string;
  readonly at: number;
  readonly kind: 'boolean' | 'datetime' | 'other';
  readonly format?: ValueFormat;
}

export interface BulkQuery {
  readonly object: string;
  readonly sql: string;
  readonly parameters: SqlParameters;
  readonly columns: readonly ResultColumn[];
}

/** SOQL for a bulk job, through this user's eyes. @throws OrgError as a query does, and `API_ERROR` for what the Bulk API does not take */
export function bulkQuery(org: OrgContext, soql: string, all: boolean, userId: string): BulkQuery {
  return withQueryText(soql, () => {
    const query = parseQuery(soql);
    if (query.offset !== undefined) throw unsupported('OFFSET');
    if (query.select.some(({ kind }) => kind === 'query')) throw unsupported('Nested Queries');
    const compiled = compileQuery(query, { ...queryContextOf(org, userId), all });
    if (compiled.result !== 'records') throw unsupported('Aggregate Relationships');
    const columns = inSelectOrder(query, flat(org.schema, compiled.shape, ''));
    return { object: compiled.object.name, sql: compiled.sql, parameters: compiled.parameters, columns };
  });
}

function unsupported(what: string): OrgError {
  return new OrgError('API_ERROR', `FeatureNotEnabled : ${what} not supported in Bulk Query`);
}

function flat(schema: Schema, shape: RecordShape, prefix: string): ResultColumn[] {
  return shape.entries.flatMap((entry): ResultColumn[] => {
    if (entry.kind === 'parent') return flat(schema, entry.shape, `${prefix}${entry.name}.`);
    if (entry.kind !== 'value') throw unsupported(entry.kind === 'typeOf' ? 'TYPEOF' : 'Compound Fields');
    if (entry.isBinary) throw unsupported('Binary Fields');
    const isMoment = (schema.find(shape.type) && fieldOf(schema.find(shape.type)!, entry.name))?.type === 'datetime';
    const kind = entry.isBoolean ? 'boolean' : isMoment ? 'datetime' : 'other';
    return [{ title: prefix + entry.name, at: entry.column, kind, ...(entry.format ? { format: entry.format } : {}) }];
  });
}

/** Records keep a parent's fields together; a table has them where the query names them. */
function inSelectOrder(query: Query, columns: readonly ResultColumn[]): readonly ResultColumn[] {
  const byName = new Map(columns.map((column) => [column.title.toLowerCase(), column]));
  const ordered = query.select.map((item) => (item.kind === 'value' && item.operand.kind === 'path' ? named(byName, item.operand.parts) : undefined));
  return ordered.every((column) => column !== undefined) ? ordered : columns;
}

/** The path may begin with the query's alias. */
function named(byName: ReadonlyMap<string, ResultColumn>, parts: readonly string[]): ResultColumn | undefined {
  return byName.get(parts.join('.').toLowerCase()) ?? byName.get(parts.slice(1).join('.').toLowerCase());
}
