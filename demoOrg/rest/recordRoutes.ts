import type { Session } from '../auth/sessions.ts';
import { json, noContent, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { type Route, secured } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { notFound, OrgError } from '../orgError.ts';
import { retrieve } from '../query/retrieve.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import type { Outcome } from '../records/outcome.ts';
import { keyField, type WriteOptions } from '../records/records.ts';
import { type Field, type ObjectType, quoted } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import { baseOf } from './apiVersions.ts';
import { authorOf } from './authorOf.ts';
import { describeBriefly, describeObject } from './describe.ts';

/** Describe, and single records by id or by external id. */
export const recordRoutes: readonly Route[] = [
  secured('GET', '/services/data/{version}/sobjects', (request, org) =>
    json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects: org.schema.objects.map((object) => describeBriefly(object, baseOf(request))) }),
  ),
  secured('GET', '/services/data/{version}/sobjects/{object}', (request, org) =>
    json({ objectDescribe: describeBriefly(objectOf(request, org), baseOf(request)), recentItems: [] }),
  ),
  secured('GET', '/services/data/{version}/sobjects/{object}/describe', (request, org) =>
    json(describeObject(org.schema, objectOf(request, org), baseOf(request))),
  ),
  secured('POST', '/services/data/{version}/sobjects/{object}', async (request, org, session) => {
    const input = await readRecord(request);
    return json(single(org.records.create([{ object: objectOf(request, org), input }], optionsOf(org, session))), 201);
  }),
  secured('GET', '/services/data/{version}/sobjects/{object}/{id}', (request, org) => read(request, org, idOf(request, org))),
  secured('PATCH', '/services/data/{version}/sobjects/{object}/{id}', async (request, org, session) => {
    const input = await readRecord(request);
    if (Object.keys(input).some((name) => name.toLowerCase() === 'id'))
      throw new OrgError('INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
    single(org.records.update([{ id: idOf(request, org), input }], optionsOf(org, session)));
    return noContent;
  }),
  secured('DELETE', '/services/data/{version}/sobjects/{object}/{id}', (request, org, session) => {
    single(org.records.delete([idOf(request, org)], optionsOf(org, session)));
    return noContent;
  }),
  secured('GET', '/services/data/{version}/sobjects/{object}/{key}/{value}', (request, org) => {
    const found = byKey(request, org);
    return found.ids.length > 1 ? severalFound(found.object, found.ids, request) : read(request, org, found.ids[0]);
  }),
  secured('DELETE', '/services/data/{version}/sobjects/{object}/{key}/{value}', (request, org, session) => {
    const found = byKey(request, org);
    if (found.ids.length > 1) return severalFound(found.object, found.ids, request);
    if (found.ids.length === 0) throw notFound();
    single(org.records.delete(found.ids, optionsOf(org, session)));
    return noContent;
  }),
  secured('PATCH', '/services/data/{version}/sobjects/{object}/{key}/{value}', upsert),
];

function objectOf(request: OrgRequest, org: OrgContext): ObjectType {
  return org.schema.at(request.params.object!);
}

function optionsOf(org: OrgContext, session: Session): WriteOptions {
  return { author: authorOf(org, session), allOrNone: false };
}

/** The id in the path, of a record that is there. @throws OrgError 404 where it is not */
function idOf(request: OrgRequest, org: OrgContext): string {
  const object = objectOf(request, org);
  const id = normalId(request.params.id!);
  const row = id === undefined ? undefined : org.database.get(`SELECT "IsDeleted" FROM ${quoted(object.name)} WHERE "Id" = :id`, { id });
  if (!row) throw notFound();
  if (row[0] === 1) throw new OrgError('ENTITY_IS_DELETED', 'entity is deleted', { status: 404, fields: [] });
  return id!;
}

function byKey(request: OrgRequest, org: OrgContext): { object: ObjectType; key: Field; ids: string[] } {
  const object = objectOf(request, org);
  const key = keyField(object, request.params.key!);
  return { object, key, ids: org.records.findByKey(object, key, request.params.value!) };
}

function severalFound(object: ObjectType, ids: readonly string[], request: OrgRequest): Reply {
  return json(
    ids.map((id) => `${baseOf(request)}/sobjects/${object.name}/${id}`),
    300,
  );
}

function read(request: OrgRequest, org: OrgContext, id: string | undefined): Reply {
  const fields = request.query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const [record] = id === undefined ? [] : retrieve(org, objectOf(request, org), [id], fields, baseOf(request));
  if (!record) throw notFound();
  return json(record);
}

async function upsert(request: OrgRequest, org: OrgContext, session: Session): Promise<Reply> {
  const input = await readRecord(request);
  const { object, key, ids } = byKey(request, org);
  if (ids.length > 1) return severalFound(object, ids, request);
  if (Object.keys(input).some((name) => name.toLowerCase() === key.name.toLowerCase())) {
    throw new OrgError('INVALID_FIELD', `The ${key.name} field should not be specified in the sobject data.`);
  }
  const outcome = single(org.records.upsert(object, key, [{ ...input, [key.name]: request.params.value }], optionsOf(org, session)));
  if (outcome.created) return json(outcome, 201);
  // Before version 46 an update answered with nothing.
  return Number(request.params.version!.slice(1)) >= 46 ? json(outcome) : noContent;
}

async function readRecord(request: OrgRequest): Promise<RecordInput> {
  const body = await request.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new OrgError('JSON_PARSER_ERROR', 'The body is one JSON object with the fields of the record.');
  return body as RecordInput;
}

/** The outcome of the one record, or its first error as the answer to the whole request. */
function single([outcome]: readonly Outcome[]): Extract<Outcome, { success: true }> {
  if (outcome!.success) return outcome!;
  const { statusCode, message, fields } = outcome!.errors[0]!;
  throw new OrgError(statusCode, message, { fields });
}
