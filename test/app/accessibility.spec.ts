import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

test('axe finds nothing, light or dark, in the window, before a run, with rows on show and with a node open', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await expectAccessible(page);
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
  await expect(page.getByTestId('sample-grid')).toBeVisible();
  await expectAccessible(page);
  await page.getByTestId('node-toLead').click();
  await expect(page.getByTestId('field-columns')).toBeVisible();
  await expectAccessible(page);
});

test('axe finds nothing, light or dark, in the outline, the past runs, the rejected rows, a row and the parameters', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  await page.getByTestId('parameters').getByLabel('Default').fill('a');
  await expectAccessible(page);
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByTestId('outline-toLead').click();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByTestId('history')).toBeVisible();
  await expectAccessible(page);
  await page.getByTestId('node-upsertLeads').getByTitle('Show the rejected rows and why').click();
  await expect(page.getByTestId('sample-grid')).toBeVisible();
  await expectAccessible(page);
  await page.getByTestId('sample-grid').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('record')).toBeVisible();
  await expectAccessible(page);
});

test('axe finds nothing, light or dark, in search and the audit log', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('apply')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type('lead');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Check the log' }).click();
  await expect(page.getByTestId('audit-verdict')).toBeVisible();
  await expectAccessible(page);
});
