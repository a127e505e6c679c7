import type { ObjectSeed } from '../seedFormat.ts';

/** Every profile has a permission set of its own, as in a real org; others are assigned to users. */
export const permissionSet: ObjectSeed = {
  label: 'Permission Set',
  labelPlural: 'Permission Sets',
  keyPrefix: '0PS',
  readOnly: true,
  fields: {
    Name: { type: 'string', label: 'Permission Set Name', length: 80, name: true },
    Label: { type: 'string', length: 80 },
    Type: { type: 'picklist', length: 40, values: ['Regular', 'Profile'] },
    ProfileId: { type: 'reference', label: 'Profile ID', to: 'Profile' },
    IsOwnedByProfile: { type: 'boolean', label: 'Is Owned By Profile' },
    IsCustom: { type: 'boolean', label: 'Is Custom' },
    PermissionsModifyAllData: { type: 'boolean', label: 'Modify All Data' },
    PermissionsViewAllData: { type: 'boolean', label: 'View All Data' },
    PermissionsApiEnabled: { type: 'boolean', label: 'API Enabled' },
  },
};

export const permissionSetAssignment: ObjectSeed = {
  label: 'Permission Set Assignment',
  labelPlural: 'Permission Set Assignments',
  keyPrefix: '0Pa',
  fields: {
    PermissionSetId: { type: 'reference', label: 'Permission Set ID', to: 'PermissionSet', children: 'Assignments', required: true },
    AssigneeId: { type: 'reference', label: 'Assignee ID', to: 'User', children: 'PermissionSetAssignments', required: true },
  },
};

export const objectPermissions: ObjectSeed = {
  label: 'Object Permissions',
  labelPlural: 'Object Permissions',
  keyPrefix: '110',
  readOnly: true,
  fields: {
    ParentId: { type: 'reference', label: 'Parent ID', to: 'PermissionSet', children: 'ObjectPerms' },
    SobjectType: { type: 'picklist', label: 'Object Type Name', length: 40 },
    PermissionsCreate: { type: 'boolean', label: 'Create Records' },
    PermissionsRead: { type: 'boolean', label: 'Read Records' },
    PermissionsEdit: { type: 'boolean', label: 'Edit Records' },
    PermissionsDelete: { type: 'boolean', label: 'Delete Records' },
    PermissionsViewAllRecords: { type: 'boolean', label: 'Read All Records' },
    PermissionsModifyAllRecords: { type: 'boolean', label: 'Edit All Records' },
  },
};

export const fieldPermissions: ObjectSeed = {
  label: 'Field Permissions',
  labelPlural: 'Field Permissions',
  keyPrefix: '01k',
  readOnly: true,
  fields: {
    ParentId: { type: 'reference', label: 'Parent ID', to: 'PermissionSet', children: 'FieldPerms' },
    SobjectType: { type: 'picklist', label: 'Object Type Name', length: 40 },
    Field: { type: 'picklist', label: 'Field Name', length: 255 },
    PermissionsRead: { type: 'boolean', label: 'Read Field' },
    PermissionsEdit: { type: 'boolean', label: 'Edit Field' },
  },
};
