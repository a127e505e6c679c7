import type { OrgRequest } from '../http/request.ts';
import { OrgError } from '../orgError.ts';

/** @throws OrgError 415 unless the request says `application/json`, which a page of another site cannot make a browser send. */
export function onlyJson(request: OrgRequest): void {
  if (!/^application\/json\b/.test(request.header('content-type') ?? ''))
    throw new OrgError('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.', { status: 415 });
}

/** The body of an administrator's request. @throws OrgError */
export async function objectBody(request: OrgRequest): Promise<Record<string, unknown>> {
  onlyJson(request);
  const body = await request.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new OrgError('JSON_PARSER_ERROR', 'Send one JSON object.');
  return body as Record<string, unknown>;
}
