import type { SqlParameters } from '../database.ts';
import { type Field, type ObjectType, quoted } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { compileAggregates, isAggregateQuery } from './compileAggregates.ts';
import { type Clock, compileCondition } from './compileCondition.ts';
import { compileOperand } from './compileOperand.ts';
import { type ChildPlan, compileSelect } from './compileSelect.ts';
import type { Query } from './query.ts';
import type { RecordShape } from './recordShape.ts';
import { newStatement, objectNamed, openScope, type Scope } from './scope.ts';
import { SoqlFault } from './soqlFault.ts';

const largestOffset = 2_000;

export interface CompileContext extends Clock {
  readonly schema: Schema;
  /** Records in the recycle bin too. */
  readonly all: boolean;
  /** Which records: those the query's own conditions give, these ids in this order (deleted since or not), or the children of these parents. */
  readonly source?:
    | { readonly kind: 'ids' | 'snapshot'; readonly ids: readonly string[] }
    | { readonly kind: 'childrenOf'; readonly object: ObjectType; readonly field: Field; readonly ids: readonly string[] };
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
  const scope = openScope(context.schema, object, query.from.alias, newStatement());
  if (isAggregateQuery(query)) return { ...compileAggregates(scope, query, context), object, children: [], parentColumn: -1 };
  if ((query.offset ?? 0) > largestOffset)
    throw new SoqlFault('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${largestOffset}`, query.offsetPlace);

  const select = compileSelect(scope, query);
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
  const terms = context.all ? [] : [`${scope.table}."IsDeleted" = 0`];
  if (context.source?.kind === 'childrenOf') {
    terms.push(
      `${scope.table}.${quoted(context.source.field.name)} IN (SELECT value FROM json_each(${scope.statement.bind(JSON.stringify(context.source.ids))}))`,
    );
  }
  if (query.where) terms.push(compileCondition(scope, query.where, context));
  return {
    from: `${quoted(scope.object.name)} AS ${scope.table}`,
    where: terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : '',
    order: orderSql(scope, query),
  };
}

/** The id decides between equals, so that paging never shows a record twice. */
function orderSql(scope: Scope, query: Query): string {
  if (query.orderBy.length === 0) return '';
  const terms = query.orderBy.map(
    ({ operand, isDescending, nulls }) => `${compileOperand(scope, operand, 'sort').sql}${isDescending ? ' DESC' : ''} NULLS ${nulls.toUpperCase()}`,
  );
  return ` ORDER BY ${terms.join(', ')}, ${scope.table}."Id"`;
}

function limitSql(limit: number | undefined, offset: number | undefined, atMost: number | undefined): string {
  const rows = Math.min(limit ?? Number.POSITIVE_INFINITY, atMost ?? Number.POSITIVE_INFINITY);
  if (rows === Number.POSITIVE_INFINITY && !offset) return '';
  return ` LIMIT ${rows === Number.POSITIVE_INFINITY ? -1 : rows}${offset ? ` OFFSET ${offset}` : ''}`;
}
