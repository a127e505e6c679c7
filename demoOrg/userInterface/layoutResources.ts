import { json } from '../http/reply.ts';
import { notFound } from '../orgError.ts';
import { baseOf } from '../rest/apiVersions.ts';
import type { RecordTypeInfo } from '../rest/describe.ts';
import { describeField } from '../rest/describeField.ts';
import { recordTypesOf } from '../rest/recordTypesOf.ts';
import { type Resource, resource, type ResourceRequest } from '../rest/resource.ts';
import type { Field, ObjectType } from '../schema/objectType.ts';

const master = { name: 'Master', id: '012000000000000AAA' };
const systemFields = new Set(['Id', 'IsDeleted', 'SystemModstamp']);

/** Page layouts made of the fields in their order: one for every object, two columns to a row. */
export const layoutResources: readonly Resource[] = [
  resource('GET', '/sobjects/{object}/describe/layouts', (request, org, session) => {
    const object = org.schemaFor(session.userId).at(request.params.object!);
    return json({ layouts: [layout(object)], recordTypeMappings: mappings(object, recordTypesOf(org, object), request), recordTypeSelectorRequired: [false] });
  }),
  resource('GET', '/sobjects/{object}/describe/layouts/{recordType}', (request, org, session) =>
    json(layout(org.schemaFor(session.userId).at(request.params.object!))),
  ),
  resource('GET', '/sobjects/{object}/describe/namedLayouts/{name}', () => {
    throw notFound();
  }),
  resource('GET', '/sobjects/{object}/describe/compactLayouts', (request, org, session) => {
    const { name } = org.schemaFor(session.userId).at(request.params.object!);
    const urls = { primary: `${baseOf(request)}/sobjects/${name}/describe/compactLayouts/primary` };
    const mappings = [{ available: true, compactLayoutId: null, compactLayoutName: 'SYSTEM', recordTypeId: master.id, recordTypeName: master.name, urls: {} }];
    return json({ compactLayouts: [], defaultCompactLayoutId: null, recordTypeCompactLayoutMappings: mappings, urls });
  }),
  resource('GET', '/sobjects/{object}/describe/approvalLayouts', (request, org, session) => {
    org.schemaFor(session.userId).at(request.params.object!);
    return json({ approvalLayouts: [] });
  }),
];

function layoutId({ keyPrefix }: ObjectType): string {
  return `00h000000000${keyPrefix}AAA`;
}

/** Every record type, and the master, has the one layout. */
function mappings(object: ObjectType, recordTypes: readonly RecordTypeInfo[], request: ResourceRequest): Record<string, unknown>[] {
  return [...recordTypes, { ...master, developerName: master.name }].map(({ id, name, developerName }, index) => ({
    active: true,
    available: true,
    defaultRecordTypeMapping: index === 0,
    developerName,
    layoutId: layoutId(object),
    master: id === master.id,
    name,
    recordTypeId: id,
    urls: { layout: `${baseOf(request)}/sobjects/${object.name}/describe/layouts/${id}` },
  }));
}

function layout(object: ObjectType): Record<string, unknown> {
  const shown = object.fields.filter(({ name, compound }) => !systemFields.has(name) && compound === undefined);
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [section(object, shown)],
    editLayoutSections: [section(object, shown.filter(({ createable, updateable }) => createable || updateable))],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: layoutId(object),
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  };
}

function section(object: ObjectType, fields: readonly Field[]): Record<string, unknown> {
  const rows = Array.from({ length: Math.ceil(fields.length / 2) }, (_, index) => fields.slice(index * 2, index * 2 + 2));
  return {
    collapsed: false,
    columns: 2,
    heading: `${object.label} Information`,
    layoutRows: rows.map((row) => ({ layoutItems: row.map((field, index) => item(field, index, object)), numItems: row.length })),
    parentLayoutId: layoutId(object),
    rows: rows.length,
    tabOrder: 'LeftToRight',
    useCollapsibleSection: false,
    useHeading: true,
  };
}

function item(field: Field, index: number, object: ObjectType): Record<string, unknown> {
  return {
    editableForNew: field.createable,
    editableForUpdate: field.updateable,
    label: field.label,
    layoutComponents: [{ details: describeField(field, object), displayLines: 1, tabOrder: index + 1, type: 'Field', value: field.name }],
    placeholder: false,
    required: field.required,
  };
}
