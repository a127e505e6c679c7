import { type Field, fieldOf, isBinary, isCompound, isLongText, isNumber, isPermissionable, isText, type ObjectType, type PicklistValue } from '../schema/objectType.ts';

const soapTypes: Readonly<Partial<Record<Field['type'], string>>> = {
  id: 'tns:ID', reference: 'tns:ID', boolean: 'xsd:boolean', int: 'xsd:int', double: 'xsd:double', currency: 'xsd:double', percent: 'xsd:double',
  date: 'xsd:date', datetime: 'xsd:dateTime', address: 'urn:address', location: 'urn:location', base64: 'xsd:base64Binary',
};

/** A field as describe shows it: every flag of the partner WSDL that clients look at. */
export function describeField(field: Field, object: ObjectType): Record<string, unknown> {
  const { type } = field;
  const isPlain = !isCompound(field) && !isLongText(field) && !isBinary(field);
  const isGroupable = isPlain && type !== 'datetime' && type !== 'multipicklist' && !(isNumber(field) && type !== 'int');
  const isFraction = isNumber(field) && type !== 'int';
  return {
    aggregatable: isPlain && type !== 'boolean' && type !== 'multipicklist',
    aiPredictionField: false,
    autoNumber: field.autoNumber !== undefined,
    byteLength: isText(field) || field.length > 0 ? field.length * (type === 'id' || type === 'reference' ? 1 : 3) : 0,
    calculated: field.rollUp !== undefined,
    calculatedFormula: null,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compound ?? null,
    controllerName: field.controller ?? null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.default,
    defaultValueFormula: null,
    defaultedOnCreate: field.default !== null || isGivenByOrg(field),
    dependentPicklist: field.controller !== undefined,
    deprecatedAndHidden: false,
    digits: type === 'int' ? field.precision : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: type === 'textarea' ? 'plaintextarea' : null,
    filterable: isPlain,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: isGroupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: type === 'id' || field.externalId || type === 'email',
    inlineHelpText: field.help,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: !(field.required || isGivenByOrg(field) || type === 'boolean'),
    permissionable: isPermissionable(field),
    picklistValues: field.values.map((choice) => ({
      active: true,
      defaultValue: choice.value === field.default,
      label: choice.label,
      validFor: validFor(choice, field, object),
      value: choice.value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: isFraction ? field.precision : 0,
    queryByDistance: field.type === 'location',
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restricted,
    scale: isFraction ? field.scale : 0,
    searchPrefilterable: type === 'reference',
    soapType: soapTypes[type] ?? 'xsd:string',
    sortable: isPlain && type !== 'multipicklist',
    type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

/** Of a dependent picklist: with which values of the controlling field a choice goes, one bit each from the left, in base 64. */
function validFor(choice: PicklistValue, field: Field, object: ObjectType): string | null {
  const controlling = field.controller === undefined ? undefined : fieldOf(object, field.controller)?.values;
  if (!controlling) return null;
  const bytes = new Uint8Array(Math.ceil(controlling.length / 8));
  controlling.forEach(({ value }, index) => {
    if (!choice.with || choice.with.includes(value)) bytes[index >> 3]! |= 0x80 >> (index & 7);
  });
  return Buffer.from(bytes).toString('base64');
}

const givenByOrg = new Set(['Id', 'OwnerId', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted']);

/** Always has a value, though no client need send one. */
function isGivenByOrg(field: Field): boolean {
  return givenByOrg.has(field.name) || field.autoNumber !== undefined || field.joins.length > 0;
}
