import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { startBrowserHost } from '../../scripts/browser/hostProcess.ts';
import { expect, test } from './fixture.ts';

test('an org that the sf command knows is taken over, after the person has agreed, and the doctor looks at it', async ({ page, host }) => {
  test.skip(host !== 'web', 'the browser host can be given another home folder from here');
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-sf-'));
  const org = await startOrg({ data: ':memory:' });
  const key = randomBytes(32).toString('hex');
  const write = (name: string, value: unknown): void => writeFileSync(path.join(home, '.sfdx', name), JSON.stringify(value));
  mkdirSync(path.join(home, '.sfdx'));
  write('key.json', { service: 'sfdx', account: 'local', key });
  write('alias.json', { orgs: { acme: 'ann@acme.example' } });
  write('ann@acme.example.json', { username: 'ann@acme.example', instanceUrl: org.url, clientId: 'PlatformCLI', accessToken: sealed(org.accessToken, key) });
  const server = startBrowserHost({ HOME: home, SLUICE_HOME: path.join(home, 'sluice'), SLUICE_VAULT_PASSPHRASE: 'correct horse' });
  try {
    await page.goto(await server.url);
    await page.getByRole('button', { name: 'Use my org…' }).click();
    await page.getByRole('button', { name: 'Use an org that the sf command knows' }).click();
    await expect(page.getByRole('dialog')).toContainText('copies the one you choose into its own vault');
    await page.getByRole('button', { name: 'Show its orgs' }).click();
    await page.getByRole('combobox', { name: 'Org' }).click();
    await page.getByRole('option', { name: 'ann@acme.example · acme' }).click();
    await expect(page.getByLabel('Name', { exact: false }).last()).toHaveValue('acme');
    await page.getByRole('button', { name: 'Use this org' }).click();
    await expect(page.getByTestId('connection-acme').getByTestId('finding-signedIn')).toBeVisible();
  } finally {
    await server.stop();
    await org.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

/** As the sf command seals what is secret. */
function sealed(text: string, key: string): string {
  const iv = randomBytes(12).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), Buffer.from(iv, 'hex'));
  const hex = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('hex');
  return `${iv}${hex}:${cipher.getAuthTag().toString('hex')}`;
}
