import { composeQuery, getField, parseQuery, type FieldType, type OrderByFieldClause, type Query } from '@jetstreamapp/soql-parser-js';
import type { ColumnType } from '../../flows/kit/schema.ts';
import { whyUnreadable } from './whyUnreadable.ts';
import { readFilter, writeFilter, type FilterGroup } from './soqlFilter.ts';

export interface SelectedField {
  /** `Account.Owner.Name`, or the text of what the builder does not take apart: functions, sub-queries. */
  readonly text: string;
  readonly isPlain: boolean;
}

export interface SortField {
  readonly field: string;
  readonly isDescending: boolean;
  readonly nulls: 'FIRST' | 'LAST' | undefined;
}

/** A query as the builder shows it. What it cannot show stays in `parsed`, untouched, and is named in `kept`. */
export interface SoqlQuery {
  readonly parsed: Query;
  readonly object: string;
  readonly fields: readonly SelectedField[];
  /** Undefined: there are filters that groups cannot show. */
  readonly filter: FilterGroup | undefined;
  /** Undefined: it is sorted by more than fields. */
  readonly order: readonly SortField[] | undefined;
  readonly limit: number | undefined;
  /** Clauses that only the text shows, such as GROUP BY. */
  readonly kept: readonly string[];
}

/** Reads a query; `problem` says why it cannot be. Throws nothing. */
export function readSoql(text: string): SoqlQuery | { readonly problem: string } {
  let parsed: Query;
  try {
    parsed = parseQuery(text, { allowApexBindVariables: true });
  } catch (thrown) {
    return { problem: whyUnreadable(thrown instanceof Error ? thrown.message : String(thrown)) };
  }
  const order = listOf(parsed.orderBy);
  return {
    parsed,
    object: parsed.sObject ?? '',
    fields: (parsed.fields ?? []).map((field) => ({ text: textOf(field), isPlain: isPlain(field) })),
    filter: readFilter(parsed.where),
    order: order.every((one): one is OrderByFieldClause => 'field' in one)
      ? order.map(({ field, order: direction, nulls }) => ({ field, isDescending: direction === 'DESC', nulls }))
      : undefined,
    limit: parsed.limit,
    kept: keptClauses(parsed),
  };
}

/** A query of one object with nothing but the record's id. */
export function newSoql(object: string): string {
  return composeQuery({ sObject: object, fields: [getField('Id')] });
}

/** The text of the query with other fields: those that are there keep their place and their form, new ones come last. */
export function withFields({ parsed }: SoqlQuery, texts: readonly string[]): string {
  const before = new Map((parsed.fields ?? []).map((field) => [textOf(field), field]));
  return composeQuery({ ...parsed, fields: texts.map((text) => before.get(text) ?? fieldOf(text)) });
}

export function withFilter({ parsed }: SoqlQuery, filter: FilterGroup, typeOf: (field: string) => ColumnType | undefined): string {
  const { where: _where, ...rest } = parsed;
  const where = writeFilter(filter, typeOf);
  return composeQuery(where ? { ...rest, where } : rest);
}

export function withOrder({ parsed }: SoqlQuery, order: readonly SortField[]): string {
  const { orderBy: _orderBy, ...rest } = parsed;
  const clauses = order.map(({ field, isDescending, nulls }) => ({ field, ...(isDescending ? { order: 'DESC' as const } : {}), ...(nulls ? { nulls } : {}) }));
  return composeQuery(clauses.length > 0 ? { ...rest, orderBy: clauses } : rest);
}

export function withLimit({ parsed }: SoqlQuery, limit: number | undefined): string {
  const { limit: _limit, ...rest } = parsed;
  return composeQuery(limit === undefined ? rest : { ...rest, limit });
}

/** The query that counts the records of this one; undefined where it groups or computes, so that records are no rows. */
export function countingSoql({ parsed }: SoqlQuery): string | undefined {
  if (parsed.groupBy || parsed.fields?.some((field) => field.type === 'FieldFunctionExpression' && field.isAggregateFn)) return undefined;
  const { sObject, sObjectAlias, where, limit, usingScope } = parsed;
  return composeQuery({
    fields: [{ type: 'FieldFunctionExpression', functionName: 'COUNT', parameters: [], isAggregateFn: true, rawValue: 'COUNT()' }],
    ...(sObject === undefined ? {} : { sObject }),
    ...(sObjectAlias === undefined ? {} : { sObjectAlias }),
    ...(usingScope === undefined ? {} : { usingScope }),
    ...(where === undefined ? {} : { where }),
    ...(limit === undefined ? {} : { limit }),
  });
}

function fieldOf(path: string): FieldType {
  const steps = path.split('.');
  return steps.length === 1 ? getField(path) : { type: 'FieldRelationship', field: steps.at(-1)!, relationships: steps.slice(0, -1), rawValue: path };
}

function isPlain(field: FieldType): boolean {
  return (field.type === 'Field' || field.type === 'FieldRelationship') && !('objectPrefix' in field) && !('alias' in field && field.alias !== undefined);
}

function textOf(field: FieldType): string {
  if (field.type === 'Field' && isPlain(field)) return field.field;
  if (field.type === 'FieldRelationship' && isPlain(field)) return [...field.relationships, field.field].join('.');
  return composeQuery({ sObject: 'X', fields: [field] }).slice('SELECT '.length, -' FROM X'.length);
}

function keptClauses(parsed: Query): readonly string[] {
  const clauses: Readonly<Record<string, boolean>> = {
    'USING SCOPE': parsed.usingScope !== undefined,
    WITH: parsed.withDataCategory !== undefined || parsed.withSecurityEnforced === true || parsed.withAccessLevel !== undefined,
    'GROUP BY': listOf(parsed.groupBy).length > 0,
    HAVING: parsed.having !== undefined,
    OFFSET: parsed.offset !== undefined,
    FOR: parsed.for !== undefined,
    UPDATE: parsed.update !== undefined,
  };
  return Object.keys(clauses).filter((name) => clauses[name]);
}

function listOf<T>(clause: T | readonly T[] | undefined): readonly T[] {
  if (clause === undefined) return [];
  return Array.isArray(clause) ? (clause as readonly T[]) : [clause as T];
}
