import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret, type Connection } from '../../../kit/connection.ts';
import { AppError } from '../../../kit/errors.ts';
import { signInError } from '../auth/signInError.ts';
import { diagnose } from './diagnose.ts';
import { environmentOf } from './orgFacts.ts';
import { setupPage } from './setupPage.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Answers {
  readonly clockAheadMs?: number;
  readonly versions?: unknown;
  /** Path → status and body in place of the good answer. */
  readonly refuse?: Readonly<Record<string, readonly [status: number, body: unknown]>>;
  readonly left?: number;
  readonly organization?: Readonly<Record<string, unknown>>;
}

const organization = { Id: '00D000000000001AAA', Name: 'Acme', IsSandbox: false, OrganizationType: 'Enterprise Edition', TrialExpirationDate: null };

/** An org as far as the doctor asks. */
async function orgThat({ clockAheadMs = 0, versions, refuse = {}, left = 14_000, ...parts }: Answers): Promise<Connection> {
  const good: Readonly<Record<string, unknown>> = {
    '/services/data': versions ?? [{ version: '64.0' }, { version: '65.0' }, { version: '66.0' }],
    '/services/oauth2/userinfo': { preferred_username: 'ann@acme.example' },
    '/limits': { DailyApiRequests: { Max: 15_000, Remaining: left } },
    '/query': { records: [{ ...organization, ...parts.organization }] },
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://org').pathname.replace(/^\/services\/data\/v\d+\.0/, '');
    const [status, body] = refuse[path] ?? [200, good[path]];
    const type = typeof body !== 'string' ? 'application/json' : body.startsWith('<') ? 'text/html' : 'text/plain';
    response.writeHead(status, { 'content-type': type, date: new Date(Date.now() - clockAheadMs).toUTCString() }).end(typeof body === 'string' ? body : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { name: 'acme', system: 'salesforce', environment: 'production', settings: { instanceUrl }, secrets: { accessToken: new Secret('00D!token') } };
}

const { signal } = new AbortController();

function look({ settings, ...rest }: Connection, resolve = async (): Promise<Connection> => ({ settings, ...rest })) {
  return diagnose({ settings, resolve, signal });
}

/** The one thing that is not well. */
async function blockOf(connection: Connection, resolve?: () => Promise<Connection>) {
  const { findings } = await look(connection, resolve);
  const bad = findings.filter(({ severity }) => severity !== 'good');
  expect(bad).toHaveLength(1);
  return bad[0]!;
}

describe('the doctor', () => {
  test('has nothing to say against an org that works', async () => {
    const { findings, ...facts } = await look(await orgThat({}));
    expect(findings.map(({ severity }) => severity)).toEqual(['good', 'good', 'good']);
    expect(facts).toMatchObject({ user: 'ann@acme.example', org: 'Acme', apiVersion: '65.0', dailyCalls: { left: 14_000, most: 15_000 } });
  });

  test('says that nothing answers', async () => {
    const connection = await orgThat({});
    const settings = { instanceUrl: 'http://127.0.0.1:1' };
    expect(await blockOf({ ...connection, settings })).toMatchObject({ code: 'orgUnreachable', severity: 'error' });
    expect(await blockOf({ ...connection, settings: { instanceUrl: 'http://nowhere.invalid' } })).toMatchObject({ code: 'orgUnreachable', message: 'http://nowhere.invalid cannot be reached: there is no such host.' });
  });

  test('says that there is no org at the address', async () => {
    expect(await blockOf(await orgThat({ refuse: { '/services/data': [404, '<html></html>'] } }))).toMatchObject({ code: 'wrongOrgUrl', hint: expect.stringContaining('.my.salesforce.com') });
    expect(await blockOf(await orgThat({ versions: { hello: 'world' } }))).toMatchObject({ code: 'wrongOrgUrl' });
  });

  test.each([
    [6 * 60_000, 'The clock of this machine is 6 minutes ahead of the org\'s.'],
    [-20 * 60_000, 'The clock of this machine is 20 minutes behind the org\'s.'],
  ])('says that the clock is off by more than five minutes: %i ms', async (clockAheadMs, message) => {
    expect(await blockOf(await orgThat({ clockAheadMs }))).toMatchObject({ code: 'clockOff', severity: 'warning', message });
  });

  test('minds no clock that is off by less', async () => {
    const { findings } = await look(await orgThat({ clockAheadMs: 4 * 60_000 }));
    expect(findings.map(({ code }) => code)).not.toContain('clockOff');
  });

  test.each([
    ['/services/oauth2/userinfo', 403, 'Bad_OAuth_Token', 'loginExpired'],
    ['/limits', 401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }], 'loginExpired'],
    ['/limits', 403, [{ errorCode: 'API_DISABLED_FOR_ORG', message: 'API is not enabled for this Organization or Partner' }], 'apiDisabled'],
    ['/limits', 403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }], 'requestLimit'],
    ['/limits', 403, [{ errorCode: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD', message: "The user's password has expired" }], 'passwordExpired'],
    ['/query', 403, [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'insufficient access rights on object' }], 'noPermission'],
  ])('names what blocks at %s, status %i, %j: %s', async (path, status, body, code) => {
    expect(await blockOf(await orgThat({ refuse: { [path]: [status, body] } }))).toMatchObject({ code, severity: 'error' });
  });

  test.each([
    ['invalid_client_id', 'client identifier invalid', 'appUnknown', 'External Client App Manager'],
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'appBlocked', 'Connected Apps OAuth Usage'],
    ['invalid_grant', 'ip restricted', 'ipRestricted', 'Network Access'],
    ['invalid_grant', 'identity verification required', 'mfaRequired', 'Identity Verification'],
    ['invalid_grant', 'expired access/refresh token', 'loginExpired', 'Connected Apps OAuth Usage'],
  ])('names what keeps a new session away, and the page of Setup: %s, %s', async (error, description, code, title) => {
    const connection = await orgThat({});
    const refused = async (): Promise<Connection> => Promise.reject(signInError(error, description, 'https://acme.my.salesforce.com'));
    expect(await blockOf(connection, refused)).toMatchObject({ code, severity: 'error', page: { title } });
  });

  test('warns when few calls are left', async () => {
    expect(await blockOf(await orgThat({ left: 1_200 }))).toMatchObject({ code: 'dailyCallsLow', severity: 'warning', message: '1,200 of 15,000 API calls are left today.' });
  });

  test('keeps the pinned API version where the org has it, and says so where it has not', async () => {
    const connection = await orgThat({});
    const pinned = (apiVersion: string) => look({ ...connection, settings: { ...connection.settings, apiVersion } });
    expect((await pinned('64.0')).apiVersion).toBe('64.0');
    const { apiVersion, findings } = await pinned('40.0');
    expect(apiVersion).toBe('65.0');
    expect(findings).toContainEqual(expect.objectContaining({ code: 'apiVersion', message: 'The org does not know API 40.0, which this connection asks for; it knows 64.0 to 66.0.' }));
  });

  test('takes the newest version of an older org', async () => {
    expect((await look(await orgThat({ versions: [{ version: '57.0' }, { version: '58.0' }] }))).apiVersion).toBe('58.0');
  });

  test('does not hide a fault of ours, nor a cancel', async () => {
    const connection = await orgThat({});
    await expect(look(connection, async () => Promise.reject(new TypeError('x is undefined')))).rejects.toMatchObject({ kind: 'bug' });
    await expect(look(connection, async () => Promise.reject(new AppError('cancelled', 'cancelled', { message: 'Cancelled.' })))).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

test.each([
  [{ IsSandbox: false, TrialExpirationDate: null }, 'production'],
  [{ IsSandbox: false, TrialExpirationDate: '2027-01-01T00:00:00.000+0000' }, 'production'],
  [{ IsSandbox: true, TrialExpirationDate: null }, 'sandbox'],
  [{ IsSandbox: true, TrialExpirationDate: '2026-12-01T00:00:00.000+0000' }, 'scratch'],
] as const)('an org that says %j is %s', (record, environment) => {
  expect(environmentOf(record)).toBe(environment);
});

test('a page of Setup has an address only in an org that is known', () => {
  expect(setupPage('ipRestricted', 'https://acme.my.salesforce.com')).toEqual({ title: 'Network Access', url: 'https://acme.my.salesforce.com/lightning/setup/NetworkAccess/home' });
  expect(setupPage('ipRestricted', 'https://login.salesforce.com')).toEqual({ title: 'Network Access' });
  expect(setupPage('ipRestricted', undefined)).toEqual({ title: 'Network Access' });
  expect(setupPage('somethingElse', 'https://acme.my.salesforce.com')).toBeUndefined();
});
