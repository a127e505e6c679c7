import type { OrgContext } from '../org.ts';
import { type Field, isNumber, isText } from '../schema/objectType.ts';
import { isAggregateQuery } from '../soql/compileAggregates.ts';
import { compileOperand } from '../soql/compileOperand.ts';
import { parseQuery } from '../soql/parseQuery.ts';
import type { Operand, Path, Query, SelectItem } from '../soql/query.ts';
import { childNamed, newStatement, objectNamed, openScope, type Scope, type Table } from '../soql/scope.ts';
import { withQueryText } from '../soql/soqlFault.ts';
import { queryContextOf } from './queryContextOf.ts';

interface ColumnMetadata {
  readonly aggregate: boolean;
  readonly apexType: string | null;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: ColumnMetadata[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

type Context = ReturnType<typeof queryContextOf>;

const apexTypes: Readonly<Partial<Record<Field['type'], string>>> = {
  id: 'Id', reference: 'Id', boolean: 'Boolean', int: 'Integer', double: 'Double', currency: 'Decimal', percent: 'Double', date: 'Date', datetime: 'Datetime',
  address: 'Address', location: 'Location',
};

/** `columns=true`: what a query's columns are, without running it. */
export function columnMetadata(org: OrgContext, soql: string, userId: string): Record<string, unknown> {
  return withQueryText(soql, () => {
    const query = parseQuery(soql);
    const context = queryContextOf(org, userId);
    const object = objectNamed(context.schema, query.from);
    const scope = openScope(context.schema, object, query.from, newStatement());
    if (query.grouping !== 'plain') scope.grouping = { groups: query.groupBy.map((group) => compileOperand(scope, group, 'group', context).sql), rolledUp: [] };
    return {
      columnMetadata: columnsOf(scope, query, context),
      entityName: object.name,
      groupBy: isAggregateQuery(query),
      idSelected: query.select.some((item) => item.kind === 'value' && item.operand.kind === 'path' && scope.plain(item.operand).join().toLowerCase() === 'id'),
      keyPrefix: object.keyPrefix,
    };
  });
}

function columnsOf(scope: Scope, query: Query, context: Context): ColumnMetadata[] {
  const columns: ColumnMetadata[] = [];
  let unnamed = 0;
  for (const item of query.select) {
    switch (item.kind) {
      case 'fields':
        for (const field of scope.object.fields)
          if (item.which === 'ALL' || field.custom === (item.which === 'CUSTOM')) columns.push(column(field.name, field));
        break;
      case 'query':
        columns.push(childColumn(scope, item.query, context));
        break;
      case 'typeOf':
        columns.push({
          ...column(item.path.parts.at(-1)!),
          joinColumns: item.whens.flatMap(({ fields }) => fields.map(({ parts }) => column(parts.join('.')))),
        });
        break;
      case 'value':
        if (item.operand.kind === 'path') addPath(columns, scope, item.operand);
        else columns.push(functionColumn(scope, item, item.operand, context, () => `expr${unnamed++}`));
    }
  }
  return columns;
}

function childColumn(scope: Scope, query: Query, context: Context): ColumnMetadata {
  const child = childNamed(scope, query.from);
  const inner = openScope(scope.schema, child.object, query.from, newStatement());
  return { ...column(child.name), aggregate: true, joinColumns: columnsOf(inner, query, context) };
}

/** `Owner.Manager.Name` becomes Owner with Manager with Name inside; fields of the same parent stand together. */
function addPath(columns: ColumnMetadata[], scope: Scope, path: Path): void {
  const { field } = scope.resolve(path);
  let list = columns;
  let table: Table = scope.root;
  for (const part of scope.plain(path).slice(0, -1)) {
    const parent = scope.parent(table, part, path.place);
    const known = list.find(({ columnName }) => columnName === parent.name) ?? column(parent.name);
    if (!list.includes(known)) list.push(known);
    list = known.joinColumns;
    table = parent;
  }
  list.push(column(field.name, field));
}

function functionColumn(
  scope: Scope,
  item: Extract<SelectItem, { kind: 'value' }>,
  operand: Operand,
  context: Context,
  nextName: () => string,
): ColumnMetadata {
  const { field, path, name } = compileOperand(scope, operand, 'select', context);
  const shown = item.alias ?? (path ? name : nextName());
  return { ...column(shown, field), aggregate: true, insertable: false, updatable: false, ...(field ? {} : { numberType: true, apexType: 'Double' }) };
}

function column(name: string, field?: Field): ColumnMetadata {
  return {
    aggregate: false,
    apexType: field ? (apexTypes[field.type] ?? 'String') : null,
    booleanType: field?.type === 'boolean',
    columnName: name,
    custom: field?.custom ?? false,
    displayName: name,
    foreignKeyName: field?.relationshipName ?? null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: field !== undefined && isNumber(field),
    textType: field !== undefined && isText(field),
    updatable: field?.updateable ?? false,
  };
}
