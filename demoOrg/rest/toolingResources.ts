import { componentType } from '../metadata/components.ts';
import type { Metadata } from '../metadata/customField.ts';
import { mayChange } from '../metadata/metadataCalls.ts';
import { json, noContent } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { notFound, OrgError } from '../orgError.ts';
import { runQuery } from '../query/runQuery.ts';
import { quoted } from '../schema/objectType.ts';
import { developerName } from '../seed/definitionRows.ts';
import { baseOf } from './apiVersions.ts';
import { authorOf } from './authorOf.ts';
import { describeBriefly, describeObject } from './describe.ts';
import { objectBody, type Resource, resource } from './resource.ts';

/** Objects of the Tooling API that clients ask for and that are always empty here: sandboxes and scratch orgs are made elsewhere. */
const alwaysEmpty = new Set(['sandboxprocess', 'sandboxinfo']);
const mostRows = 2_000;
const toolingObjects = ['CustomField', 'CustomObject', 'EntityDefinition', 'FieldDefinition'];

/** Tooling: queries, and custom objects and fields as records with their metadata. What is no object of its own there is looked for among the objects of the org. */
export const toolingResources: readonly Resource[] = [
  resource('GET', '/tooling/query', (request, org, session) => {
    const soql = request.query.get('q');
    if (!soql) throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
    const name = /\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? '';
    if (alwaysEmpty.has(name.toLowerCase())) return json({ size: 0, totalSize: 0, done: true, queryLocator: null, entityTypeName: name, records: [] });
    const result = runQuery(org, soql, { all: false, pageSize: mostRows, base: baseOf(request), userId: session.userId });
    return json({ size: result.records.length, queryLocator: null, entityTypeName: name, ...result });
  }),
  resource('GET', '/tooling/sobjects', (request, org) => {
    const base = `${baseOf(request)}/tooling`;
    return json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects: toolingObjects.map((name) => describeBriefly(org.schema.at(name), base)) });
  }),
  resource('GET', '/tooling/sobjects/{object}/describe', (request, org) => {
    const object = org.schema.at(request.params.object!);
    if (!toolingObjects.includes(object.name)) throw notFound();
    return json(describeObject(org.schema, object, `${baseOf(request)}/tooling`, []));
  }),
  resource('POST', '/tooling/sobjects/{object}', (request, org, session) => {
    const type = typeOf(org, request.params.object!);
    const { FullName, Metadata: metadata } = objectBody(request);
    if (typeof FullName !== 'string') throw new OrgError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [FullName]', { fields: ['FullName'] });
    mayChange(org, session);
    type.create(org, FullName, metadataIn(metadata), authorOf(org, session));
    return json({ id: idOf(org, type.xmlName, FullName), success: true, errors: [], warnings: [], infos: [] }, 201);
  }),
  resource('GET', '/tooling/sobjects/{object}/{id}', (request, org) => {
    const type = typeOf(org, request.params.object!);
    const { id, fullName } = componentBy(org, type.xmlName, request.params.id!);
    const attributes = { type: type.xmlName, url: `${baseOf(request)}/tooling/sobjects/${type.xmlName}/${id}` };
    const [object = '', field] = fullName.split('.');
    const { fullName: _, ...metadata } = type.read(org, fullName)!;
    const place = field === undefined ? {} : { TableEnumOrId: object };
    return json({ attributes, Id: id, DeveloperName: developerName(field ?? object), ...place, NamespacePrefix: null, FullName: fullName, Metadata: metadata });
  }),
  resource('PATCH', '/tooling/sobjects/{object}/{id}', (request, org, session) => {
    const type = typeOf(org, request.params.object!);
    const { fullName } = componentBy(org, type.xmlName, request.params.id!);
    mayChange(org, session);
    type.update(org, fullName, metadataIn(objectBody(request).Metadata), authorOf(org, session));
    return noContent;
  }),
  resource('DELETE', '/tooling/sobjects/{object}/{id}', (request, org, session) => {
    const type = typeOf(org, request.params.object!);
    const { fullName } = componentBy(org, type.xmlName, request.params.id!);
    mayChange(org, session);
    type.delete(org, fullName, authorOf(org, session));
    return noContent;
  }),
];

function typeOf(org: OrgContext, name: string): ReturnType<typeof componentType> {
  const object = org.schema.at(name);
  if (object.name !== 'CustomField' && object.name !== 'CustomObject') throw notFound();
  return componentType(object.name);
}

function metadataIn(value: unknown): Metadata {
  return objectBody({ body: value }, '"Metadata" is one JSON object.');
}

/** `Account.Key__c` of a row of CustomField, `Ship__c` of one of CustomObject. */
function componentBy({ database }: OrgContext, type: string, given: string): { id: string; fullName: string } {
  const place = type === 'CustomField' ? `"TableEnumOrId" || '.' || ` : '';
  const row = database.get(`SELECT "Id", ${place}"DeveloperName" || '__c' FROM ${quoted(type)} WHERE substr("Id", 1, 15) = substr(:given, 1, 15)`, { given });
  if (!row) throw notFound();
  return { id: row[0] as string, fullName: row[1] as string };
}

function idOf({ database, schema }: OrgContext, type: string, fullName: string): string {
  const [object = '', field] = fullName.split('.');
  const name = developerName(field ?? object);
  const where = field === undefined ? '"DeveloperName" = :name' : '"TableEnumOrId" = :object AND "DeveloperName" = :name';
  return database.get(`SELECT "Id" FROM ${quoted(type)} WHERE ${where}`, { name, object: schema.find(object)?.name ?? object })![0] as string;
}
