import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixture.ts';

test('a long run is cancelled: it stops, says so, and leaves no half-written file', { tag: '@host' }, async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-readLeads')).toBeVisible();
  const folder = path.join(app.dataFolder, 'flows/cleanLeads');
  const lead = (index: number): string => `LEAD-${index},Ada,Lovelace,Analytical Engines,ada${index}@example.com,+44 20 5550100,UK,Machinery,1000,2026-10-05 08:58`;
  writeFileSync(path.join(folder, 'leads.csv'), `Lead Key,First Name,Last Name,Company,E-mail,Phone,Country,Industry,Annual Revenue,Created\n${Array.from({ length: 200_000 }, (_, index) => lead(index)).join('\n')}\n`);

  await page.getByTestId('run').click();
  await expect(page.getByTestId('count-upsertLeads-written')).not.toHaveText('0');
  await page.getByTestId('cancel').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'cancelled');
  await expect(page.getByTestId('run')).toBeVisible();
  expect(readdirSync(folder).sort()).toEqual(['flow.json', 'leads.csv']);
});
