import { isFolded, quoted } from '../schema/objectType.ts';
import type { SqlParameters } from '../database.ts';
import { equalKey, sortKey } from './collation.ts';
import { compileCondition } from './compileCondition.ts';
import { compileOperand, needsGroups, type Use } from './compileOperand.ts';
import type { Clock } from './dateRange.ts';
import type { Operand, Query, SelectItem } from './query.ts';
import type { RecordShape, ShapeEntry } from './recordShape.ts';
import { rootTerms } from './rootTerms.ts';
import type { Scope } from './scope.ts';
import { malformed, type Place } from './soqlFault.ts';

export function isAggregateQuery(query: Query): boolean {
  return query.groupBy.length > 0 || query.having !== undefined || query.select.some((item) => item.kind === 'value' && needsGroups(item.operand));
}

interface CompiledAggregates {
  readonly sql: string;
  readonly parameters: SqlParameters;
  readonly result: 'count' | 'aggregates';
  readonly shape: RecordShape;
}

/** One SELECT for one set of group columns; ROLLUP and CUBE have several. */
interface SetSql {
  readonly columns: readonly string[];
  readonly order: readonly string[];
  readonly having: string;
  readonly groupBy: readonly string[];
}

/** `COUNT()`, and queries with GROUP BY or aggregate functions. */
export function compileAggregates(scope: Scope, query: Query, context: Clock & { readonly all: boolean; readonly atMost?: number }): CompiledAggregates {
  const shape: RecordShape = { type: 'AggregateResult', idColumn: -1, entries: [] };
  const compiled = query.groupBy.map((operand) => compileOperand(scope, operand, 'group', context));
  const groups = compiled.map(({ sql }) => sql);
  const keys = new Map(compiled.map(({ sql, field }) => [sql, field && isFolded(field) ? equalKey(sql) : sql]));
  const isCount = isCountOnly(query);
  const terms = rootTerms(scope, query, context);
  const [first, ...more] = groupingSets(groups, query.grouping).map((set) => {
    if (query.grouping !== 'plain') scope.grouping = { groups, rolledUp: groups.filter((group) => !set.includes(group)) };
    return compileSet(scope, query, context, set.map((sql) => keys.get(sql)!), shape.entries.length === 0 ? shape.entries : undefined, groups);
  }) as [SetSql, ...SetSql[]];
  scope.grouping = undefined;
  const body = ` FROM ${quoted(scope.object.name)} AS ${scope.table}${scope.joins()}${terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : ''}`;
  const { parameters } = scope.statement;
  // COUNT() counts the rows the query would give, its limit included.
  if (isCount)
    return {
      sql: query.limit === undefined ? `SELECT count(*)${body}` : `SELECT count(*) FROM (SELECT 1${body} LIMIT ${query.limit})`,
      parameters,
      result: 'count',
      shape,
    };
  const rows = Math.min(query.limit ?? Number.MAX_SAFE_INTEGER, context.atMost ?? Number.MAX_SAFE_INTEGER);
  const limit = ` LIMIT ${rows} OFFSET ${query.offset ?? 0}`;
  const sql = more.length === 0 ? oneSet(first, body, query) : severalSets([first, ...more], body, query);
  return { sql: sql + limit, parameters, result: 'aggregates', shape };
}

