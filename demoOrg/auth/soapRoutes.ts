import { escapeHtml } from '../http/escapeHtml.ts';
import type { Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { authorOf } from '../rest/authorOf.ts';

const namespaces = [
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"',
  'xmlns="urn:partner.soap.sforce.com"',
  'xmlns:sf="urn:fault.partner.soap.sforce.com"',
].join(' ');

/** Of SOAP there are login and logout, for clients that still sign in with a password, and undelete, which REST does not have. */
export const soapRoutes: readonly Route[] = ['/services/Soap/u/{number}', '/services/Soap/u/{number}/{organization}'].map((pattern) =>
  open('POST', pattern, async (request, org) => {
    const body = await request.text();
    if (/<(?:\w+:)?login[\s>]/.test(body)) return login(body, request, org);
    if (/<(?:\w+:)?logout[\s/>]/.test(body)) return logout(body, org);
    if (/<(?:\w+:)?undelete[\s>]/.test(body)) return undelete(body, org);
    return soapFault('UNKNOWN_EXCEPTION', 'This demo org answers only login, logout and undelete over SOAP.');
  }),
);

function login(body: string, request: OrgRequest, org: OrgContext): Reply {
  const user = org.users.signIn(element(body, 'username'), element(body, 'password'));
  if (!user) return soapFault('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.');
  const organizationId = org.organization.id;
  const server = `${request.origin}/services/Soap/u/${request.params.number!}/${organizationId.slice(0, 15)}`;
  const userInfo = {
    organizationId,
    organizationName: org.organization.name,
    userEmail: user.email,
    userFullName: user.name,
    userId: user.id,
    userName: user.username,
    userTimeZone: user.timeZone,
  };
  const result = {
    metadataServerUrl: server.replace('/u/', '/m/'),
    passwordExpired: 'false',
    sandbox: 'false',
    serverUrl: server,
    sessionId: org.sessions.issue(user.id, 'SOAP'),
    userId: user.id,
  };
  return envelope(200, `<loginResponse><result>${elements(result)}<userInfo>${elements(userInfo)}</userInfo></result></loginResponse>`);
}

function logout(body: string, org: OrgContext): Reply {
  return org.sessions.revoke(element(body, 'sessionId'))
    ? envelope(200, '<logoutResponse/>')
    : soapFault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
}

function undelete(body: string, org: OrgContext): Reply {
  const session = org.sessions.find(element(body, 'sessionId'));
  if (!session) return soapFault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
  const ids = [...body.matchAll(/<(?:\w+:)?ids(?:\s[^>]*)?>\s*(\w+)\s*</g)].map(([, id]) => id!);
  const outcomes = org.records.undelete(ids, { author: authorOf(org, session), allOrNone: false });
  const results = outcomes.map(({ success, id = '', errors }) => {
    const refusals = errors.map(({ statusCode, message }) => `<errors>${elements({ message, statusCode })}</errors>`);
    return `<result>${refusals.join('')}${elements({ id, success: String(success) })}</result>`;
  });
  return envelope(200, `<undeleteResponse>${results.join('')}</undeleteResponse>`);
}

function element(body: string, name: string): string {
  const text = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)</`).exec(body)?.[1] ?? '';
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&(?:apos|#39);/g, "'")
    .replaceAll('&amp;', '&');
}

function elements(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeHtml(value)}</${name}>`)
    .join('');
}

function soapFault(code: string, message: string): Reply {
  return envelope(500, `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring></soapenv:Fault>`);
}

function envelope(status: number, body: string): Reply {
  return {
    status,
    type: 'text/xml;charset=UTF-8',
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ${namespaces}><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  };
}
