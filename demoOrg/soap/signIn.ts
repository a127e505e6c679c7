import type { Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import type { OrgContext } from '../org.ts';
import { child, type SoapCall, textOf } from './soapCall.ts';
import { soapFault, soapReply } from './soapReply.ts';

/** For clients that still sign in with a password. */
export function login({ input }: SoapCall, request: OrgRequest, org: OrgContext): Reply {
  const user = org.users.signIn(textOf(child(input, 'username')), textOf(child(input, 'password')));
  if (!user) return soapFault('u', 'INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.');
  const organizationId = org.organization.id;
  const server = `${request.origin}/services/Soap/u/${request.params.number!}/${organizationId.slice(0, 15)}`;
  return soapReply('u', 'login', {
    metadataServerUrl: server.replace('/u/', '/m/'),
    passwordExpired: false,
    sandbox: false,
    serverUrl: server,
    sessionId: org.sessions.issue(user.id, 'SOAP'),
    userId: user.id,
    userInfo: userInfo(org, user.id),
  });
}

export function logout({ sessionId }: SoapCall, org: OrgContext): Reply {
  return org.sessions.revoke(sessionId) ? soapReply('u', 'logout') : endedSession('u');
}

export function endedSession(api: 'u' | 'm'): Reply {
  return soapFault(api, 'INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
}

export function userInfo(org: OrgContext, userId: string): Record<string, string> {
  const user = org.users.byId(userId)!;
  return {
    organizationId: org.organization.id,
    organizationName: org.organization.name,
    userEmail: user.email,
    userFullName: user.name,
    userId: user.id,
    userName: user.username,
    userTimeZone: user.timeZone,
  };
}