function compileSet(
  scope: Scope,
  query: Query,
  context: Clock,
  groupBy: readonly string[],
  entries: ShapeEntry[] | undefined,
  allGroups: readonly string[],
): SetSql {
  const compile = (operand: Operand, use: Use): ReturnType<typeof compileOperand> => compileOperand(scope, operand, use, context);
  // A group column that is rolled up in this set is NULL.
  const isGrouped = (sql: string): boolean => allGroups.includes(sql) || (scope.grouping !== undefined && sql === 'NULL');
  const names = new Set<string>();
  let unnamed = 0;
  const columns = query.select.map((item, index) => {
    if (item.kind !== 'value') throw malformed('Only fields and aggregate functions can be selected in a grouped query', placeOf(item, query));
    const compiled = compile(item.operand, 'select');
    if (!compiled.isAggregate && !isGrouped(compiled.sql)) throw malformed(`Field must be grouped or aggregated: ${written(item.operand)}`, item.operand.place);
    if (compiled.sql === 'count(*)' && !isCountOnly(query)) throw malformed('COUNT() must be the only element in the SELECT list', item.operand.place);
    const name = item.alias ?? (compiled.path ? compiled.name : `expr${unnamed++}`);
    if (names.has(name.toLowerCase())) throw malformed(`duplicate alias: ${name}`, item.operand.place);
    names.add(name.toLowerCase());
    const { field, format } = compiled;
    entries?.push({ kind: 'value', name, column: index, isBoolean: field?.type === 'boolean', ...(format ? { format } : {}) });
    return compiled.sql;
  });
  const order = query.orderBy.map(({ operand }) => {
    const { sql, field, isAggregate } = compile(operand, 'sort');
    if (!isAggregate && !isGrouped(sql)) throw malformed(`Ordered field must be grouped or aggregated: ${written(operand)}`, operand.place);
    return field && isFolded(field) && sql !== 'NULL' ? sortKey(sql) : sql;
  });
  const having = query.having ? compileCondition(scope, query.having, context, { use: 'having', isGrouped }) : '';
  return { columns, order, having, groupBy };
}

/** ROLLUP(a, b): by a and b, by a, and over all. CUBE(a, b): every choice of them. */
function groupingSets(groups: readonly string[], grouping: Query['grouping']): (readonly string[])[] {
  if (grouping === 'plain') return [groups];
  if (grouping === 'rollup') return Array.from({ length: groups.length + 1 }, (_, index) => groups.slice(0, groups.length - index));
  const choices = Array.from({ length: 2 ** groups.length }, (_, bits) => groups.filter((__, index) => !(bits & (1 << index))));
  return choices.toSorted((a, b) => b.length - a.length);
}

/** A total of nothing is no row, as groups of nothing are none: so a total is a group, too. Without groups there is always one row. */
function setSql({ columns, having, groupBy }: SetSql, body: string, isTotal: boolean): string {
  const grouped = groupBy.length > 0 ? ` GROUP BY ${groupBy.join(', ')}` : isTotal ? ' GROUP BY NULL' : '';
  return `SELECT ${columns.join(', ')}${body}${grouped}${having && ` HAVING ${having}`}`;
}

function oneSet(set: SetSql, body: string, query: Query): string {
  const order = set.order.map((sql, index) => sql + directionOf(query, index));
  return setSql(set, body, false) + (order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '');
}

function severalSets(sets: readonly SetSql[], body: string, query: Query): string {
  const names = sets[0]!.columns.map((_, index) => `c${index}`);
  const selects = sets.map((set, level) => {
    const columns = [...set.columns.map((sql, index) => `${sql} AS c${index}`), ...set.order.map((sql, index) => `${sql} AS o${index}`), `${level} AS level`];
    return setSql({ ...set, columns }, body, set.groupBy.length === 0);
  });
  const order = [...query.orderBy.map((_, index) => `o${index}${directionOf(query, index)}`), 'level'];
  return `SELECT ${names.join(', ')} FROM (${selects.join(' UNION ALL ')}) ORDER BY ${order.join(', ')}`;
}

function directionOf(query: Query, index: number): string {
  const { isDescending, nulls } = query.orderBy[index]!;
  return `${isDescending ? ' DESC' : ''} NULLS ${nulls.toUpperCase()}`;
}

/** `SELECT COUNT() FROM …`, which gives a number and no records. */
function isCountOnly({ select, groupBy }: Query): boolean {
  const [item] = select as readonly [SelectItem];
  return (
    select.length === 1 &&
    groupBy.length === 0 &&
    item.kind === 'value' &&
    item.operand.kind === 'call' &&
    item.operand.name === 'COUNT' &&
    item.operand.args.length === 0
  );
}

function placeOf(item: SelectItem, query: Query): Place {
  if (item.kind === 'fields') return item.place;
  return item.kind === 'typeOf' ? item.path.place : query.from.place;
}

function written(operand: Operand): string {
  if (operand.kind === 'path') return operand.parts.join('.');
  const args = operand.args.map((argument) => (argument.kind === 'path' || argument.kind === 'call' ? written(argument) : String(argument.value)));
  return `${operand.name}(${args.join(', ')})`;
}
