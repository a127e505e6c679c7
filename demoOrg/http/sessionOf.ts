import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import type { OrgRequest } from './request.ts';

/** The access token a request carries: `Bearer`, `OAuth` (streaming clients) or a header of its own (Bulk 1.0). */
export function tokenOf(request: OrgRequest): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.header('authorization') ?? '')?.[1] ?? request.header('x-sfdc-session');
}

/** @throws OrgError 401 `INVALID_SESSION_ID`, upon which clients sign in again. */
export function sessionOf(request: OrgRequest, org: OrgContext): Session {
  const session = org.sessions.find(tokenOf(request) ?? '');
  if (!session) throw new OrgError('INVALID_SESSION_ID', 'Session expired or invalid', { status: 401 });
  return session;
}
