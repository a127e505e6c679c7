import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixture.ts';

test('a long run is cancelled: it stops, says so, and leaves no half-written file', { tag: '@host' }, async ({ app }) => {
  const { page } = app;
  const folder = path.join(app.dataFolder, 'flows/cleanLeads');
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('apply')).toBeVisible();
  // Each call takes so long that the run is under way for minutes.
  const org = JSON.parse(readFileSync(path.join(app.dataFolder, 'demoOrg.json'), 'utf8')) as { url: string };
  await fetch(`${org.url}/demo/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'slow', delayMs: 30_000, times: 1000, path: '/composite' }) });
  await page.getByTestId('apply').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'running');
  await expect(page.getByTestId('count-unreadable-in')).toHaveText('4');
  await page.getByTestId('cancel').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'cancelled');
  await expect(page.getByTestId('plan')).toBeVisible();
  expect(readdirSync(folder).sort()).toEqual(['flow.json', 'leads.csv']);
});
