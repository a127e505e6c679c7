import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startBrowserHost } from '../../scripts/browser/hostProcess.ts';
import { expect, test } from './fixture.ts';

test('a run that broke off with the app is on show when the app is there again, and goes on', async ({ page, host }) => {
  test.skip(host !== 'web', 'the browser host can be killed from here');
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'sluice-broken-'));
  const env = { SLUICE_HOME: dataFolder, SLUICE_VAULT_PASSPHRASE: 'correct horse' };
  const first = startBrowserHost(env);
  let second: ReturnType<typeof startBrowserHost> | undefined;
  try {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(await first.url);
    await page.getByTestId('plan').click();
    await expect(page.getByTestId('apply')).toBeVisible();
    const org = JSON.parse(readFileSync(path.join(dataFolder, 'demoOrg.json'), 'utf8')) as { url: string };
    await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'slow', delayMs: 700, times: 1000, path: '/composite' }) });
    await page.getByTestId('apply').click();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'running');
    await expect(page.getByTestId('count-upsertLeads-in')).not.toHaveText('0');
    const engine = enginePid(dataFolder);
    await first.kill();
    await expect.poll(() => isAlive(engine), 'the engine ends with its host').toBe(false);

    second = startBrowserHost(env);
    await page.goto(await second.url);
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', /^(interrupted|cancelled)$/);
    await expect(page.getByTestId('run-actions')).toContainText('It can go on where it was');
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
    await expect(page.getByTestId('count-upsertLeads-in')).toHaveText('1,122');
  } finally {
    await first.kill();
    await second?.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

/** The process that runs the flow. */
function enginePid(dataFolder: string): number {
  const runs = new DatabaseSync(path.join(dataFolder, 'runs.sqlite'), { readOnly: true });
  try {
    return Number(runs.prepare(`select pid from run where state = 'running'`).get()?.['pid']);
  } finally {
    runs.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
