import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import jsforce from 'jsforce';
import { describe, expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';
import { rsaCertificate } from './rsaCertificate.ts';

const fixture = orgForThisFile();
const redirectUri = 'http://localhost:1717/OauthRedirect';
const password = 'sluice-demo-1';

/** What a person does in the browser: sign in, press Allow, be sent back. Gives the address they are sent back to. */
async function signInAsPerson(authorizeUrl: string, choice: { password?: string; allow?: 'yes' | 'no' } = {}): Promise<URL> {
  const loginPage = await (await fetch(authorizeUrl)).text();
  const login = hiddenFields(loginPage);
  login.set('username', fixture.org.username);
  login.set('password', choice.password ?? password);
  const allowPage = await (await fetch(`${fixture.org.url}/services/oauth2/authorize`, { method: 'POST', body: login })).text();
  const allow = hiddenFields(allowPage);
  if (!allow.has('ticket')) throw new Error(/role="alert">([^<]*)/.exec(allowPage)?.[1]);
  allow.set('allow', choice.allow ?? 'yes');
  const sent = await fetch(`${fixture.org.url}/services/oauth2/authorize`, { method: 'POST', body: allow, redirect: 'manual' });
  expect(sent.status).toBe(302);
  return new URL(sent.headers.get('location')!);
}

function hiddenFields(page: string): URLSearchParams {
  return new URLSearchParams(
    [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!.replaceAll('&amp;', '&')]),
  );
}

function oauth2(extra: Record<string, unknown> = {}): InstanceType<typeof jsforce.OAuth2> {
  return new jsforce.OAuth2({ loginUrl: fixture.org.url, clientId: 'sluice', redirectUri, ...extra });
}

