import { createPublicKey } from 'node:crypto';
import { json, noContent } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import { OrgError } from '../orgError.ts';
import type { Fault } from './faults.ts';

/**
 * What only this machine may ask, and only on purpose: every request must say `application/json`, which a page of
 * another site cannot make a browser send.
 */
export const adminRoutes: readonly Route[] = [
  open('GET', '/demo/faults', (_, org) => json(org.faults.list())),
  open('POST', '/demo/faults', async (request, org) => {
    const body = await objectBody(request);
    if (body.kind === 'expireTokens') org.sessions.expireAll();
    else org.faults.add(readFault(body));
    return json(org.faults.list(), 201);
  }),
  open('DELETE', '/demo/faults', (request, org) => {
    onlyJson(request);
    org.faults.clear();
    return noContent;
  }),
  open('POST', '/demo/clients', async (request, org) => {
    const { id, secret, certificate, runAs } = await objectBody(request);
    if (typeof id !== 'string' || !/^\w{1,100}$/.test(id)) throw new OrgError('INVALID_FIELD', 'A client needs an "id" of letters, digits and underscores.');
    org.clients.register({
      id,
      ...optional('secret', secret),
      ...optional('runAs', runAs),
      ...(certificate === undefined ? {} : { certificate: readCertificate(certificate) }),
    });
    return json({ id }, 201);
  }),
];

function onlyJson(request: OrgRequest): void {
  if (!/^application\/json\b/.test(request.header('content-type') ?? ''))
    throw new OrgError('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.', { status: 415 });
}

async function objectBody(request: OrgRequest): Promise<Record<string, unknown>> {
  onlyJson(request);
  const body = await request.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new OrgError('JSON_PARSER_ERROR', 'Send one JSON object.');
  return body as Record<string, unknown>;
}

function readFault({ kind, status, delayMs, times, path, method, errorCode, message }: Record<string, unknown>): Fault {
  const place = { ...whole('times', times, 100_000), ...whole('delayMs', delayMs, 600_000), ...optional('path', path), ...optional('method', method) };
  if (kind === 'cut') return { kind, ...place };
  if (kind === 'slow' && place.delayMs !== undefined) return { kind, ...place, delayMs: place.delayMs };
  const { status: code } = whole('status', status, 599);
  if (kind === 'status' && code !== undefined && code >= 400)
    return { kind, status: code, ...place, ...optional('errorCode', errorCode), ...optional('message', message) };
  throw new OrgError(
    'INVALID_FIELD',
    'A fault is { "kind": "status", "status": 400–599 }, { "kind": "slow", "delayMs": n }, { "kind": "cut" } or { "kind": "expireTokens" }; ' +
      '"times", "path" and "method" say which requests meet it.',
  );
}

function optional<K extends string>(name: K, value: unknown): { [key in K]?: string } {
  if (value === undefined) return {};
  if (typeof value !== 'string') throw new OrgError('INVALID_FIELD', `"${name}" is a text.`);
  return { [name]: value } as { [key in K]?: string };
}

function whole<K extends string>(name: K, value: unknown, most: number): { [key in K]?: number } {
  if (value === undefined) return {};
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most)
    throw new OrgError('INVALID_FIELD', `"${name}" is a whole number from 1 to ${most}.`);
  return { [name]: value } as { [key in K]?: number };
}

function readCertificate(pem: unknown): string {
  try {
    createPublicKey(String(pem));
    return String(pem);
  } catch {
    throw new OrgError('INVALID_FIELD', '"certificate" is the PEM text of a certificate or of a public key.');
  }
}
