import { type Field, isCompound, isNumber, type ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { RowSeed } from './seedFormat.ts';

/** EntityDefinition, FieldDefinition, CustomObject and CustomField: the schema as records. */
export function definitionRows(schema: Schema): RowSeed[] {
  if (!schema.find('EntityDefinition') || !schema.find('FieldDefinition')) return [];
  const { objects } = schema;
  const customObjects = objects.filter(({ custom }) => custom).map(({ name }): RowSeed => ({ object: 'CustomObject', values: { DeveloperName: developerName(name) } }));
  const customFields = objects.flatMap(({ name, fields }) => fields.filter(({ custom }) => custom).map((field) => customFieldRow(name, field)));
  return [...objects.map(entityRow), ...objects.flatMap((object) => object.fields.map((field) => fieldRow(object, field))), ...customObjects, ...customFields];
}

function entityRow({ name, label, labelPlural, keyPrefix, custom, writable }: ObjectType): RowSeed {
  return {
    object: 'EntityDefinition',
    key: `entity:${name}`,
    values: {
      DurableId: name,
      QualifiedApiName: name,
      DeveloperName: developerName(name),
      Label: label,
      PluralLabel: labelPlural,
      KeyPrefix: keyPrefix,
      IsQueryable: true,
      IsSearchable: writable,
      IsTriggerable: writable,
      IsCustomizable: custom || writable,
      IsCustomSetting: false,
      IsLayoutable: writable,
      IsDeprecatedAndHidden: false,
    },
  };
}

function fieldRow(object: ObjectType, field: Field): RowSeed {
  return {
    object: 'FieldDefinition',
    values: {
      DurableId: `${object.name}.${field.name}`,
      QualifiedApiName: field.name,
      DeveloperName: developerName(field.name),
      EntityDefinitionId: `@entity:${object.name}`,
      Label: field.label,
      DataType: dataTypeOf(field),
      ValueTypeId: field.type,
      Length: field.length,
      Precision: isNumber(field) ? field.precision : 0,
      Scale: isNumber(field) ? field.scale : 0,
      RelationshipName: field.relationshipName ?? null,
      IsNillable: !field.required,
      IsIndexed: field.unique || field.externalId || field.type === 'id' || field.referenceTo.length > 0,
      IsCalculated: field.rollUp !== undefined,
      IsCompound: isCompound(field),
      IsNameField: field.nameField,
      IsHighScaleNumber: false,
    },
  };
}

function customFieldRow(object: string, { name, help }: Field): RowSeed {
  return { object: 'CustomField', values: { DeveloperName: developerName(name), TableEnumOrId: object, InlineHelpText: help } };
}

/** `Ship__c` → `Ship` */
export function developerName(name: string): string {
  return name.replace(/__\w$/, '');
}

/** The type as Setup words it. */
function dataTypeOf(field: Field): string {
  if (field.rollUp) return 'Roll-Up Summary';
  if (field.autoNumber !== undefined) return 'Auto Number';
  switch (field.type) {
    case 'string':
      return `Text(${field.length})`;
    case 'textarea':
      return field.length > 255 ? `Long Text Area(${field.length})` : 'Text Area(255)';
    case 'reference':
      return `${field.cascadeDelete && field.custom ? 'Master-Detail' : 'Lookup'}(${field.referenceTo.join(',')})`;
    case 'multipicklist':
      return 'Picklist (Multi-Select)';
    case 'int':
    case 'double':
      return `Number(${field.precision - field.scale}, ${field.scale})`;
    case 'currency':
    case 'percent':
      return `${capital(field.type)}(${field.precision - field.scale}, ${field.scale})`;
    case 'boolean':
      return 'Checkbox';
    case 'datetime':
      return 'Date/Time';
    case 'url':
      return `URL(${field.length})`;
    case 'location':
      return 'Geolocation';
    default:
      return capital(field.type);
  }
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
