import { foldText, isAscii, sortText } from '../foldText.ts';
import { isFolded, isNameKey, isText, quoted } from '../schema/objectType.ts';
import { beyondAscii, sortKey } from './collation.ts';
import type { CompiledOperand } from './compiledOperand.ts';
import { compileOperand, type Use } from './compileOperand.ts';
import { isRangeable, mismatch, storedLiteral } from './compileLiteral.ts';
import { type Clock, dateRange } from './dateRange.ts';
import type { Condition, Literal, Operand, Operator, Path, Query } from './query.ts';
import { objectNamed, openScope, type Scope } from './scope.ts';
import { malformed, type Place, SoqlFault } from './soqlFault.ts';

/** Where a condition stands. In HAVING, only aggregates and what is grouped may be asked for; a semi-join stands at the top of WHERE only. */
interface Setting {
  readonly use: Extract<Use, 'filter' | 'having'>;
  readonly isGrouped?: (sql: string) => boolean;
  readonly isInOr?: boolean;
}

/** A condition as SQL. Comparisons with null follow Salesforce: `!=` and NOT are true of records without a value. */
export function compileCondition(scope: Scope, condition: Condition, clock: Clock, setting: Setting = { use: 'filter' }): string {
  const operand = (left: Operand): CompiledOperand => compileLeft(scope, left, clock, setting);
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const inner = condition.kind === 'or' ? { ...setting, isInOr: true } : setting;
      return balanced(
        condition.terms.map((term) => compileCondition(scope, term, clock, inner)),
        condition.kind === 'and' ? ' AND ' : ' OR ',
      );
    }
    case 'not':
      return `NOT coalesce(${compileCondition(scope, condition.term, clock, setting)}, 0)`;
    case 'compare':
      return compileComparison(scope, byDurableId(operand(condition.left), [condition.value]), condition.operator, condition.value, clock);
    case 'in':
      return compileIn(scope, byDurableId(operand(condition.left), condition.values), condition.isNegated, condition.values, clock);
    case 'inQuery':
      if (setting.use === 'having' || setting.isInOr)
        throw malformed('Semi join sub-selects are only allowed at the top level WHERE expressions', condition.left.place);
      return compileInQuery(scope, condition.left, condition.isNegated, condition.query, clock);
    case 'includes':
      if (setting.use === 'having') throw malformed(`Field must be grouped or aggregated: ${condition.left.parts.join('.')}`, condition.left.place);
      return compileIncludes(scope, condition.left, condition.isNegated, condition.values);
  }
}

function compileLeft(scope: Scope, left: Operand, clock: Clock, { use, isGrouped }: Setting): CompiledOperand {
  const compiled = compileOperand(scope, left, use, clock);
  if (isGrouped && !compiled.isAggregate && !isGrouped(compiled.sql))
    throw malformed(`Field must be grouped or aggregated: ${compiled.name}`, left.place);
  return compiled;
}

/** `EntityDefinitionId = 'Account'`: an entity may be named by its durable id, which for standard objects is their name. */
function byDurableId(left: CompiledOperand, literals: readonly Literal[]): CompiledOperand {
  const { field, sql } = left;
  if (field?.referenceTo[0] !== 'EntityDefinition' || !literals.some((literal) => literal.kind === 'string' && !literal.value.startsWith('4ie'))) return left;
  return { ...left, sql: `(SELECT "DurableId" FROM "EntityDefinition" WHERE "Id" = ${sql})`, field: { ...field, type: 'string', referenceTo: [] } };
}

/** Terms as a tree of little depth: SQLite takes 1,000 levels, and a filter may have more terms than that. */
function balanced(terms: readonly string[], sign: string): string {
  if (terms.length === 1) return terms[0]!;
  const middle = terms.length >> 1;
  return `(${balanced(terms.slice(0, middle), sign)}${sign}${balanced(terms.slice(middle), sign)})`;
}

