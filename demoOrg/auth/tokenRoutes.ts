import { createHash, createHmac } from 'node:crypto';
import { json, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import type { ClientSeed } from '../seed/seedFormat.ts';
import type { Codes } from './codes.ts';
import { GrantError, grantError } from './grantError.ts';
import { verifyAssertion } from './verifyAssertion.ts';

interface Granted {
  readonly userId: string;
  readonly client: string;
  /** The first sign-in of a person in a browser gives a refresh token. */
  readonly isRefreshable?: boolean;
}

type Grant = (form: URLSearchParams, request: OrgRequest, org: OrgContext) => Granted;

export function tokenRoutes(codes: Codes): readonly Route[] {
  const grants: Readonly<Record<string, Grant>> = {
    authorization_code: (form, request, org) => codeGrant(form, request, org, codes),
    refresh_token: refreshGrant,
    password: passwordGrant,
    client_credentials: clientCredentialsGrant,
    'urn:ietf:params:oauth:grant-type:jwt-bearer': (form, request, org) => {
      const { client, user } = verifyAssertion(form.get('assertion') ?? '', request.origin, org);
      return { client, userId: user.id };
    },
  };
  return [
    open('POST', '/services/oauth2/token', async (request, org) => {
      const form = await request.form();
      const grant = grants[form.get('grant_type') ?? ''];
      try {
        if (!grant) throw grantError('unsupported_grant_type', 'grant type not supported');
        return tokenReply(grant(form, request, org), request, org);
      } catch (error) {
        if (!(error instanceof GrantError)) throw error;
        return json({ error: error.error, error_description: error.message }, 400, { 'cache-control': 'no-store' });
      }
    }),
    open('GET', '/services/oauth2/revoke', (request, org) => revoke(request.query.get('token'), org)),
    open('POST', '/services/oauth2/revoke', async (request, org) => revoke((await request.form()).get('token') ?? request.query.get('token'), org)),
  ];
}

function revoke(token: string | null, org: OrgContext): Reply {
  if (token !== null && org.sessions.revoke(token)) return { status: 200, type: 'text/plain;charset=UTF-8', body: '' };
  return json({ error: 'unsupported_token_type', error_description: 'this token type is not supported' }, 400);
}

function codeGrant(form: URLSearchParams, request: OrgRequest, org: OrgContext, codes: Codes): Granted {
  const client = clientOf(form, request, org);
  const grant = codes.take(form.get('code') ?? '');
  if (!grant || grant.client !== client.id) throw grantError('invalid_grant', 'expired authorization code');
  if (grant.redirectUri !== form.get('redirect_uri')) throw grantError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (grant.challenge !== undefined && grant.challenge.replace(/=+$/, '') !== challenge) throw grantError('invalid_grant', 'invalid code verifier');
  return { userId: grant.userId, client: client.id, isRefreshable: true };
}

function refreshGrant(form: URLSearchParams, request: OrgRequest, org: OrgContext): Granted {
  const client = clientOf(form, request, org);
  const session = org.sessions.findRefresh(form.get('refresh_token') ?? '');
  if (!session || session.client !== client.id || !org.users.byId(session.userId)) throw grantError('invalid_grant', 'expired access/refresh token');
  return { userId: session.userId, client: client.id };
}

function passwordGrant(form: URLSearchParams, request: OrgRequest, org: OrgContext): Granted {
  const client = clientOf(form, request, org);
  const user = org.users.signIn(form.get('username') ?? '', form.get('password') ?? '');
  if (!user) throw grantError('invalid_grant', 'authentication failure');
  return { userId: user.id, client: client.id };
}

function clientCredentialsGrant(form: URLSearchParams, request: OrgRequest, org: OrgContext): Granted {
  const client = clientOf(form, request, org);
  if (client.secret === undefined) throw grantError('invalid_client', 'invalid client credentials');
  const user = client.runAs === undefined ? undefined : org.users.byUsername(client.runAs);
  if (!user) throw grantError('invalid_grant', 'no client credentials user enabled');
  return { userId: user.id, client: client.id };
}

/** The app, by its id and secret in the form or in `Authorization: Basic`. */
function clientOf(form: URLSearchParams, request: OrgRequest, org: OrgContext): ClientSeed {
  const basic = /^Basic\s+(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const [id = '', secret] =
    basic === undefined ? [form.get('client_id') ?? '', form.get('client_secret') ?? undefined] : Buffer.from(basic, 'base64').toString('utf8').split(/:(.*)/s);
  const client = org.clients.find(id);
  if (!client) throw grantError('invalid_client_id', 'client identifier invalid');
  if (client.secret !== undefined && client.secret !== secret) throw grantError('invalid_client', 'invalid client credentials');
  return client;
}

function tokenReply({ userId, client, isRefreshable }: Granted, request: OrgRequest, org: OrgContext): Reply {
  const id = `${request.origin}/id/${org.organization.id}/${userId}`;
  const issuedAt = String(org.now().getTime());
  return json(
    {
      access_token: org.sessions.issue(userId, client),
      ...(isRefreshable ? { refresh_token: org.sessions.issueRefresh(userId, client) } : {}),
      signature: createHmac('sha256', org.organization.id)
        .update(id + issuedAt)
        .digest('base64'),
      scope: 'refresh_token api web',
      instance_url: request.origin,
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    },
    200,
    { 'cache-control': 'no-store' },
  );
}
