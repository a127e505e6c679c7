import type { Session } from '../auth/sessions.ts';
import { json, noContent, type Reply } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { notFound, OrgError } from '../orgError.ts';
import { retrieve } from '../query/retrieve.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import type { Outcome } from '../records/outcome.ts';
import { keyField, type WriteOptions } from '../records/records.ts';
import { type Field, type ObjectType, quoted } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import { recentRecords } from '../userInterface/recentRecords.ts';
import { baseOf } from './apiVersions.ts';
import { authorOf } from './authorOf.ts';
import { describeBriefly, describeObject } from './describe.ts';
import { recordTypesOf } from './recordTypesOf.ts';
import { objectBody, type Resource, resource, type ResourceRequest } from './resource.ts';

/** Describe, and single records by id or by external id. */
export const recordResources: readonly Resource[] = [
  resource('GET', '/sobjects', (request, org, session) =>
    json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects: org.schemaFor(session.userId).objects.map((object) => describeBriefly(object, baseOf(request))) }),
  ),
  resource('GET', '/sobjects/{object}', (request, org, session) => {
    const object = objectOf(request, org, session);
    return json({ objectDescribe: describeBriefly(object, baseOf(request)), recentItems: recentRecords(org, session, [object], baseOf(request), 10) });
  }),
  resource('GET', '/sobjects/{object}/describe', (request, org, session) => {
    const object = objectOf(request, org, session);
    return json(describeObject(org.schemaFor(session.userId), object, baseOf(request), recordTypesOf(org, object)));
  }),
  resource('POST', '/sobjects/{object}', createRecord),
  resource('GET', '/sobjects/{object}/{id}', (request, org, session) => read(request, org, session, idOf(request, org, session))),
  resource('PATCH', '/sobjects/{object}/{id}', (request, org, session) => {
    const input = readRecord(request);
    if (Object.keys(input).some((name) => name.toLowerCase() === 'id'))
      throw new OrgError('INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
    single(org.records.update([{ id: idOf(request, org, session), input }], optionsOf(request, org, session)));
    return noContent;
  }),
  resource('DELETE', '/sobjects/{object}/{id}', (request, org, session) => {
    single(org.records.delete([idOf(request, org, session)], optionsOf(request, org, session)));
    return noContent;
  }),
  resource('GET', '/sobjects/{object}/{key}/{value}', (request, org, session) => {
    const found = byKey(request, org, session);
    return found.ids.length > 1 ? severalFound(found.object, found.ids, request) : read(request, org, session, found.ids[0]);
  }),
  resource('DELETE', '/sobjects/{object}/{key}/{value}', (request, org, session) => {
    const found = byKey(request, org, session);
    if (found.ids.length > 1) return severalFound(found.object, found.ids, request);
    if (found.ids.length === 0) throw notFound();
    single(org.records.delete(found.ids, optionsOf(request, org, session)));
    return noContent;
  }),
  resource('PATCH', '/sobjects/{object}/{key}/{value}', upsert),
];

/** Makes the one record of a body. */
export function createRecord(request: ResourceRequest, org: OrgContext, session: Session): Reply {
  const input = readRecord(request);
  return json(single(org.records.create([{ object: objectOf(request, org, session), input }], optionsOf(request, org, session))), 201);
}

function objectOf(request: ResourceRequest, org: OrgContext, session: Session): ObjectType {
  return org.schemaFor(session.userId).at(request.params.object!);
}

function optionsOf(request: ResourceRequest, org: OrgContext, session: Session): WriteOptions {
  return { author: authorOf(org, session, request), allOrNone: false };
}

/** The id in the path, of a record that is there. @throws OrgError 404 where it is not */
function idOf(request: ResourceRequest, org: OrgContext, session: Session): string {
  const object = objectOf(request, org, session);
  const id = normalId(request.params.id!);
  const row = id === undefined ? undefined : org.database.get(`SELECT "IsDeleted" FROM ${quoted(object.name)} WHERE "Id" = :id`, { id });
  if (!row) throw notFound();
  if (row[0] === 1) throw new OrgError('ENTITY_IS_DELETED', 'entity is deleted', { status: 404, fields: [] });
  return id!;
}

function byKey(request: ResourceRequest, org: OrgContext, session: Session): { object: ObjectType; key: Field; ids: string[] } {
  const object = objectOf(request, org, session);
  const key = keyField(object, request.params.key!);
  return { object, key, ids: org.records.findByKey(object, key, request.params.value!) };
}

function severalFound(object: ObjectType, ids: readonly string[], request: ResourceRequest): Reply {
  return json(
    ids.map((id) => `${baseOf(request)}/sobjects/${object.name}/${id}`),
    300,
  );
}

function read(request: ResourceRequest, org: OrgContext, session: Session, id: string | undefined): Reply {
  const fields = request.query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const [record] = id === undefined ? [] : retrieve(org, objectOf(request, org, session), [id], fields, { base: baseOf(request), userId: session.userId });
  if (!record) throw notFound();
  return json(record);
}

function upsert(request: ResourceRequest, org: OrgContext, session: Session): Reply {
  const input = readRecord(request);
  const { object, key, ids } = byKey(request, org, session);
  if (ids.length > 1) return severalFound(object, ids, request);
  if (Object.keys(input).some((name) => name.toLowerCase() === key.name.toLowerCase())) {
    throw new OrgError('INVALID_FIELD', `The ${key.name} field should not be specified in the sobject data.`);
  }
  const outcome = single(org.records.upsert(object, key, [{ ...input, [key.name]: request.params.value }], optionsOf(request, org, session)));
  if (outcome.created) return json(outcome, 201);
  // Before version 46 an update answered with nothing.
  return Number(request.params.version!.slice(1)) >= 46 ? json(outcome) : noContent;
}

function readRecord(request: ResourceRequest): RecordInput {
  return objectBody(request, 'The body is one JSON object with the fields of the record.');
}

/** The outcome of the one record, or its first error as the answer to the whole request. */
function single([outcome]: readonly Outcome[]): Extract<Outcome, { success: true }> {
  if (outcome!.success) return outcome!;
  const { statusCode, message, fields } = outcome!.errors[0]!;
  throw new OrgError(statusCode, message, { fields });
}
