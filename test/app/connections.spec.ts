import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';
import { saveToken } from './saveToken.ts';

let org: Org;
test.beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
});
test.afterAll(() => org.close());

async function openDialog(page: Page): Promise<void> {
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('connections');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Connections' })).toBeVisible();
}

async function startSignIn(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'New connection' }).click();
  await page.getByRole('button', { name: 'Sign in with the browser' }).click();
  await page.getByLabel('Name', { exact: false }).last().fill(name);
  await page.getByRole('combobox', { name: 'Where you sign in' }).click();
  await page.getByRole('option', { name: 'My Domain' }).click();
  await page.getByLabel('Address of the org').fill(org.url);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  return page.getByTestId('sign-in-address').innerText();
}

/** What a person does at the org's own pages. */
async function signInAt(address: string, username: string, browser: Browser): Promise<void> {
  const context = await browser.newContext();
  const login = await context.newPage();
  await login.goto(address);
  await login.locator('#username').fill(username);
  await login.locator('#password').fill('sluice-demo-1');
  await login.locator('#Login').click();
  await login.locator('#oaapprove').click();
  await expect(login.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await context.close();
}

async function setActive(username: string, isActive: boolean): Promise<void> {
  const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
  const query = encodeURIComponent(`SELECT Id FROM User WHERE Username = '${username}'`);
  const found = (await (await fetch(`${org.url}/services/data/v62.0/query?q=${query}`, { headers })).json()) as { records: { Id: string }[] };
  const answer = await fetch(`${org.url}/services/data/v62.0/sobjects/User/${found.records[0]!.Id}`, { method: 'PATCH', headers, body: JSON.stringify({ IsActive: isActive }) });
  expect(answer.status).toBe(204);
}

/** What is to go wrong at the org, once. */
async function addFault(fault: object): Promise<void> {
  const answer = await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) });
  expect(answer.ok).toBe(true);
}

/** All the text of the files below a folder. */
function textsOf(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ file, text: readFileSync(file, 'latin1') }));
}

test('the doctor finds the demo org well', async ({ app }) => {
  const { page } = app;
  await openDialog(page);
  await page.getByRole('button', { name: 'New connection' }).click();
  await page.getByRole('button', { name: 'Demo org' }).click();
  const line = page.getByTestId('connection-demo');
  await expect(line.getByTestId('finding-signedIn')).toContainText('Signed in as demo@');
  await expect(line.getByTestId('finding-dailyCalls')).toContainText('API calls are left today');
});

test('a person signs in with the browser; the connection works, its session is renewed, and no secret is to be seen', { tag: '@host' }, async ({ app, browser }) => {
  test.setTimeout(120_000);
  const { page } = app;
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  await page.reload();
  await openDialog(page);
  const address = await startSignIn(page, 'acme');

  await signInAt(address, org.username, browser);

  const line = page.getByTestId('connection-acme');
  await test.step('the window goes on and checks the connection', async () => {
    await expect(line.getByTestId('finding-signedIn')).toContainText(`Signed in as ${org.username}`);
    await expect(line).toContainText('Demo org');
  });

  await test.step('a session that has ended is renewed', async () => {
    await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"expireTokens"}' });
    await line.getByRole('button', { name: 'Check: acme' }).click();
    await expect(line.getByTestId('finding-signedIn')).toBeVisible();
  });

  const checked = await app.sluice('connect', 'acme', '--check');
  expect(checked.code).toBe(0);
  expect(checked.stdout).toContain(`✓ Signed in as ${org.username}`);

  const tokens = /5Aep861|00D[A-Za-z0-9]{15}!/;
  for (const { file, text } of textsOf(app.dataFolder)) if (!file.includes('demoOrg.')) expect(tokens.test(text), file).toBe(false);
  expect(received.filter((frame) => tokens.test(frame))).toEqual([]);
  expect(await page.content()).not.toMatch(tokens);
});

