import { type Field, type ObjectType, quoted } from '../schema/objectType.ts';
import type { AddressPart } from '../seed/seedFormat.ts';
import type { FieldSet, Path, Query } from './query.ts';
import type { RecordShape, ShapeEntry } from './recordShape.ts';
import { childNamed, type Scope } from './scope.ts';
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
export function compileSelect(scope: Scope, query: Query): CompiledSelect {
  const columns: string[] = [];
  const children: ChildPlan[] = [];
  const column = (sql: string): number => {
    const known = columns.indexOf(sql);
    return known >= 0 ? known : columns.push(sql) - 1;
  };
  const shapeOf = (object: ObjectType, table: string): RecordShape => ({ type: object.name, idColumn: column(`${table}."Id"`), entries: [] });
  const root = shapeOf(scope.object, scope.table);

  function add(shape: RecordShape, entry: ShapeEntry, place: Place): void {
    if (shape.entries.some(({ name }) => name === entry.name)) throw new SoqlFault('INVALID_FIELD', `duplicate field selected: ${entry.name}`, place);
    shape.entries.push(entry);
  }

  function addPath(path: Path): void {
    const { field, object, table } = scope.resolve(path);
    let shape = root;
    let at: { object: ObjectType; table: string } = scope;
    for (const part of scope.plain(path).slice(0, -1)) {
      const parent = scope.parent(at, part, path.place);
      shape = parentShape(shape, parent);
      at = parent;
    }
    add(shape, entryOf(field, object, table), path.place);
  }

  function parentShape(shape: RecordShape, parent: { object: ObjectType; table: string; name: string }): RecordShape {
    const known = shape.entries.find((entry) => entry.kind === 'parent' && entry.name === parent.name);
    if (known?.kind === 'parent') return known.shape;
    const made = shapeOf(parent.object, parent.table);
    shape.entries.push({ kind: 'parent', name: parent.name, shape: made });
    return made;
  }

  function entryOf(field: Field, object: ObjectType, table: string): ShapeEntry {
    if (!field.parts) return { kind: 'value', name: field.name, column: column(`${table}.${quoted(field.name)}`), isBoolean: field.type === 'boolean' };
    const parts = Object.entries(field.parts).map(
      ([part, name]) => [part as AddressPart, column(`${table}.${quoted(object.byName.get(name)!.name)}`)] as const,
    );
    return { kind: 'address', name: field.name, parts };
  }

  function addFields(which: FieldSet, place: Place): void {
    if (which !== 'STANDARD' && (query.limit === undefined || query.limit > 200))
      throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200', place);
    for (const field of scope.object.fields) {
      if (which === 'ALL' || field.custom === (which === 'CUSTOM')) add(root, entryOf(field, scope.object, scope.table), place);
    }
  }

  for (const item of query.select) {
    if (item.kind === 'fields') {
      addFields(item.which, item.place);
    } else if (item.kind === 'query') {
      const child = childNamed(scope.schema, scope.object, item.query.from);
      add(root, { kind: 'children', name: child.name, child: children.length }, item.query.from.place);
      children.push({ ...child, query: item.query });
    } else if (item.operand.kind === 'call') {
      throw malformed(`unexpected token: '${item.operand.name}'`, item.operand.place);
    } else {
      addPath(item.operand);
    }
  }
  return { columns, shape: root, children };
}
