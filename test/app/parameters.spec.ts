import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixture.ts';

test('a parameter is declared, used in a setting, asked for at the run and kept in the file', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-refused')).toBeVisible();
  const parameters = page.getByTestId('parameters');
  await parameters.getByRole('button', { name: 'Add a parameter' }).click();
  await parameters.getByLabel('Name').fill('day');
  await page.keyboard.press('Tab');
  await parameters.getByLabel('Description').fill('The day of the list');
  await page.getByTestId('node-unreadable').click();
  await page.getByTestId('field-file').getByRole('textbox').fill('unreadable-{{day}}.csv');
  await page.keyboard.press('ControlOrMeta+Enter');

  const dialog = page.getByRole('dialog', { name: 'Values for this run' });
  await expect(dialog).toContainText('The day of the list');
  await dialog.getByRole('button', { name: 'Preview with these values' }).click();
  await expect(dialog).toContainText('A value is needed.');
  await dialog.getByLabel('day').fill('monday');
  await page.keyboard.press('Enter');
  await page.getByTestId('apply').click();
  await expect(page.getByTestId('undo-run')).toBeVisible();
  expect(readFileSync(path.join(app.dataFolder, 'flows/cleanLeads/unreadable-monday.csv'), 'utf8')).not.toBe('');

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
  const file = JSON.parse(readFileSync(path.join(app.dataFolder, 'flows/cleanLeads/flow.json'), 'utf8')) as { parameters: unknown };
  expect(file.parameters).toEqual({ day: expect.objectContaining({ description: 'The day of the list' }) });
});

test('with a default nothing is asked, and a new name is used in every setting', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-refused')).toBeVisible();
  const parameters = page.getByTestId('parameters');
  await parameters.getByRole('button', { name: 'Add a parameter' }).click();
  await parameters.getByLabel('Default').fill('all');
  await page.getByTestId('node-unreadable').click();
  await page.getByTestId('field-file').getByRole('textbox').fill('{{parameter}}.csv');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await parameters.getByLabel('Name').fill('list');
  await page.keyboard.press('Tab');
  await page.getByTestId('node-unreadable').click();
  await expect(page.getByTestId('field-file').getByRole('textbox')).toHaveValue('{{list}}.csv');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
});