test('where a session cannot be renewed, the person signs in again from the line that says so', async ({ app, browser }) => {
  const { page } = app;
  const username = 'integration@sluice.example';
  await openDialog(page);
  await signInAt(await startSignIn(page, 'acme'), username, browser);
  const line = page.getByTestId('connection-acme');
  await expect(line.getByTestId('finding-signedIn')).toContainText(username);
  await test.step('what was chosen for the org stays when the person signs in again', async () => {
    await expect(line).toContainText('API 65.0 · Stops at 80 % of the day’s calls');
    await line.getByRole('button', { name: 'Change: acme' }).click();
    await line.getByLabel('Stop at').fill('50');
    await line.getByRole('button', { name: 'Save' }).click();
    await expect(line).toContainText('Stops at 50 % of the day’s calls');
  });
  await setActive(username, false);
  await line.getByRole('button', { name: 'Check: acme' }).click();
  await expect(line.getByTestId('finding-loginExpired')).toBeVisible();
  await setActive(username, true);
  await line.getByRole('button', { name: 'Sign in again' }).click();
  await signInAt(await page.getByTestId('sign-in-address').innerText(), username, browser);
  await expect(line.getByTestId('finding-signedIn')).toContainText(username);
  await expect(line).toContainText('Stops at 50 % of the day’s calls');
});

test('a sign-in can be denied and cancelled', async ({ app, browser }) => {
  const { page } = app;
  await openDialog(page);
  const address = await startSignIn(page, 'acme');
  const context = await browser.newContext();
  const login = await context.newPage();
  await login.goto(address);
  await login.locator('#password').fill('sluice-demo-1');
  await login.locator('#Login').click();
  await login.locator('#oadeny').click();
  await expect(login.getByRole('heading', { name: 'You are not signed in' })).toBeVisible();
  await context.close();
  await expect(page.getByRole('alert')).toContainText('Access was denied');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const redirect = new URL(new URL(await page.getByTestId('sign-in-address').innerText()).searchParams.get('redirect_uri')!);
  await page.getByRole('button', { name: 'Cancel' }).click();
  // Nobody waits at the port any more.
  await expect.poll(() => fetch(redirect).then(() => 'there', () => 'gone')).toBe('gone');
});

test('a token that does not work is named, with what to do', async ({ app }) => {
  const { page } = app;
  await openDialog(page);
  await saveToken(page, 'old', org.url, '00D!ended');
  await expect(page.getByTestId('connection-old').getByTestId('finding-loginExpired')).toBeVisible();
});

test('the doctor names in plain words what blocks an org, what to do and the page of Setup, and says so when it is gone', async ({ app }) => {
  const { page } = app;
  await openDialog(page);
  await saveToken(page, 'acme', org.url, org.accessToken);
  const line = page.getByTestId('connection-acme');
  await expect(line.getByTestId('finding-signedIn')).toBeVisible();
  const check = line.getByRole('button', { name: 'Check: acme' });

  const refused = (errorCode: string): object => ({ kind: 'status', path: '/limits', status: 403, errorCode });
  const blocks = [
    [refused('API_DISABLED_FOR_ORG'), 'apiDisabled', 'does not let this user use the API', 'Permission Sets'],
    [refused('INVALID_OPERATION_WITH_EXPIRED_PASSWORD'), 'passwordExpired', 'wants a new password of this user', 'Password Policies'],
    [refused('REQUEST_LIMIT_EXCEEDED'), 'requestLimit', 'has no API calls left for today', 'Company Information'],
  ] as const;
  for (const [fault, code, sentence, setup] of blocks) {
    await addFault(fault);
    await check.click();
    await expect(line.getByTestId(`finding-${code}`)).toContainText(sentence);
    await expect(line.getByTestId(`finding-${code}`)).toContainText(setup);
  }
  await expectAccessible(page);
  await check.click();
  await expect(line.getByTestId('finding-signedIn')).toBeVisible();
  await expect(line.getByTestId('finding-requestLimit')).toHaveCount(0);
});

test('axe finds nothing, light or dark, in the connections dialog', async ({ app }) => {
  const { page } = app;
  await openDialog(page);
  await page.getByRole('button', { name: 'Check: demo' }).click();
  await expect(page.getByTestId('finding-signedIn')).toBeVisible();
  for (const way of ['Sign in with the browser', 'Use an org that the sf command knows', 'Access token']) {
    if (!(await page.getByRole('button', { name: way }).isVisible())) await page.getByRole('button', { name: 'New connection' }).click();
    await page.getByRole('button', { name: way }).click();
    await expectAccessible(page);
  }
});
