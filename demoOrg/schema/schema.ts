import type { Database } from '../database.ts';
import { notFound } from '../orgError.ts';
import type { ObjectSeed } from '../seed/seedFormat.ts';
import type { ChildRelationship, ObjectType } from './objectType.ts';
import { objectTypeOf } from './objectTypeOf.ts';

/** Every object of the org. Names match in any case. */
export interface Schema {
  readonly objects: readonly ObjectType[];
  find(name: string): ObjectType | undefined;
  /** The object at this place of a path; 404 where there is none. */
  at(name: string): ObjectType;
  /** The object of a record, by the first three characters of its id. */
  ofId(id: string): ObjectType | undefined;
  children(object: ObjectType): readonly ChildRelationship[];
}

/** The schema of the org itself, which changes when objects and fields are added. `objects` is another list after every change. */
export interface OrgSchema extends Schema {
  /** Reads again what the file holds. */
  reload(): void;
}

/** Reads the objects that the file holds. Their definitions are kept as they were written in the seed. */
export function loadSchema(database: Database): OrgSchema {
  let current = readSchema(database);
  return {
    get objects() {
      return current.objects;
    },
    find: (name) => current.find(name),
    at: (name) => current.at(name),
    ofId: (id) => current.ofId(id),
    children: (object) => current.children(object),
    reload: () => void (current = readSchema(database)),
  };
}

function readSchema(database: Database): Schema {
  const rows = database.all('SELECT name, definition FROM _object ORDER BY rowid');
  return schemaOf(rows.map(([name, definition]) => objectTypeOf(name as string, JSON.parse(definition as string) as ObjectSeed)));
}

/** A schema of these objects. */
export function schemaOf(objects: readonly ObjectType[]): Schema {
  const byName = new Map(objects.flatMap((object) => [[object.name, object], [object.name.toLowerCase(), object]]));
  const byPrefix = new Map(objects.map((object) => [object.keyPrefix, object]));
  const children = new Map<string, ChildRelationship[]>(objects.map((object) => [object.name, []]));
  for (const object of objects) {
    for (const field of object.fields) {
      for (const parent of field.referenceTo)
        children.get(parent)?.push({ child: object.name, field: field.name, name: field.childRelationship, cascadeDelete: field.cascadeDelete });
    }
  }
  const find = (name: string): ObjectType | undefined => byName.get(name) ?? byName.get(name.toLowerCase());
  return {
    objects,
    find,
    at(name) {
      const object = find(name);
      if (!object) throw notFound();
      return object;
    },
    ofId: (id) => byPrefix.get(id.slice(0, 3)),
    children: (object) => children.get(object.name) ?? [],
  };
}
