import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixture.ts';

test('a node is added, connected and set up, and the flow is previewed and applied without the mouse', { tag: '@host' }, async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-validEmail')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('write csv');
  await page.keyboard.press('Enter');
  const added = page.getByTestId('node-csvWrite');
  await expect(added).toBeVisible();

  await page.locator('.react-flow__node[data-id="validEmail"]').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('c');
  await page.keyboard.type('write csv');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-testid^="edge-validEmail."][data-testid$="-csvWrite.in"]')).toBeAttached();

  await page.locator('.react-flow__node[data-id="csvWrite"]').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('field-file').getByRole('textbox').focus();
  await page.keyboard.type('everyone.csv');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByTestId('apply')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByTestId('undo-run')).toBeVisible();
  expect(existsSync(path.join(app.dataFolder, 'flows/cleanLeads/everyone.csv'))).toBe(true);
});

test('every command is in the command palette and does what it says', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-validEmail')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('problems');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('problems')).toBeVisible();
});