function compileComparison(scope: Scope, left: CompiledOperand, operator: Operator, literal: Literal, clock: Clock): string {
  if (literal.kind === 'dateRange') return compileRange(scope, left, operator, literal, clock);
  const bind = (value: string | number | null): string => scope.statement.bind(value);
  if (operator === 'LIKE') {
    if (!left.field || !isText(left.field)) throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on field', literal.place);
    if (literal.kind !== 'string') throw mismatch(comparandOf(left), 'string', true, literal);
    return likeSql(left.sql, literal.pattern, bind);
  }
  if (left.isDistance && !['<', '<=', '>', '>='].includes(operator))
    throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', 'DISTANCE can be compared with < and > only', literal.place);
  const value = storedLiteral(left.field, comparandOf(left), literal);
  if (value === null) return compileNull(left, operator, literal.place);
  if (operator !== '=' && operator !== '!=' && !isRangeable(left.field))
    throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${left.field!.type} field`, literal.place);
  const isKeyed = operator === '=' ? left.field !== undefined && isNameKey(left.field) : operator !== '!=';
  if (isKeyed && typeof value === 'string' && left.field && isFolded(left.field))
    return `${sortKey(left.sql)} ${operator} ${bind(keyOf(value))}`;
  const isBeyond = needsFolding(left, [value]);
  // Only values beyond ASCII can be equal to one, and key fields have an index of these.
  if (isBeyond && operator === '=') return `(${beyondAscii(left.sql)} AND fold(${left.sql}) = ${bind(foldText(value as string))})`;
  const [leftSql, rightSql] = isBeyond ? [`fold(${left.sql})`, bind(foldText(value as string))] : [left.sql, bind(value)];
  return operator === '!=' ? `${leftSql} IS NOT ${rightSql}` : `${leftSql} ${operator} ${rightSql}`;
}

function comparandOf(left: CompiledOperand): { name: string; type: NonNullable<CompiledOperand['field']>['type'] } {
  return { name: left.name, type: left.field?.type ?? 'double' };
}

function likeSql(sql: string, pattern: string, bind: (value: string) => string): string {
  return isAscii(pattern) ? `${sql} LIKE ${bind(pattern)} ESCAPE '\\'` : `fold(${sql}) LIKE ${bind(foldText(pattern))} ESCAPE '\\'`;
}

function compileNull(left: CompiledOperand, operator: Operator, place: Place): string {
  if (operator === '=') return `${left.sql} IS NULL`;
  if (operator === '!=') return `${left.sql} IS NOT NULL`;
  throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', 'invalid operator', place);
}

/** The columns know that case does not count, but only for ASCII; a literal beyond it is compared folded. */
function needsFolding(left: CompiledOperand, values: readonly (string | number | null)[]): boolean {
  return left.field !== undefined && isFolded(left.field) && values.some((value) => typeof value === 'string' && !isAscii(value));
}

function compileRange(scope: Scope, left: CompiledOperand, operator: Operator, literal: Extract<Literal, { kind: 'dateRange' }>, clock: Clock): string {
  const type = left.field?.type;
  if (type !== 'date' && type !== 'datetime') throw mismatch(comparandOf(left), type === undefined ? 'double' : 'string', type !== undefined, literal);
  const range = dateRange(literal.name, literal.count, type, clock);
  const bind = scope.statement.bind;
  const { sql } = left;
  switch (operator) {
    case '=':
      return `(${sql} >= ${bind(range.start)} AND ${sql} < ${bind(range.end)})`;
    case '!=':
      return `(${sql} IS NULL OR ${sql} < ${bind(range.start)} OR ${sql} >= ${bind(range.end)})`;
    case '<':
      return `${sql} < ${bind(range.start)}`;
    case '<=':
      return `${sql} < ${bind(range.end)}`;
    case '>':
      return `${sql} >= ${bind(range.end)}`;
    case '>=':
      return `${sql} >= ${bind(range.start)}`;
    default:
      throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on field', literal.place);
  }
}

function compileIn(scope: Scope, left: CompiledOperand, isNegated: boolean, literals: readonly Literal[], clock: Clock): string {
  const ranged = literals.find((literal) => literal.kind === 'dateRange');
  if (ranged) {
    const terms = literals.map((literal) => compileComparison(scope, left, '=', literal, clock));
    return isNegated ? `NOT coalesce(${balanced(terms, ' OR ')}, 0)` : balanced(terms, ' OR ');
  }
  const values = literals.map((literal) => storedLiteral(left.field, comparandOf(left), literal as Exclude<Literal, { kind: 'dateRange' }>));
  const given = values.filter((value) => value !== null);
  const [leftSql, toKey] = inKeys(left, given);
  // One parameter whatever the length, so that lists of any size share one prepared statement.
  const list = scope.statement.bind(JSON.stringify(given.map((value) => (typeof value === 'string' ? toKey(value) : value))));
  const within = `${leftSql} IN (SELECT value FROM json_each(${list}))`;
  const hasNull = given.length < values.length;
  const positive = hasNull ? `(${within} OR ${left.sql} IS NULL)` : within;
  return isNegated ? `NOT coalesce(${positive}, 0)` : positive;
}

/** What values are looked for by: the key of a name, folded text, or as they are. */
function inKeys(left: CompiledOperand, values: readonly (string | number | null)[]): [sql: string, toKey: (value: string) => string] {
  if (left.field && isNameKey(left.field)) return [sortKey(left.sql), keyOf];
  return needsFolding(left, values) ? [`fold(${left.sql})`, foldText] : [left.sql, (value) => value];
}

/** As `sortKey` makes it of a column. */
function keyOf(value: string): string {
  return isAscii(value) ? value : sortText(value);
}

/** Semi-join and anti-join: `Id IN (SELECT AccountId FROM Contact WHERE …)`. */
function compileInQuery(outer: Scope, path: Path, isNegated: boolean, query: Query, clock: Clock): string {
  const left = outer.resolve(path);
  if (left.field.type !== 'id' && left.field.type !== 'reference') {
    throw malformed(
      `The left operand field in the where expression for inner query should be an id/reference field, cannot use: '${left.field.name}'`,
      path.place,
    );
  }
  const object = objectNamed(outer.schema, query.from);
  const scope = openScope(outer.schema, object, query.from, outer.statement);
  const [item] = query.select;
  if (query.select.length !== 1 || item?.kind !== 'value' || item.operand.kind !== 'path')
    throw malformed('An inner query selects exactly one field', query.from.place);
  const inner = scope.resolve(item.operand);
  const [outerTypes, innerTypes] = [typesOf(left), typesOf(inner)];
  if (!innerTypes.some((type) => outerTypes.includes(type))) {
    throw malformed(
      `The selected field '${inner.field.name}' in the subquery and the left operand field in the where expression in the outer query `
        + `'${left.field.name}' should point to the same object type`,
      item.operand.place,
    );
  }
  if (query.groupBy.length > 0 || query.limit !== undefined || query.orderBy.length > 0)
    throw malformed('An inner query has no GROUP BY, ORDER BY or LIMIT', query.from.place);
  const where = query.where ? ` AND ${compileCondition(scope, query.where, clock)}` : '';
  const from = `${quoted(object.name)} AS ${scope.table}${scope.joins()}`;
  const within = `${left.sql} IN (SELECT ${inner.sql} FROM ${from} WHERE ${scope.table}."IsDeleted" = 0 AND ${inner.sql} IS NOT NULL${where})`;
  return isNegated ? `NOT coalesce(${within}, 0)` : within;
}

/** What the ids in a field are ids of. */
function typesOf({ field, table }: ReturnType<Scope['resolve']>): readonly string[] {
  return field.type === 'id' ? [table.object.name] : field.referenceTo;
}

/** `INCLUDES ('A;B', 'C')`: A and B together, or C. */
function compileIncludes(scope: Scope, path: Path, isNegated: boolean, literals: readonly Literal[]): string {
  const { field, sql } = scope.resolve(path);
  if (field.type !== 'multipicklist')
    throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', 'includes and excludes are for multi-select picklists only', path.place);
  const terms = literals.map((literal) => {
    if (literal.kind !== 'string') throw mismatch(field, 'string', true, literal);
    const parts = literal.value.split(';').map((chosen) => `instr(';' || fold(${sql}) || ';', ${scope.statement.bind(`;${foldText(chosen.trim())};`)}) > 0`);
    return balanced(parts, ' AND ');
  });
  return isNegated ? `NOT coalesce(${balanced(terms, ' OR ')}, 0)` : balanced(terms, ' OR ');
}
