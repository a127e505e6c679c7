import { type Field, isLongText, isNumber, isText } from '../schema/objectType.ts';

const soapTypes: Readonly<Partial<Record<Field['type'], string>>> = {
  id: 'tns:ID', reference: 'tns:ID', boolean: 'xsd:boolean', int: 'xsd:int', double: 'xsd:double', currency: 'xsd:double', percent: 'xsd:double',
  date: 'xsd:date', datetime: 'xsd:dateTime', address: 'urn:address',
};

/** A field as describe shows it: every flag of the partner WSDL that clients look at. */
export function describeField(field: Field): Record<string, unknown> {
  const { type } = field;
  const isPlain = type !== 'address' && !isLongText(field);
  const isGroupable = isPlain && type !== 'datetime' && type !== 'multipicklist' && !(isNumber(field) && type !== 'int');
  const isFraction = isNumber(field) && type !== 'int';
  return {
    aggregatable: isPlain && type !== 'boolean' && type !== 'multipicklist',
    aiPredictionField: false,
    autoNumber: field.autoNumber !== undefined,
    byteLength: isText(field) || field.length > 0 ? field.length * (type === 'id' || type === 'reference' ? 1 : 3) : 0,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compound ?? null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.default,
    defaultValueFormula: null,
    defaultedOnCreate: field.default !== null || isGivenByOrg(field),
    dependentPicklist: false,
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
    namePointing: false,
    nillable: !(field.required || isGivenByOrg(field) || type === 'boolean'),
    permissionable: field.createable && !field.required,
    picklistValues: field.values.map(({ value, label }) => ({ active: true, defaultValue: value === field.default, label, validFor: null, value })),
    polymorphicForeignKey: false,
    precision: isFraction ? field.precision : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo === undefined ? [] : [field.referenceTo],
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

const givenByOrg = new Set(['Id', 'OwnerId', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted']);

/** Always has a value, though no client need send one. */
function isGivenByOrg(field: Field): boolean {
  return givenByOrg.has(field.name) || field.autoNumber !== undefined || field.joins.length > 0;
}
