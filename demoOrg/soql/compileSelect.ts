import { type Field, fieldOf, isBinary, type ObjectType } from '../schema/objectType.ts';
import type { AddressPart } from '../seed/seedFormat.ts';
import { compileOperand } from './compileOperand.ts';
import type { Clock } from './dateRange.ts';
import type { Call, FieldSet, Path, Query, TypeOf } from './query.ts';
import type { RecordShape, ShapeEntry } from './recordShape.ts';
import { childNamed, noSuchField, type Scope, type Table } from './scope.ts';
import { malformed, type Place, SoqlFault } from './soqlFault.ts';

/** A sub-query of the select list, run once for a whole page of parents. */
export interface ChildPlan {
  readonly query: Query;
  readonly object: ObjectType;
  /** The child's field that points to the parent. */
  readonly field: Field;
  readonly name: string;
}

export interface CompiledSelect {
  readonly columns: readonly string[];
  readonly shape: RecordShape;
  readonly children: readonly ChildPlan[];
}

/** The select list of a query that gives records. */
export function compileSelect(scope: Scope, query: Query, clock: Clock): CompiledSelect {
  const columns: string[] = [];
  const positions = new Map<string, number>();
  const children: ChildPlan[] = [];
  const column = (sql: string): number => {
    const known = positions.get(sql);
    if (known !== undefined) return known;
    positions.set(sql, columns.length);
    return columns.push(sql) - 1;
  };
  const shapeOf = (table: Table): RecordShape => ({
    type: table.object.name,
    ...(table.typeSql === undefined ? {} : { typeColumn: column(table.typeSql) }),
    idColumn: column(table.column('Id')),
    entries: [],
  });
  const root = shapeOf(scope.root);
  const taken = new Map<RecordShape, Map<string, ShapeEntry>>();
  let unnamed = 0;

  function add(shape: RecordShape, entry: ShapeEntry, place: Place): void {
    const names = taken.get(shape) ?? new Map<string, ShapeEntry>();
    taken.set(shape, names);
    if (names.has(entry.name)) throw new SoqlFault('INVALID_FIELD', `duplicate field selected: ${entry.name}`, place);
    names.set(entry.name, entry);
    shape.entries.push(entry);
  }

  /** The shape of the record in which the last part of a path stands. */
  function shapeAt(path: Path): RecordShape {
    let shape = root;
    let table = scope.root;
    for (const part of scope.plain(path).slice(0, -1)) {
      const parent = scope.parent(table, part, path.place);
      const known = taken.get(shape)?.get(parent.name);
      if (known && known.kind !== 'parent') throw new SoqlFault('INVALID_FIELD', `duplicate field selected: ${parent.name}`, path.place);
      const made = known?.shape ?? shapeOf(parent);
      if (!known) add(shape, { kind: 'parent', name: parent.name, shape: made }, path.place);
      shape = made;
      table = parent;
    }
    return shape;
  }

  function addPath(path: Path): void {
    const { field, table } = scope.resolve(path);
    add(shapeAt(path), entryOf(field, table), path.place);
  }

  /** `toLabel(Account.Industry)` stands where the field would; with a name of its own, and without a field, it stands in the record itself. */
  function addCall(call: Call, alias: string | undefined): void {
    const { sql, field, format, name, path } = compileOperand(scope, call, 'select', clock);
    const value = { kind: 'value', column: column(sql), isBoolean: field?.type === 'boolean', ...(format ? { format } : {}) } as const;
    if (alias === undefined && path) add(shapeAt(path), { ...value, name }, call.place);
    else add(root, { ...value, name: alias ?? `expr${unnamed++}` }, call.place);
  }

  function entryOf(field: Field, table: Table): ShapeEntry {
    if (!field.parts) return { kind: 'value', name: field.name, column: column(table.column(field.name)), isBoolean: field.type === 'boolean', ...(isBinary(field) ? { isBinary: true } : {}) };
    const at = (name: string): number => column(table.column(fieldOf(table.object, name)?.name ?? name));
    const parts = Object.entries(field.parts).map(([part, name]) => [part as AddressPart, at(name)] as const);
    return { kind: 'address', name: field.name, parts };
  }

  function addFields(which: FieldSet, place: Place): void {
    if (which !== 'STANDARD' && (query.limit === undefined || query.limit > 200))
      throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200', place);
    for (const field of scope.object.fields) {
      if (which === 'ALL' || field.custom === (which === 'CUSTOM')) add(root, entryOf(field, scope.root), place);
    }
  }

  function addTypeOf({ path, whens, otherwise }: TypeOf): void {
    const parts = scope.plain(path);
    let from: Table = scope.root;
    for (const part of parts.slice(0, -1)) from = scope.parent(from, part, path.place);
    const parent = scope.parent(from, parts.at(-1)!, path.place);
    if (parent.typeSql === undefined)
      throw malformed(`TYPEOF is for relationships that may lead to several objects: ${parent.name} leads to one`, path.place);
    const shapes = new Map<string, RecordShape>();
    for (const { type, place, fields } of whens) {
      const table = scope.parentOfType(from, parts.at(-1)!, type, place);
      if (!table) throw new SoqlFault('INVALID_TYPE', `sObject type '${type}' is not supported.`, place);
      if (shapes.has(table.object.name)) throw malformed(`duplicate WHEN for ${table.object.name}`, place);
      shapes.set(table.object.name, fieldsOf(table, fields));
    }
    const entry = { kind: 'typeOf', name: parent.name, typeColumn: column(parent.typeSql), shapes } as const;
    add(shapeAt(path), { ...entry, otherwise: otherwise && fieldsOf(parent, otherwise) }, path.place);
  }

  /** Fields of TYPEOF stand in the parent itself, so a path has one part. */
  function fieldsOf(table: Table, paths: readonly Path[]): RecordShape {
    const shape = shapeOf(table);
    for (const { parts, place } of paths) {
      const field = parts.length === 1 ? fieldOf(table.object, parts[0]!) : undefined;
      if (!field) throw noSuchField(table.object, parts.join('.'), place);
      add(shape, entryOf(field, table), place);
    }
    return shape;
  }

  for (const item of query.select) {
    if (item.kind === 'fields') {
      addFields(item.which, item.place);
    } else if (item.kind === 'typeOf') {
      addTypeOf(item);
    } else if (item.kind === 'query') {
      const child = childNamed(scope, item.query.from);
      add(root, { kind: 'children', name: child.name, child: children.length }, item.query.from.place);
      children.push({ ...child, query: item.query });
    } else if (item.operand.kind === 'call') {
      addCall(item.operand, item.alias);
    } else {
      if (item.alias !== undefined) throw malformed('only aggregate expressions use field aliasing', item.operand.place);
      addPath(item.operand);
    }
  }
  return { columns, shape: root, children };
}
