import type { Session } from '../auth/sessions.ts';
import { json } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { retrieve } from '../query/retrieve.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import { keyField, type WriteOptions } from '../records/records.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import type { Schema } from '../schema/schema.ts';
import { baseOf } from './apiVersions.ts';
import { authorOf } from './authorOf.ts';
import { objectBody, type Resource, resource, type ResourceRequest, switchOf } from './resource.ts';

const mostRecords = 200;
const mostRetrieved = 2_000;

/** Up to 200 records in one call; each has its own outcome, in order. */
export const collectionResources: readonly Resource[] = [
  resource('POST', '/composite/sobjects', (request, org, session) => {
    const { records, options } = readBody(request, org, session);
    return json(
      org.records.create(
        records.map((record) => ({ object: objectOf(record, org.schemaFor(session.userId)), input: withoutEmptyId(record) })),
        options,
      ),
    );
  }),
  resource('PATCH', '/composite/sobjects', (request, org, session) => {
    const { records, options } = readBody(request, org, session);
    return json(
      org.records.update(
        records.map((record) => ({ id: record.id ?? record.Id, input: record })),
        options,
      ),
    );
  }),
  resource('DELETE', '/composite/sobjects', (request, org, session) => {
    const ids = (request.query.get('ids') ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
    if (ids.length === 0) throw new OrgError('REQUIRED_FIELD_MISSING', 'The ids parameter is required.');
    checkCount(ids.length, mostRecords);
    return json(org.records.delete(ids, { author: authorOf(org, session, request), allOrNone: request.query.get('allOrNone') === 'true' }));
  }),
  resource('PATCH', '/composite/sobjects/{object}/{key}', (request, org, session) => {
    const object = org.schemaFor(session.userId).at(request.params.object!);
    const key = keyField(object, request.params.key!);
    const { records, options } = readBody(request, org, session);
    return json(org.records.upsert(object, key, records, options));
  }),
  resource('POST', '/composite/sobjects/{object}', (request, org, session) => {
    const object = org.schemaFor(session.userId).at(request.params.object!);
    const { ids, fields } = objectBody(request);
    if (!isTextList(ids)) throw new OrgError('JSON_PARSER_ERROR', 'The body needs "ids", a list of record ids.');
    if (fields !== undefined && !isTextList(fields)) throw new OrgError('JSON_PARSER_ERROR', '"fields" is a list of field names.');
    checkCount(ids.length, mostRetrieved);
    return json(
      retrieve(
        org,
        object,
        ids.map((id) => normalId(id) ?? id),
        fields,
        { base: baseOf(request), userId: session.userId },
      ),
    );
  }),
];

function readBody(request: ResourceRequest, org: OrgContext, session: Session): { records: RecordInput[]; options: WriteOptions } {
  const { records, allOrNone } = objectBody(request);
  if (!Array.isArray(records)) throw new OrgError('JSON_PARSER_ERROR', 'The body needs "records", a list of records.');
  checkCount(records.length, mostRecords);
  if (records.some((record) => typeof record !== 'object' || record === null || Array.isArray(record)))
    throw new OrgError('JSON_PARSER_ERROR', 'Every record is a JSON object.');
  return { records: records as RecordInput[], options: { author: authorOf(org, session, request), allOrNone: switchOf(allOrNone, 'allOrNone') } };
}

function checkCount(count: number, most: number): void {
  if (count > most) throw new OrgError('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${most} records into this call`);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function objectOf(record: RecordInput, schema: Schema): ObjectType {
  const type = (record.attributes as { type?: unknown } | undefined)?.type;
  const object = typeof type === 'string' ? schema.find(type) : undefined;
  if (!object)
    throw new OrgError('INVALID_TYPE', typeof type === 'string' ? `sObject type '${type}' is not supported.` : 'Every record needs attributes with its type.');
  return object;
}

/** Some clients send an empty id with a new record. */
function withoutEmptyId(record: RecordInput): RecordInput {
  if (record.Id !== null && record.Id !== '' && record.id !== null && record.id !== '') return record;
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => name.toLowerCase() !== 'id' || (value !== null && value !== '')));
}
