import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { startBrowserHost } from '../../scripts/browser/hostProcess.ts';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

// The story starts hosts of its own, one after the other, over one data folder: it is told once, in the browser host, on Linux, where a keychain can be taken away.
test.skip(({ host }) => host !== 'web' || process.platform !== 'linux', 'starts browser hosts of its own, without a session bus');
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** What a passphrase must never be found in. */
const passphrase = 'harbour violin teaspoon glacier';
let org: Org;
let dataFolder: string;
test.beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
});
test.afterAll(() => org.close());
test.beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'sluice-app-'));
});
test.afterEach(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

function startWithoutKeychain(): ReturnType<typeof startBrowserHost> {
  return startBrowserHost({ SLUICE_HOME: dataFolder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', SLUICE_VAULT_PASSPHRASE: undefined, SLUICE_SEAL_KEY: undefined });
}

async function openConnections(page: Page): Promise<void> {
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('connections');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Connections' })).toBeVisible();
}

test('without a keychain a person keeps secrets in a file under a passphrase, and gives it again when they are needed after a restart', async ({ page }) => {
  let server = startWithoutKeychain();
  try {
    await page.goto(await server.url);
    await openConnections(page);
    await page.getByRole('button', { name: 'New connection' }).click();
    await page.getByRole('button', { name: 'Access token' }).click();
    await page.getByLabel('Name', { exact: false }).last().fill('acme');
    await page.getByLabel('Address of the org').fill(org.url);
    await page.getByRole('textbox', { name: 'Access token' }).fill(org.accessToken);
    await page.getByRole('region', { name: 'New connection' }).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert')).toContainText('There is no system keychain that answers.');

    await page.getByRole('button', { name: 'Keep secrets in a file under a passphrase…' }).click();
    const choose = page.getByRole('dialog', { name: 'Keep secrets under a passphrase' });
    await choose.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('violin 123');
    await expect(choose).toContainText('short enough to be guessed');
    await choose.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
    await choose.getByRole('textbox', { name: 'The same passphrase again' }).fill('harbour');
    await choose.getByRole('button', { name: 'Keep secrets in this file' }).click();
    await expect(choose).toContainText('The two are not the same.');
    await expectAccessible(page);
    await choose.getByRole('textbox', { name: 'The same passphrase again' }).fill(passphrase);
    await choose.getByRole('button', { name: 'Keep secrets in this file' }).click();
    await expect(choose).toBeHidden();
    await expect(page.getByRole('dialog', { name: 'Connections' })).toContainText('Secrets are kept in an encrypted file under your passphrase.');

    await page.getByRole('region', { name: 'New connection' }).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByTestId('connection-acme').getByTestId('finding-signedIn')).toBeVisible();

    await server.stop();
    // The flow that was open now writes to the org behind that connection.
    const flow = path.join(dataFolder, 'flows/cleanLeads/flow.json');
    writeFileSync(flow, readFileSync(flow, 'utf8').replace('"connection": "demo"', '"connection": "acme"'));
    server = startWithoutKeychain();
    await page.goto(await server.url);
    await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Enter the passphrase' })).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+Enter');
    const enter = page.getByRole('dialog', { name: 'Enter the passphrase' });
    await enter.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('harbour violin');
    await enter.getByRole('button', { name: 'Unlock' }).click();
    await expect(enter.getByRole('alert')).toContainText('What you entered is not the passphrase of');
    await expectAccessible(page);
    await enter.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
    await enter.getByRole('button', { name: 'Unlock' }).click();
    await expect(enter).toBeHidden();
    await openConnections(page);
    await page.getByRole('button', { name: 'Check: acme' }).click();
    await expect(page.getByTestId('connection-acme').getByTestId('finding-signedIn')).toBeVisible();

    const files = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dataFolder, name));
    for (const file of files) if (statSync(file).isFile()) expect(readFileSync(file, 'latin1'), file).not.toContain(passphrase);
  } finally {
    await server.stop();
  }
});
