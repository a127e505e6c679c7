import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import type { Outcome } from '../records/outcome.ts';
import { keyField, type MergeOutcome, type WriteOptions } from '../records/records.ts';
import { authorOf } from '../rest/authorOf.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { userInfo } from './signIn.ts';
import { child, children, type SoapElement, textOf } from './soapCall.ts';
import type { SoapValue } from './soapReply.ts';

const mostRecords = 200;

type PartnerCall = (input: SoapElement, org: OrgContext, session: Session, header: SoapElement) => SoapValue;

/** Calls of the partner API. They write through the same path as every other API. @throws OrgError for a call that cannot be understood */
export const partnerCalls: Readonly<Record<string, PartnerCall>> = {
  getUserInfo: (_, org, { userId }) => userInfo(org, userId),
  getServerTimestamp: (_, org) => ({ timestamp: org.now().toISOString() }),
  create: (input, org, session, header) => {
    const records = sObjects(input, org, session).map(({ object, values }) => ({ object, input: values }));
    return org.records.create(records, optionsOf(org, session, header)).map(saved);
  },
  update: (input, org, session, header) => {
    const records = sObjects(input, org, session).map(({ id, values }) => ({ id, input: values }));
    return org.records.update(records, optionsOf(org, session, header)).map(saved);
  },
  upsert: (input, org, session, header) => {
    const records = sObjects(input, org, session);
    const [first] = records;
    if (!first) return [];
    const other = records.find(({ object }) => object !== first.object);
    if (other) throw new OrgError('INVALID_TYPE', 'All records of an upsert must be of the same type');
    const key = keyField(first.object, textOf(child(input, 'externalIDFieldName')) || 'Id');
    const inputs = records.map(({ id, values }) => (key.type === 'id' ? { ...values, Id: id } : values));
    return org.records.upsert(first.object, key, inputs, optionsOf(org, session, header)).map((outcome) => ({ created: outcome.created ?? false, ...saved(outcome) }));
  },
  delete: (input, org, session, header) => org.records.delete(idsOf(input), optionsOf(org, session, header)).map(saved),
  undelete: (input, org, session, header) => org.records.undelete(idsOf(input), optionsOf(org, session, header)).map(saved),
  merge: (input, org, session, header) => {
    const requests = [...children(input, 'request'), ...children(input, 'mergeRequests')].map((request) => {
      const { id, values } = recordOf(child(request, 'masterRecord'), org, session);
      return { master: id, input: values, losers: children(request, 'recordToMergeIds').map(textOf) };
    });
    return org.records.merge(requests, optionsOf(org, session, header)).map(merged);
  },
};

/** `<AllOrNoneHeader><allOrNone>true` and `<DuplicateRuleHeader><allowSave>true`; other headers change nothing. */
function optionsOf(org: OrgContext, session: Session, header: SoapElement): WriteOptions {
  const isSet = (name: string, part: string): boolean => /^(true|1)$/.test(textOf(child(child(header, name), part)));
  return { author: { ...authorOf(org, session), allowsDuplicates: isSet('DuplicateRuleHeader', 'allowSave') }, allOrNone: isSet('AllOrNoneHeader', 'allOrNone') };
}

function idsOf(input: SoapElement): string[] {
  return atMost(children(input, 'ids')).map(textOf);
}

function atMost<T>(list: readonly T[]): readonly T[] {
  if (list.length <= mostRecords) return list;
  throw new OrgError('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${mostRecords} records into this call`);
}

interface GivenRecord {
  readonly object: ObjectType;
  readonly id: string | undefined;
  readonly values: RecordInput;
}

function sObjects(input: SoapElement, org: OrgContext, session: Session): GivenRecord[] {
  return atMost(children(input, 'sObjects')).map((element) => recordOf(element, org, session));
}

/** `<type>Account</type><fieldsToNull>Site</fieldsToNull><Id>001…</Id><Name>Acme</Name>` */
function recordOf(element: SoapElement, org: OrgContext, session: Session): GivenRecord {
  const type = textOf(child(element, 'type'));
  const object = org.schemaFor(session.userId).find(type);
  if (!object) throw new OrgError('INVALID_TYPE', type === '' ? 'sObject type missing' : `sObject type '${type}' is not supported.`);
  const names = typeof element === 'string' ? [] : Object.keys(element).filter((name) => !name.startsWith('@') && !['type', 'fieldsToNull', 'Id', '#text'].includes(name));
  const values = names.map((name): [string, unknown] => [name, valueOf(child(element, name))]);
  const nulls = children(element, 'fieldsToNull').map((name): [string, null] => [textOf(name), null]);
  return { object, id: textOf(child(element, 'Id')) || undefined, values: Object.fromEntries([...values, ...nulls]) };
}

/** A parent by its key is an element with children. */
function valueOf(element: SoapElement): unknown {
  if (typeof element === 'string') return element;
  const inner = Object.entries(element).filter(([name]) => !name.startsWith('@') && name !== 'type' && name !== '#text');
  return inner.length === 0 ? textOf(element) : Object.fromEntries(inner.map(([name, value]) => [name, textOf(value as SoapElement)]));
}

function saved({ success, id, errors }: Outcome): { readonly [name: string]: SoapValue } {
  return { ...(success ? {} : { errors: errors.map(({ statusCode, message, fields }) => ({ fields, message, statusCode })) }), id: id ?? null, success };
}

function merged(outcome: MergeOutcome): SoapValue {
  return { ...saved(outcome), mergedRecordIds: outcome.merged ?? [], updatedRelatedIds: outcome.moved ?? [] };
}
