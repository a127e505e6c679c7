import { html, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import type { Codes } from './codes.ts';
import { allowPage, loginPage, refusedPage } from './loginPages.ts';

const carriedNames = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method', 'scope'];

/** The browser's part of the authorization code flow: sign in, allow, go back to the app with a code. */
export function authorizeRoutes(codes: Codes): readonly Route[] {
  return [
    open('GET', '/services/oauth2/authorize', (request, org) => {
      const problem = refusalOf(request.query, org);
      return problem ?? html(loginPage(carriedOf(request.query), hintOf(org)));
    }),
    open('POST', '/services/oauth2/authorize', async (request, org) => {
      const form = await request.form();
      const problem = refusalOf(form, org);
      if (problem) return problem;
      return form.has('ticket') ? finish(form, codes) : signIn(form, org, codes, request);
    }),
  ];
}

/** What keeps the flow from starting. A wrong app or address is shown, never redirected to. */
function refusalOf(parameters: URLSearchParams, org: OrgContext): Reply | undefined {
  const client = parameters.get('client_id') ?? '';
  if (!org.clients.find(client)) return html(refusedPage(`error=invalid_client_id: this org knows no app with the client id "${client}".`), 400);
  const redirect = parameters.get('redirect_uri') ?? '';
  if (!isOnThisMachine(redirect))
    return html(refusedPage(`error=redirect_uri_mismatch: the demo org sends people back only to addresses on this machine, not to "${redirect}".`), 400);
  if (parameters.get('response_type') !== 'code')
    return goBack(redirect, { error: 'unsupported_response_type', error_description: 'response type not supported', state: parameters.get('state') });
  const method = parameters.get('code_challenge_method') ?? 'S256';
  if (method !== 'S256')
    return goBack(redirect, { error: 'invalid_request', error_description: 'code challenge method must be S256', state: parameters.get('state') });
  return undefined;
}

function isOnThisMachine(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'sluice:' || (/^https?:$/.test(protocol) && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function signIn(form: URLSearchParams, org: OrgContext, codes: Codes, request: OrgRequest): Reply {
  const username = form.get('username') ?? '';
  const user = org.users.signIn(username, form.get('password') ?? '');
  const carried = carriedOf(form);
  if (!user) return html(loginPage(carried, { ...hintOf(org), ...(username === '' ? {} : { username }) }, 'Please check your username and password.'));
  const client = form.get('client_id')!;
  const ticket = codes.give({ userId: user.id, client, redirectUri: form.get('redirect_uri')!, challenge: form.get('code_challenge') ?? undefined });
  return html(allowPage({ ...carried, ticket }, client, `${user.name} (${user.username}) at ${request.origin}`));
}

function finish(form: URLSearchParams, codes: Codes): Reply {
  const grant = codes.take(form.get('ticket')!);
  if (!grant) return html(refusedPage('This page is too old. Start signing in again from the app.'), 400);
  const state = form.get('state');
  if (form.get('allow') !== 'yes') return goBack(grant.redirectUri, { error: 'access_denied', error_description: 'end-user denied authorization', state });
  return goBack(grant.redirectUri, { code: codes.give(grant), state });
}

function goBack(redirectUri: string, parameters: Readonly<Record<string, string | null>>): Reply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } };
}

function carriedOf(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries(carriedNames.flatMap((name) => (parameters.has(name) ? [[name, parameters.get(name)!]] : [])));
}

function hintOf(org: OrgContext): { username: string; password: string } {
  return { username: org.users.list()[0]?.username ?? '', password: org.users.password };
}