async function token(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Record<string, string>> {
  const response = await fetch(`${fixture.org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return (await response.json()) as Record<string, string>;
}

describe('authorization code with PKCE', () => {
  test('a person signs in, and jsforce trades the code for a session that refreshes itself', async () => {
    const client = oauth2({ useVerifier: true });
    const back = await signInAsPerson(client.getAuthorizationUrl({ state: 'a&b=c' }));
    expect(back.searchParams.get('state')).toBe('a&b=c');
    const connection = new jsforce.Connection({ oauth2: client, version: apiVersion });
    const user = await connection.authorize(back.searchParams.get('code')!);
    expect(user.organizationId).toMatch(/^00D\w{15}$/);
    expect(connection.instanceUrl).toBe(fixture.org.url);
    expect(connection.accessToken).toMatch(/^(00D\w{12,15})![.\w]*$/);

    const before = connection.accessToken;
    await fixture.fault({ kind: 'expireTokens' });
    expect((await connection.query('SELECT Id FROM Account LIMIT 1')).totalSize).toBe(1);
    expect(connection.accessToken).not.toBe(before);
  });

  test('a code works once, and only with the verifier it was made for', async () => {
    const challenge = createHash('sha256').update('right').digest('base64url');
    const url = oauth2().getAuthorizationUrl({ code_challenge: challenge });
    const form = { grant_type: 'authorization_code', client_id: 'sluice', redirect_uri: redirectUri };
    const code = (await signInAsPerson(url)).searchParams.get('code')!;
    expect(await token({ ...form, code, code_verifier: 'wrong' })).toEqual({ error: 'invalid_grant', error_description: 'invalid code verifier' });
    const second = (await signInAsPerson(url)).searchParams.get('code')!;
    expect(await token({ ...form, code: second, code_verifier: 'right' })).toMatchObject({
      token_type: 'Bearer',
      refresh_token: expect.stringMatching(/^5Aep/) as string,
    });
    expect(await token({ ...form, code: second, code_verifier: 'right' })).toMatchObject({ error: 'invalid_grant' });
  });

  test('a wrong password is said on the page', async () => {
    await expect(signInAsPerson(oauth2().getAuthorizationUrl(), { password: 'guess' })).rejects.toThrow('Please check your username and password.');
  });

  test('a person who says no is sent back with access_denied', async () => {
    const back = await signInAsPerson(oauth2().getAuthorizationUrl(), { allow: 'no' });
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  test('nobody is sent to an address that is not on this machine', async () => {
    const response = await fetch(oauth2({ redirectUri: 'https://evil.example/take' }).getAuthorizationUrl(), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('redirect_uri_mismatch');
  });

  test('an app nobody registered is refused', async () => {
    const response = await fetch(oauth2({ clientId: '<b>who</b>' }).getAuthorizationUrl());
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('&lt;b&gt;who&lt;/b&gt;');
  });
});

describe('other grants', () => {
  test('username and password', async () => {
    const connection = new jsforce.Connection({ oauth2: oauth2({ clientId: 'sluiceServer', clientSecret: 'sluice-demo-secret' }), version: apiVersion });
    await connection.login(fixture.org.username, password);
    expect(await connection.identity()).toMatchObject({ username: fixture.org.username });
    const other = new jsforce.Connection({ oauth2: oauth2({ clientId: 'sluiceServer', clientSecret: 'sluice-demo-secret' }) });
    expect(await refusalOf(other.login(fixture.org.username, 'guess'))).toMatchObject({ errorCode: 'invalid_grant', message: 'authentication failure' });
  });

  test('client credentials, in the form and as basic authorization', async () => {
    const connection = new jsforce.Connection({ oauth2: oauth2({ clientId: 'sluiceServer', clientSecret: 'sluice-demo-secret' }), version: apiVersion });
    await connection.authorize({ grant_type: 'client_credentials' });
    expect(await connection.identity()).toMatchObject({ username: 'integration@sluice.example' });
    const authorization = `Basic ${Buffer.from('sluiceServer:sluice-demo-secret').toString('base64')}`;
    expect(await token({ grant_type: 'client_credentials' }, { authorization })).toHaveProperty('access_token');
    expect(await token({ grant_type: 'client_credentials', client_id: 'sluiceServer', client_secret: 'guess' })).toMatchObject({ error: 'invalid_client' });
    expect(await token({ grant_type: 'client_credentials', client_id: 'sluice' })).toMatchObject({ error: 'invalid_client' });
  });

  test('a wrong grant type and an unknown app', async () => {
    expect(await token({ grant_type: 'magic' })).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await token({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'nobody' })).toMatchObject({ error: 'invalid_client_id' });
    expect(await token({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'sluice' })).toEqual({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
  });

  describe('JWT bearer', () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

    function assertion(claims: Record<string, unknown>, key = keys.privateKey, header: Record<string, unknown> = { alg: 'RS256' }): string {
      const standard = { iss: 'robot', sub: fixture.org.username, aud: fixture.org.url, exp: Math.floor(Date.now() / 1_000) + 180 };
      const signed = [header, { ...standard, ...claims }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
    }

    async function register(certificate: string = publicKeyOf(keys)): Promise<void> {
      const response = await fetch(`${fixture.org.url}/demo/clients`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: 'robot', certificate }),
      });
      expect(response.status).toBe(201);
    }

    test('what is registered is a public key or, as in a real org, a certificate', async () => {
      await register(rsaCertificate(keys));
      expect(await token({ grant_type: grantType, assertion: assertion({}) })).toHaveProperty('access_token');
      const others = generateKeyPairSync('rsa', { modulusLength: 2048 });
      expect((await token({ grant_type: grantType, assertion: assertion({}, others.privateKey) })).error_description).toBe('invalid assertion');
    });

    test('a key that is not RSA signs nothing', async () => {
      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      await register(publicKeyOf(other));
      expect((await token({ grant_type: grantType, assertion: assertion({}, other.privateKey) })).error_description).toBe('invalid assertion');
    });

    test('a signed assertion gives a session', async () => {
      await register();
      const connection = new jsforce.Connection({ oauth2: oauth2(), version: apiVersion });
      await connection.authorize({ grant_type: grantType, assertion: assertion({}) });
      expect(await connection.identity()).toMatchObject({ username: fixture.org.username });
    });

    test('the habits of the Salesforce CLI are taken: exp in milliseconds, a slash after the audience', async () => {
      await register();
      expect(await token({ grant_type: grantType, assertion: assertion({ exp: Date.now() + 60_000, aud: `${fixture.org.url}/` }) })).toHaveProperty(
        'access_token',
      );
    });

    test.each([
      ['another key', () => assertion({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey), 'invalid assertion'],
      ['no algorithm', () => assertion({}, keys.privateKey, { alg: 'none' }), 'invalid assertion'],
      ['an end in the past', () => assertion({ exp: 1_000_000_000 }), 'expired authorization code'],
      ['no end', () => assertion({ exp: undefined }), 'expired authorization code'],
      ['a stranger', () => assertion({ sub: 'nobody@nowhere.example' }), "user hasn't approved this consumer"],
      ['another audience', () => assertion({ aud: 'https://elsewhere.example' }), 'audience is invalid'],
      ['no JWT at all', () => randomBytes(20).toString('hex'), 'invalid assertion'],
    ])('%s is refused', async (_, make, reason) => {
      await register();
      expect((await token({ grant_type: grantType, assertion: make() })).error_description).toBe(reason);
    });
  });
});

function publicKeyOf({ publicKey }: { readonly publicKey: KeyObject }): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

describe('a session', () => {
  async function freshConnection(): Promise<InstanceType<typeof jsforce.Connection>> {
    const connection = new jsforce.Connection({ oauth2: oauth2({ clientId: 'sluiceServer', clientSecret: 'sluice-demo-secret' }), version: apiVersion });
    await connection.authorize({ grant_type: 'client_credentials' });
    return connection;
  }

  test('knows who it is', async () => {
    const connection = await freshConnection();
    const identity = await connection.identity();
    expect(identity).toMatchObject({ user_type: 'STANDARD', active: true, organization_id: expect.stringMatching(/^00D/) as string });
    const response = await fetch(`${fixture.org.url}/services/oauth2/userinfo`, { method: 'POST', headers: { authorization: `Bearer ${connection.accessToken}` } });
    expect(await response.json()).toMatchObject({
      user_id: identity.user_id,
      organization_id: identity.organization_id,
      preferred_username: 'integration@sluice.example',
    });
  });

  test('ends when it is revoked', async () => {
    const connection = await freshConnection();
    const accessToken = connection.accessToken!;
    await connection.logoutByOAuth2();
    const response = await fetch(`${fixture.org.url}/services/data/v${apiVersion}/limits`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
  });

  test('ends with its refresh token, which may be taken back by GET as well', async () => {
    const connection = new jsforce.Connection({ oauth2: oauth2(), version: apiVersion });
    const returned = await signInAsPerson(connection.oauth2.getAuthorizationUrl({}));
    await connection.authorize(returned.searchParams.get('code')!);
    const { accessToken, refreshToken } = connection;
    const call = (): Promise<Response> => fetch(`${fixture.org.url}/services/data/v${apiVersion}/limits`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect((await call()).status).toBe(200);
    expect((await fetch(`${fixture.org.url}/services/oauth2/revoke?token=${encodeURIComponent(refreshToken!)}`)).status).toBe(200);
    expect((await call()).status).toBe(401);
    expect(await token({ grant_type: 'refresh_token', refresh_token: refreshToken!, client_id: 'sluice' })).toHaveProperty('error', 'invalid_grant');
  });

  test('cannot be renewed after every token was revoked', async () => {
    const connection = new jsforce.Connection({ oauth2: oauth2(), version: apiVersion });
    const returned = await signInAsPerson(connection.oauth2.getAuthorizationUrl({}));
    await connection.authorize(returned.searchParams.get('code')!);
    const refresh = { grant_type: 'refresh_token', refresh_token: connection.refreshToken!, client_id: 'sluice' };
    await fixture.fault({ kind: 'expireTokens' });
    expect(await token(refresh)).toHaveProperty('access_token');
    await fixture.fault({ kind: 'revokeTokens' });
    expect(await token(refresh)).toHaveProperty('error', 'invalid_grant');
  });

  test('is refused by a bare word at the identity URLs', async () => {
    const userinfo = `${fixture.org.url}/services/oauth2/userinfo`;
    const bad = await fetch(userinfo, { headers: { authorization: 'Bearer 00Dxx!nonsense' } });
    expect([bad.status, await bad.text()]).toEqual([403, 'Bad_OAuth_Token']);
    const missing = await fetch(userinfo);
    expect([missing.status, await missing.text()]).toEqual([403, 'Missing_OAuth_Token']);
  });

  test('can also be sent as OAuth or X-SFDC-Session', async () => {
    for (const headers of [{ authorization: `OAuth ${fixture.org.accessToken}` }, { 'x-sfdc-session': fixture.org.accessToken }] as Record<string, string>[]) {
      expect((await fetch(`${fixture.org.url}/services/data/v${apiVersion}/limits`, { headers })).status).toBe(200);
    }
  });
});

describe('SOAP', () => {
  test('login and logout', async () => {
    const connection = new jsforce.Connection({ loginUrl: fixture.org.url, version: apiVersion });
    const user = await connection.login(fixture.org.username, password);
    expect(user.id).toMatch(/^005\w{15}$/);
    expect(connection.instanceUrl).toBe(fixture.org.url);
    expect((await connection.query('SELECT Id FROM User LIMIT 1')).totalSize).toBe(1);
    const accessToken = connection.accessToken!;
    await connection.logout();
    expect((await fetch(`${fixture.org.url}/services/data/v${apiVersion}/limits`, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(401);
  });

  test('a wrong password is INVALID_LOGIN', async () => {
    const connection = new jsforce.Connection({ loginUrl: fixture.org.url });
    const { message } = await refusalOf(connection.login(fixture.org.username, 'a<b&c'));
    expect(message).toBe('INVALID_LOGIN: Invalid username, password, security token; or user locked out.');
  });
});
