import { isPermissionable, type ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { PermissionSeed, RowSeed, Seed } from './seedFormat.ts';

const notGoverned = new Set(['User', 'PermissionSetAssignment']);

/** The permission set of each profile, and one row for each object and field that it opens. */
export function permissionRows({ permissions = [] }: Seed, schema: Schema): RowSeed[] {
  return permissions.flatMap((permission) => {
    const key = `permissions:${permission.profile}`;
    const set: RowSeed = {
      object: 'PermissionSet',
      key,
      values: {
        Name: `X00e_${permission.profile}`,
        Label: permission.label,
        Type: 'Profile',
        ProfileId: `@${permission.profile}`,
        IsOwnedByProfile: true,
        IsCustom: false,
        PermissionsModifyAllData: permission.all ?? false,
        PermissionsViewAllData: permission.all ?? false,
        PermissionsApiEnabled: true,
      },
    };
    const objects = schema.objects.filter(({ writable, name }) => writable && !notGoverned.has(name));
    return [set, ...objects.flatMap((object) => objectRows(permission, object, `@${key}`))];
  });
}

function objectRows({ all = false, objects = {}, fields = {} }: PermissionSeed, object: ObjectType, ParentId: string): RowSeed[] {
  const rights = new Set((all ? 'create read edit delete' : (objects[object.name] ?? objects['*'] ?? '')).split(' '));
  if (!rights.has('read')) return [];
  const SobjectType = object.name;
  const row: RowSeed = {
    object: 'ObjectPermissions',
    values: {
      ParentId,
      SobjectType,
      PermissionsCreate: rights.has('create'),
      PermissionsRead: true,
      PermissionsEdit: rights.has('edit'),
      PermissionsDelete: rights.has('delete'),
      PermissionsViewAllRecords: all,
      PermissionsModifyAllRecords: all,
    },
  };
  const fieldRows = object.fields.filter(isPermissionable).flatMap(({ name }): RowSeed[] => {
    const right = fields[`${object.name}.${name}`] ?? 'edit';
    if (right === 'none') return [];
    const values = { ParentId, SobjectType, Field: `${object.name}.${name}`, PermissionsRead: true, PermissionsEdit: right === 'edit' };
    return [{ object: 'FieldPermissions', values }];
  });
  return [row, ...fieldRows];
}
