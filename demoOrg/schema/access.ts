import type { Database } from '../database.ts';
import { type Field, isPermissionable, type ObjectType } from './objectType.ts';
import { type Schema, schemaOf } from './schema.ts';

/** The org as one user may see it: objects and fields that are hidden from them are not there, and the flags say what they may write. */
export type SchemaFor = (userId: string) => Schema;

interface Rights {
  /** Everything may be read and written. */
  readonly all: boolean;
  readonly objects: ReadonlyMap<string, ObjectRights>;
  readonly fields: ReadonlyMap<string, FieldRights>;
}

interface ObjectRights {
  readonly create: boolean;
  readonly read: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
}

interface FieldRights {
  readonly read: boolean;
  readonly edit: boolean;
}

const setsOfUser = `SELECT "Id" FROM "PermissionSet" WHERE "ProfileId" = (SELECT "ProfileId" FROM "User" WHERE "Id" = :userId) AND "IsDeleted" = 0
  UNION SELECT "PermissionSetId" FROM "PermissionSetAssignment" WHERE "AssigneeId" = :userId AND "IsDeleted" = 0`;
const inSets = '"ParentId" IN (SELECT value FROM json_each(:sets)) AND "IsDeleted" = 0';

/** Rights come from the permission sets of the user's profile and those assigned to the user; what one of them allows is allowed. */
export function openAccess(database: Database, schema: Schema): SchemaFor {
  // A seed without permissions leaves everything open to everybody.
  if (!schema.find('PermissionSet') || !schema.find('ObjectPermissions')) return () => schema;
  const views = new Map<string, Schema>();
  let { objects } = schema;
  return (userId) => {
    if (objects !== schema.objects) views.clear();
    ({ objects } = schema);
    const sets = database.all(setsOfUser, { userId }).map(([id]) => id as string);
    const key = sets.toSorted().join();
    const known = views.get(key);
    if (known) return known;
    const rights = readRights(database, JSON.stringify(sets));
    const view = rights.all ? schema : schemaOf(schema.objects.flatMap((object) => visible(object, rights) ?? []));
    views.set(key, view);
    return view;
  };
}

function readRights(database: Database, sets: string): Rights {
  const [all] = database.get(
    'SELECT count(*) FROM "PermissionSet" WHERE "Id" IN (SELECT value FROM json_each(:sets)) AND "PermissionsModifyAllData" = 1',
    { sets },
  )!;
  const objects = database.all(
    `SELECT "SobjectType", max("PermissionsCreate"), max("PermissionsRead"), max("PermissionsEdit"), max("PermissionsDelete")
     FROM "ObjectPermissions" WHERE ${inSets} GROUP BY 1`,
    { sets },
  );
  const fields = database.all(`SELECT "Field", max("PermissionsRead"), max("PermissionsEdit") FROM "FieldPermissions" WHERE ${inSets} GROUP BY 1`, { sets });
  return {
    all: Number(all) > 0,
    objects: new Map(
      objects.map(([name, create, read, edit, remove]) => [name as string, { create: create === 1, read: read === 1, edit: edit === 1, delete: remove === 1 }]),
    ),
    fields: new Map(fields.map(([name, read, edit]) => [name as string, { read: read === 1, edit: edit === 1 }])),
  };
}

/** Objects that everybody may look at and only an administrator may change. */
const openToRead = new Set(['User', 'PermissionSetAssignment']);

function visible(object: ObjectType, rights: Rights): ObjectType | undefined {
  if (!object.writable) return object;
  if (openToRead.has(object.name)) return withFields({ ...object, createable: false, updateable: false, deletable: false }, object.fields.map(readOnly));
  const own = rights.objects.get(object.name);
  if (!own?.read) return undefined;
  const shown = object.fields.flatMap((field) => {
    if (!isPermissionable(field)) return field;
    const right = rights.fields.get(`${object.name}.${field.name}`);
    if (!right?.read) return [];
    return right.edit ? field : readOnly(field);
  });
  const names = new Set(shown.map(({ name }) => name));
  const whole = shown.filter(({ parts }) => Object.values(parts ?? {}).every((name) => names.has(name)));
  return withFields({ ...object, createable: own.create, updateable: own.edit, deletable: own.delete }, whole);
}

function readOnly(field: Field): Field {
  return { ...field, createable: false, updateable: false };
}

function withFields(object: ObjectType, fields: readonly Field[]): ObjectType {
  const names = new Set(fields.map(({ name }) => name));
  return {
    ...object,
    fields,
    byName: new Map(fields.flatMap((field) => [[field.name, field], [field.name.toLowerCase(), field]])),
    byRelationship: new Map([...object.byRelationship].filter(([, { name }]) => names.has(name))),
  };
}
