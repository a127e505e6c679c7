import type { Condition as ParsedCondition, Operator, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { ColumnType } from '../../flows/kit/schema.ts';

/** Operators as the builder offers them; `blank` and `notBlank` are `= null` and `!= null`. */
export type FilterOperator = Operator | 'blank' | 'notBlank';

export interface FilterCondition {
  readonly field: string;
  readonly operator: FilterOperator;
  /** As a person writes them: texts without quotes. One, or several for IN, NOT IN, INCLUDES and EXCLUDES. */
  readonly values: readonly string[];
  /** The condition as it was read; used as it is until something of it is changed. */
  readonly parsed?: ParsedCondition;
}

/** Conditions and groups of which all hold, or any. */
export interface FilterGroup {
  readonly isAll: boolean;
  readonly items: readonly (FilterCondition | FilterGroup)[];
}

export function isGroup(item: FilterCondition | FilterGroup): item is FilterGroup {
  return 'items' in item;
}

export const severalValues: ReadonlySet<FilterOperator> = new Set(['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES']);

/** A WHERE clause as groups; undefined where it has what groups cannot show: NOT, sub-queries, functions. */
export function readFilter(where: WhereClause | undefined): FilterGroup | undefined {
  if (!where) return { isAll: true, items: [] };
  const open: { operator: string | undefined; items: (FilterCondition | FilterGroup)[] }[] = [{ operator: undefined, items: [] }];
  for (let at: WhereClause | undefined = where; at; at = 'right' in at ? at.right : undefined) {
    const { left } = at;
    if (!left || !('field' in left) || 'valueQuery' in left) return undefined;
    for (let count = left.openParen ?? 0; count > 0; count--) open.push({ operator: undefined, items: [] });
    open.at(-1)!.items.push(readCondition(left));
    for (let count = left.closeParen ?? 0; count > 0; count--) {
      const { operator, items } = open.pop()!;
      // Parentheses around one condition or around everything say nothing.
      open.at(-1)?.items.push(items.length === 1 ? items[0]! : { isAll: operator !== 'OR', items });
    }
    const operator = 'operator' in at ? at.operator : undefined;
    if (operator === undefined) continue;
    const level = open.at(-1);
    if (!level || operator === 'NOT' || (level.operator !== undefined && level.operator !== operator)) return undefined;
    level.operator = operator;
  }
  const [{ operator, items } = { operator: undefined, items: [] }, ...unclosed] = open;
  if (unclosed.length > 0) return undefined;
  const [only] = items;
  return items.length === 1 && only && isGroup(only) ? only : { isAll: operator !== 'OR', items };
}

function readCondition(parsed: Extract<ParsedCondition, { field: string }>): FilterCondition {
  const { field, operator, value, literalType } = parsed;
  if (literalType === 'NULL' && (operator === '=' || operator === '!=')) return { field, operator: operator === '=' ? 'blank' : 'notBlank', values: [], parsed };
  const types = Array.isArray(literalType) ? literalType : [literalType];
  const values = (Array.isArray(value) ? value : [value]).map((one, index) => readLiteral(one, types[index] ?? types[0]));
  return { field, operator, values, parsed };
}

function readLiteral(literal: string, type: string | undefined): string {
  if (type === 'APEX_BIND_VARIABLE') return `:${literal.replace(/^:/, '')}`;
  return literal.startsWith("'") ? literal.slice(1, -1).replace(/\\(['"\\])/g, '$1') : literal;
}

/** Groups as a WHERE clause; undefined where nothing is asked. `typeOf` gives the type of a field, where it is known. */
export function writeFilter(group: FilterGroup, typeOf: (field: string) => ColumnType | undefined): WhereClause | undefined {
  const flat: { condition: ParsedCondition; open: number; close: number; operator: 'AND' | 'OR' | undefined }[] = [];
  const add = (items: FilterGroup['items'], operator: 'AND' | 'OR', isInner: boolean): void => {
    const full = items.filter((item) => !isGroup(item) || hasConditions(item));
    const first = flat.length;
    full.forEach((item, index) => {
      const before = flat.length;
      if (isGroup(item)) add(item.items, item.isAll ? 'AND' : 'OR', true);
      else flat.push({ condition: item.parsed ?? writeCondition(item, typeOf(item.field)), open: 0, close: 0, operator: undefined });
      if (index > 0 && before > 0) flat[before - 1]!.operator = operator;
    });
    if (!isInner || full.length < 2) return;
    flat[first]!.open++;
    flat.at(-1)!.close++;
  };
  add(group.items, group.isAll ? 'AND' : 'OR', false);
  return flat.reduceRight<WhereClause | undefined>((right, { condition, open, close, operator }) => {
    const left = { ...condition, openParen: open, closeParen: close };
    return right && operator ? { left, operator, right } : { left };
  }, undefined);
}

function hasConditions(group: FilterGroup): boolean {
  return group.items.some((item) => !isGroup(item) || hasConditions(item));
}

function writeCondition({ field, operator, values }: FilterCondition, type: ColumnType | undefined): ParsedCondition {
  if (operator === 'blank' || operator === 'notBlank') return { field, operator: operator === 'blank' ? '=' : '!=', value: 'NULL', literalType: 'NULL' };
  // A list of nothing is no SOQL; while it is being filled it holds a blank.
  const literals = (values.length === 0 ? [''] : values).map((value) => writeLiteral(value, type));
  return { field, operator, value: severalValues.has(operator) ? literals : literals[0]! };
}

const dateLiteral =
  /^(YESTERDAY|TODAY|TOMORROW|(LAST|NEXT)_90_DAYS|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)|((LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)|N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)_AGO):\d+)$/i;
const number = /^-?\d+(\.\d+)?$/;
const truth = /^(true|false)$/i;
const date = /^\d{4}-\d{2}-\d{2}$/;
const datetime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i;

/** What may stand without quotes, by the type of the field; a field that is not known takes numbers and truth values so. */
const bare: Readonly<Record<ColumnType | 'unknown', readonly RegExp[]>> = {
  text: [],
  number: [number],
  boolean: [truth],
  date: [date, dateLiteral],
  datetime: [datetime, dateLiteral],
  time: [/^\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/],
  unknown: [number, truth],
};

/** A value as SOQL writes it: `:names` and what is a literal of the type as they are, anything else in quotes, so that half a date is no broken query. */
export function writeLiteral(value: string, type: ColumnType | undefined): string {
  const text = value.trim();
  if (/^:[A-Za-z]\w*$/.test(text)) return text;
  return bare[type ?? 'unknown'].some((shape) => shape.test(text)) ? text : `'${value.replace(/[\\']/g, '\\$&')}'`;
}
