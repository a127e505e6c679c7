import { mergeable } from '../records/merge.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { describeField } from './describeField.ts';

/** An object as the global describe lists it. */
export function describeBriefly(object: ObjectType, base: string): Record<string, unknown> {
  const { writable, createable, updateable, deletable } = object;
  const url = `${base}/sobjects/${object.name}`;
  // Events are published and heard, never read or changed.
  const isEvent = object.name.endsWith('__e');
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable,
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: deletable && !isEvent,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    idEnabled: true,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: writable,
    mergeable: mergeable.has(object.name) && deletable,
    mruEnabled: writable,
    name: object.name,
    queryable: !isEvent,
    replicateable: !isEvent,
    retrieveable: !isEvent,
    searchable: writable && !isEvent,
    triggerable: writable,
    undeletable: deletable && !isEvent,
    updateable: updateable && !isEvent,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  };
}

export interface RecordTypeInfo {
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
}

const master: RecordTypeInfo = { id: '012000000000000AAA', name: 'Master', developerName: 'Master' };

/** An object with all its fields and child relationships. */
export function describeObject(
  schema: Schema,
  object: ObjectType,
  base: string,
  recordTypes: readonly RecordTypeInfo[],
): Record<string, unknown> {
  return {
    ...describeBriefly(object, base),
    actionOverrides: [],
    childRelationships: schema.children(object).map(({ child, field, name, cascadeDelete }) => ({
      cascadeDelete,
      childSObject: child,
      deprecatedAndHidden: false,
      field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: name ?? null,
      restrictedDelete: false,
    })),
    compactLayoutable: object.writable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.map((field) => describeField(field, object)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [...recordTypes, master].map(({ id, name, developerName }) => ({
      active: true,
      available: true,
      defaultRecordTypeMapping: id === (recordTypes[0] ?? master).id,
      developerName,
      master: id === master.id,
      name,
      recordTypeId: id,
      urls: { layout: `${base}/sobjects/${object.name}/describe/layouts/${id}` },
    })),
    searchLayoutable: object.writable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${object.labelPlural}`, name: 'everything' },
      { label: `My ${object.labelPlural}`, name: 'mine' },
    ],
  };
}
