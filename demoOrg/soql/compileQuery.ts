import type { SqlParameters } from '../database.ts';
import { type Field, isFolded, type ObjectType, quoted } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { sortKey } from './collation.ts';
import { compileAggregates, isAggregateQuery } from './compileAggregates.ts';
import { compileOperand } from './compileOperand.ts';
import { type ChildPlan, compileSelect } from './compileSelect.ts';
import type { Clock } from './dateRange.ts';
import type { Query } from './query.ts';
import type { RecordShape } from './recordShape.ts';
import { rootTerms } from './rootTerms.ts';
import { newStatement, objectNamed, openScope, type Scope } from './scope.ts';
import { malformed, SoqlFault } from './soqlFault.ts';

const largestOffset = 2_000;

export interface CompileContext extends Clock {
  readonly schema: Schema;
  /** Records in the recycle bin too. */
  readonly all: boolean;
  /** Which records: those the query's own conditions give, these ids in this order (deleted since or not), or the children of these parents. */
  readonly source?:
    | { readonly kind: 'ids' | 'snapshot'; readonly ids: readonly string[] }
    | { readonly kind: 'childrenOf'; readonly object: ObjectType; readonly field: Field; readonly ids: readonly string[] };
  /** Only records that a SOSL search finds: its terms as JSON, and the columns they are looked for in. */
  readonly search?: { readonly terms: string; readonly columns: readonly string[] };
  /** At most so many rows, whatever the query's own limit. */
  readonly atMost?: number;
  /** Only the ids, for a locator. */
  readonly idsOnly?: boolean;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly parameters: SqlParameters;
  readonly object: ObjectType;
  /** Records, one number (`COUNT()`), or rows of aggregates. */
  readonly result: 'records' | 'count' | 'aggregates';
  readonly shape: RecordShape;
  readonly children: readonly ChildPlan[];
  /** With `childrenOf`: the column that holds the parent's id. */
  readonly parentColumn: number;
}

/** A query as one SQL statement with every literal bound. @throws SoqlFault */
export function compileQuery(query: Query, context: CompileContext): CompiledQuery {
  const { source } = context;
  const object = source?.kind === 'childrenOf' ? source.object : objectNamed(context.schema, query.from);
  const scope = openScope(context.schema, object, query.from, newStatement());
  if (isAggregateQuery(query)) {
    if (source) throw malformed('Only root queries support aggregate expressions', query.from.place);
    return { ...compileAggregates(scope, query, context), object, children: [], parentColumn: -1 };
  }
  if ((query.offset ?? 0) > largestOffset)
    throw new SoqlFault('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${largestOffset}`, query.offsetPlace);

  const select = compileSelect(scope, query, context);
  const columns = context.idsOnly ? [`${scope.table}."Id"`] : [...select.columns];
  const parentColumn = source?.kind === 'childrenOf' ? columns.push(`${scope.table}.${quoted(source.field.name)}`) - 1 : -1;
  const { from, where, order } = source && source.kind !== 'childrenOf' ? listedIds(scope, source) : filtered(scope, query, context);
  const limit = source === undefined ? limitSql(query.limit, query.offset, context.atMost) : '';
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${from}${scope.joins()}${where}${order}${limit}`,
    parameters: scope.statement.parameters,
    object,
    result: 'records',
    shape: select.shape,
    children: select.children,
    parentColumn,
  };
}

/** These records in this order. A snapshot shows what was there when its query ran, whatever has been deleted since. */
function listedIds(scope: Scope, { kind, ids }: { kind: 'ids' | 'snapshot'; ids: readonly string[] }): { from: string; where: string; order: string } {
  const list = scope.statement.bind(JSON.stringify(ids));
  // CROSS JOIN keeps SQLite from walking the table instead of the list.
  return {
    from: `json_each(${list}) AS page CROSS JOIN ${quoted(scope.object.name)} AS ${scope.table} ON ${scope.table}."Id" = page.value`,
    where: kind === 'ids' ? ` WHERE ${scope.table}."IsDeleted" = 0` : '',
    order: ' ORDER BY page.key',
  };
}

function filtered(scope: Scope, query: Query, context: CompileContext): { from: string; where: string; order: string } {
  const terms = rootTerms(scope, query, context);
  if (context.search) {
    const columns = context.search.columns.map((name) => scope.root.column(name));
    terms.push(`finds(${scope.statement.bind(context.search.terms)}, ${columns.join(', ')})`);
  }
  if (context.source?.kind === 'childrenOf') {
    terms.push(
      `${scope.table}.${quoted(context.source.field.name)} IN (SELECT value FROM json_each(${scope.statement.bind(JSON.stringify(context.source.ids))}))`,
    );
  }
  return {
    from: `${quoted(scope.object.name)} AS ${scope.table}`,
    where: terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : '',
    order: orderSql(scope, query, context),
  };
}

/** The id decides between equals, so that paging never shows a record twice. */
function orderSql(scope: Scope, query: Query, clock: Clock): string {
  if (query.orderBy.length === 0) return '';
  const terms = query.orderBy.map(({ operand, isDescending, nulls }) => {
    const { sql, field, isAggregate } = compileOperand(scope, operand, 'sort', clock);
    if (isAggregate) throw malformed('Aggregate functions can be sorted by in grouped queries only', operand.place);
    return `${field && isFolded(field) ? sortKey(sql) : sql}${isDescending ? ' DESC' : ''} NULLS ${nulls.toUpperCase()}`;
  });
  return ` ORDER BY ${terms.join(', ')}, ${scope.table}."Id"`;
}

function limitSql(limit: number | undefined, offset: number | undefined, atMost: number | undefined): string {
  const rows = Math.min(limit ?? Number.POSITIVE_INFINITY, atMost ?? Number.POSITIVE_INFINITY);
  if (rows === Number.POSITIVE_INFINITY && !offset) return '';
  return ` LIMIT ${rows === Number.POSITIVE_INFINITY ? -1 : rows}${offset ? ` OFFSET ${offset}` : ''}`;
}
