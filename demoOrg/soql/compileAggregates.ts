import type { SqlParameters } from '../database.ts';
import { quoted } from '../schema/objectType.ts';
import { type Clock, compileCondition } from './compileCondition.ts';
import { compileOperand, isAggregateCall } from './compileOperand.ts';
import type { Operand, Query, SelectItem } from './query.ts';
import type { RecordShape, ShapeEntry } from './recordShape.ts';
import type { Scope } from './scope.ts';
import { malformed } from './soqlFault.ts';

export function isAggregateQuery(query: Query): boolean {
  return query.groupBy.length > 0 || query.select.some((item) => item.kind === 'value' && isAggregateCall(item.operand));
}

interface CompiledAggregates {
  readonly sql: string;
  readonly parameters: SqlParameters;
  readonly result: 'count' | 'aggregates';
  readonly shape: RecordShape;
}

/** `COUNT()`, and queries with GROUP BY or aggregate functions. */
export function compileAggregates(scope: Scope, query: Query, context: Clock & { readonly all: boolean; readonly atMost?: number }): CompiledAggregates {
  const groups = query.groupBy.map((operand) => compileOperand(scope, operand, 'group').sql);
  const columns: string[] = [];
  const shape: RecordShape = { type: 'AggregateResult', idColumn: -1, entries: [] };
  let unnamed = 0;
  const isCount = isCountOnly(query);
  for (const item of query.select) {
    if (item.kind !== 'value') throw malformed('Only fields and aggregate functions can be selected in a grouped query', query.from.place);
    const compiled = compileOperand(scope, item.operand, 'select');
    if (!compiled.isAggregate && !groups.includes(compiled.sql))
      throw malformed(`Field must be grouped or aggregated: ${written(item.operand)}`, item.operand.place);
    if (compiled.isAggregate && !isCount && item.operand.kind === 'call' && !item.operand.argument)
      throw malformed('COUNT() must be the only element in the SELECT list', item.operand.place);
    const name = item.alias ?? (item.operand.kind === 'path' ? compiled.name : `expr${unnamed++}`);
    const entry: ShapeEntry = { kind: 'value', name, column: columns.length, isBoolean: compiled.field?.type === 'boolean' };
    if (shape.entries.some((other) => other.name === name)) throw malformed(`duplicate alias: ${name}`, item.operand.place);
    shape.entries.push(entry);
    columns.push(compiled.sql);
  }
  const terms = context.all ? [] : [`${scope.table}."IsDeleted" = 0`];
  if (query.where) terms.push(compileCondition(scope, query.where, context));
  const having = query.having ? ` HAVING ${compileCondition(scope, query.having, context)}` : '';
  const order = query.orderBy.map(({ operand, isDescending, nulls }) => {
    const { sql, isAggregate } = compileOperand(scope, operand, 'sort');
    if (!isAggregate && !groups.includes(sql)) throw malformed(`Ordered field must be grouped or aggregated: ${written(operand)}`, operand.place);
    return `${sql}${isDescending ? ' DESC' : ''} NULLS ${nulls.toUpperCase()}`;
  });
  const body = ` FROM ${quoted(scope.object.name)} AS ${scope.table}${scope.joins()}${terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : ''}`;
  const parameters = scope.statement.parameters;
  // COUNT() counts the rows the query would give, its limit included.
  if (isCount)
    return {
      sql: query.limit === undefined ? `SELECT count(*)${body}` : `SELECT count(*) FROM (SELECT 1${body} LIMIT ${query.limit})`,
      parameters,
      result: 'count',
      shape,
    };
  const grouped = groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
  const ordered = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '';
  const rows = Math.min(query.limit ?? Number.MAX_SAFE_INTEGER, context.atMost ?? Number.MAX_SAFE_INTEGER);
  return {
    sql: `SELECT ${columns.join(', ')}${body}${grouped}${having}${ordered} LIMIT ${rows} OFFSET ${query.offset ?? 0}`,
    parameters,
    result: 'aggregates',
    shape,
  };
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
    !item.operand.argument
  );
}

function written(operand: Operand): string {
  return operand.kind === 'path' ? operand.parts.join('.') : `${operand.name}(${operand.argument?.parts.join('.') ?? ''})`;
}
