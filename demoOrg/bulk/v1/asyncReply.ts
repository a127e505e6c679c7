import { escapeHtml } from '../../http/escapeHtml.ts';
import { json, type Reply } from '../../http/reply.ts';
import { OrgError } from '../../orgError.ts';

const namespace = 'http://www.force.com/2009/06/asyncapi/dataload';
export type Words = 'XML' | 'JSON';
type Value = string | number | null;

/** One thing with its values: `<jobInfo><id>…</id></jobInfo>`, or the same as JSON. */
export function asyncReply(words: Words, name: string, values: Readonly<Record<string, Value>>, status = 200): Reply {
  return words === 'JSON' ? json(values, status) : xml(name, elements(values), status);
}

/** A list: `<batchInfoList><batchInfo>…</batchInfo></batchInfoList>`, or `{ "batchInfo": […] }`. */
export function asyncList(words: Words, list: string, name: string, items: readonly Readonly<Record<string, Value>>[]): Reply {
  return words === 'JSON' ? json({ [name]: items }) : xml(list, items.map((item) => `<${name}>${elements(item)}</${name}>`).join(''));
}

export function xml(name: string, inner: string, status = 200): Reply {
  return { status, type: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="${namespace}">${inner}</${name}>` };
}

export function elements(values: Readonly<Record<string, Value>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<${name}>${escapeHtml(String(value))}</${name}>`)
    .join('');
}

const codes: Readonly<Record<string, string>> = {
  INVALID_SESSION_ID: 'InvalidSessionId',
  INVALIDJOB: 'InvalidJob',
  INVALIDJOBSTATE: 'InvalidJobState',
  FEATURENOTENABLED: 'FeatureNotEnabled',
  NOT_FOUND: 'InvalidJob',
  MALFORMED_QUERY: 'InvalidBatch',
  LIMIT_EXCEEDED: 'ExceededQuota',
};

/** A refusal in Bulk 1.0's own words; an ended session is a 400 here. */
export function asyncRefusal(words: Words, { errorCode, message, status }: OrgError): Reply {
  const exceptionCode = codes[errorCode] ?? 'ClientInputError';
  const exceptionMessage = exceptionCode === 'InvalidSessionId' ? 'Invalid session id' : message;
  return asyncReply(words, 'error', { exceptionCode, exceptionMessage }, status === 413 ? 413 : 400);
}

/** The job or the batch that a path names is not there. */
export function missing(what: string): OrgError {
  return new OrgError('NOT_FOUND', `Unable to find ${what}`);
}
