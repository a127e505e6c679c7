import { json, text, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import { tokenOf } from '../http/sessionOf.ts';
import type { OrgContext } from '../org.ts';
import type { User } from './users.ts';

/** Who is signed in. A bad token is 403 with a bare word here, unlike everywhere else. */
export const identityRoutes: readonly Route[] = [
  ...['GET', 'POST'].map((method) =>
    open(method, '/services/oauth2/userinfo', (request, org) => withUser(request, org, (user) => json(userInfo(user, request, org)))),
  ),
  open('GET', '/id/{organization}/{user}', (request, org) => withUser(request, org, (user) => {
    if (request.params.user !== user.id || request.params.organization !== org.organization.id) return text('Bad_Id', 404);
    return json(identity(user, request, org));
  })),
];

function withUser(request: OrgRequest, org: OrgContext, answer: (user: User) => Reply): Reply {
  const token = tokenOf(request) ?? request.query.get('oauth_token') ?? request.query.get('access_token');
  if (!token) return text('Missing_OAuth_Token', 403);
  const session = org.sessions.find(token);
  const user = session && org.users.byId(session.userId);
  return user ? answer(user) : text('Bad_OAuth_Token', 403);
}

function links(user: User, origin: string): Record<string, string> {
  const rest = `${origin}/services/data/v{version}/`;
  return {
    enterprise: `${origin}/services/Soap/c/{version}/`,
    metadata: `${origin}/services/Soap/m/{version}/`,
    partner: `${origin}/services/Soap/u/{version}/`,
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    profile: `${origin}/${user.id}`,
  };
}

function identity(user: User, { origin }: OrgRequest, org: OrgContext): unknown {
  return {
    id: `${origin}/id/${org.organization.id}/${user.id}`,
    asserted_user: true,
    user_id: user.id,
    organization_id: org.organization.id,
    username: user.username,
    nick_name: user.alias,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    first_name: user.firstName,
    last_name: user.lastName,
    timezone: user.timeZone,
    photos: { picture: `${origin}/`, thumbnail: `${origin}/` },
    urls: links(user, origin),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    last_modified_date: user.modified,
    is_app_installed: true,
  };
}

function userInfo(user: User, { origin }: OrgRequest, org: OrgContext): unknown {
  return {
    sub: `${origin}/id/${org.organization.id}/${user.id}`,
    user_id: user.id,
    organization_id: org.organization.id,
    preferred_username: user.username,
    nickname: user.alias,
    name: user.name,
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: user.timeZone,
    photos: { picture: `${origin}/`, thumbnail: `${origin}/` },
    profile: `${origin}/${user.id}`,
    picture: `${origin}/`,
    urls: links(user, origin),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    updated_at: user.modified,
  };
}
