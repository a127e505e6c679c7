import { createPublicKey } from 'node:crypto';
import { json, noContent } from '../http/reply.ts';
import { open, type Route } from '../http/router.ts';
import { OrgError } from '../orgError.ts';
import { objectBody, onlyJson } from './objectBody.ts';
import { readFault } from './readFault.ts';

/**
 * What only this machine may ask, and only on purpose: every request must say `application/json`, which a page of
 * another site cannot make a browser send.
 */
export const adminRoutes: readonly Route[] = [
  ...['/demo/faults', '/_faults'].flatMap(faultRoutes),
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

function faultRoutes(address: string): Route[] {
  return [
    open('GET', address, (_, org) => json(org.faults.list())),
    open('POST', address, async (request, org) => {
      const body = await objectBody(request);
      if (body.kind === 'expireTokens') org.sessions.expireAll();
      else if (body.kind === 'revokeTokens') org.sessions.revokeAll();
      else org.faults.add(readFault(body));
      return json(org.faults.list(), 201);
    }),
    open('DELETE', address, (request, org) => {
      onlyJson(request);
      org.faults.clear();
      return noContent;
    }),
  ];
}

function optional<K extends string>(name: K, value: unknown): { [key in K]?: string } {
  if (value === undefined) return {};
  if (typeof value !== 'string') throw new OrgError('INVALID_FIELD', `"${name}" is a text.`);
  return { [name]: value } as { [key in K]?: string };
}

function readCertificate(pem: unknown): string {
  try {
    createPublicKey(String(pem));
    return String(pem);
  } catch {
    throw new OrgError('INVALID_FIELD', '"certificate" is the PEM text of a certificate or of a public key.');
  }
}
