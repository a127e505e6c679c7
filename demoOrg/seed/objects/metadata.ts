import type { ObjectSeed } from '../seedFormat.ts';

export const recordType: ObjectSeed = {
  label: 'Record Type',
  labelPlural: 'Record Types',
  keyPrefix: '012',
  readOnly: true,
  fields: {
    Name: { type: 'string', label: 'Name', length: 80, name: true },
    DeveloperName: { type: 'string', label: 'Record Type Name', length: 80 },
    SobjectType: { type: 'picklist', label: 'SObject Type Name', length: 40 },
    Description: { type: 'string', length: 255 },
    IsActive: { type: 'boolean', label: 'Active', default: true },
  },
};

export const entityDefinition: ObjectSeed = {
  label: 'Entity Definition',
  labelPlural: 'Entity Definitions',
  keyPrefix: '4ie',
  readOnly: true,
  fields: {
    DurableId: { type: 'string', label: 'Durable ID', length: 255 },
    QualifiedApiName: { type: 'string', label: 'Qualified API Name', length: 255 },
    DeveloperName: { type: 'string', label: 'Developer Name', length: 255 },
    NamespacePrefix: { type: 'string', label: 'Namespace Prefix', length: 15 },
    Label: { type: 'string', length: 255, name: true },
    PluralLabel: { type: 'string', label: 'Plural Label', length: 255 },
    KeyPrefix: { type: 'string', label: 'Key Prefix', length: 3 },
    IsQueryable: { type: 'boolean', label: 'Queryable' },
    IsSearchable: { type: 'boolean', label: 'Searchable' },
    IsTriggerable: { type: 'boolean', label: 'Triggerable' },
    IsCustomizable: { type: 'boolean', label: 'Customizable' },
    IsCustomSetting: { type: 'boolean', label: 'Custom Setting' },
    IsLayoutable: { type: 'boolean', label: 'Layoutable' },
    IsDeprecatedAndHidden: { type: 'boolean', label: 'Deprecated And Hidden' },
  },
};

export const fieldDefinition: ObjectSeed = {
  label: 'Field Definition',
  labelPlural: 'Field Definitions',
  keyPrefix: '4fd',
  readOnly: true,
  fields: {
    DurableId: { type: 'string', label: 'Durable ID', length: 255 },
    QualifiedApiName: { type: 'string', label: 'Qualified API Name', length: 255 },
    DeveloperName: { type: 'string', label: 'Developer Name', length: 255 },
    NamespacePrefix: { type: 'string', label: 'Namespace Prefix', length: 15 },
    EntityDefinitionId: { type: 'reference', label: 'Entity Definition ID', to: 'EntityDefinition', children: 'Fields' },
    Label: { type: 'string', length: 255, name: true },
    DataType: { type: 'string', label: 'Data Type', length: 255 },
    ValueTypeId: { type: 'string', label: 'Value Type ID', length: 50 },
    Length: { type: 'int' },
    Precision: { type: 'int' },
    Scale: { type: 'int' },
    RelationshipName: { type: 'string', label: 'Relationship Name', length: 255 },
    ReferenceTargetField: { type: 'string', label: 'Reference Target Field', length: 255 },
    IsNillable: { type: 'boolean', label: 'Nillable' },
    IsIndexed: { type: 'boolean', label: 'Indexed' },
    IsCalculated: { type: 'boolean', label: 'Calculated' },
    IsCompound: { type: 'boolean', label: 'Compound' },
    IsNameField: { type: 'boolean', label: 'Name Field' },
    IsHighScaleNumber: { type: 'boolean', label: 'High Scale Number' },
  },
};

/** Custom objects and fields as the Tooling API lists them. */
export const customObject: ObjectSeed = {
  label: 'Custom Object Definition',
  labelPlural: 'Custom Object Definitions',
  keyPrefix: '01I',
  readOnly: true,
  fields: {
    DeveloperName: { type: 'string', label: 'Developer Name', length: 80, name: true },
    NamespacePrefix: { type: 'string', label: 'Namespace Prefix', length: 15 },
    Description: { type: 'string', length: 1_000 },
  },
};

export const customField: ObjectSeed = {
  label: 'Custom Field Definition',
  labelPlural: 'Custom Field Definitions',
  keyPrefix: '00N',
  readOnly: true,
  fields: {
    DeveloperName: { type: 'string', label: 'Developer Name', length: 80, name: true },
    TableEnumOrId: { type: 'string', label: 'Entity', length: 80 },
    NamespacePrefix: { type: 'string', label: 'Namespace Prefix', length: 15 },
    InlineHelpText: { type: 'string', label: 'Inline Help Text', length: 510 },
  },
};
