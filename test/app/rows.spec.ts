import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';

const runDemo = async (page: Page): Promise<void> => {
  await page.getByTestId('run').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
};
const cell = (page: Page, row: number, column: number) => page.locator(`#cell-${row}-${column}`);

test('a column says what it holds; a frequent value shows its rows; sorting, finding and opening work by keyboard', async ({ app }) => {
  const { page } = app;
  await runDemo(page);
  await page.getByTestId('edge-toLead.out-upsertLeads.in').click();
  const grid = page.getByTestId('sample-grid');
  await expect(page.getByTestId('column-Email')).toContainText('distinct');
  const rows = Number(await grid.getAttribute('aria-rowcount'));

  await page.getByRole('button', { name: 'What FirstName holds' }).click();
  const profile = page.getByRole('dialog', { name: 'What FirstName holds' });
  await expect(profile).toContainText('Most frequent');
  await profile.getByRole('button').first().click();
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(rows);
  await page.getByRole('button', { name: /^FirstName: / }).click();

  await grid.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await expect(page.getByTestId('column-FirstName')).toHaveAttribute('aria-sort', 'ascending');
  const first = await cell(page, 0, 1).textContent();
  await page.keyboard.press('s');
  await expect(page.getByTestId('column-FirstName')).toHaveAttribute('aria-sort', 'descending');
  await expect(cell(page, 0, 1)).not.toHaveText(first ?? '');

  await page.getByRole('searchbox', { name: 'Find in the rows' }).fill(first ?? '');
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(rows);
  await grid.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('record')).toContainText('LastName');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('record')).toHaveCount(0);
});

test('a column is made wider by its edge and by keyboard', async ({ app }) => {
  const { page } = app;
  await runDemo(page);
  await page.getByTestId('edge-toLead.out-upsertLeads.in').click();
  const head = page.getByTestId('column-External_Key__c');
  const before = (await head.boundingBox())!.width;
  const edge = (await page.getByTestId('resize-External_Key__c').boundingBox())!;
  await page.mouse.move(edge.x + 5, edge.y + 8);
  await page.mouse.down();
  await page.mouse.move(edge.x + 85, edge.y + 8, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await head.boundingBox())!.width - before)).toBe(80);
  await page.getByTestId('sample-grid').focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(async () => Math.round((await head.boundingBox())!.width - before)).toBe(64);
});

test('a click on a rejected count shows why, grouped by cause; a cause shows its rows', async ({ app }) => {
  const { page } = app;
  await runDemo(page);
  const card = page.getByTestId('node-upsertLeads');
  const count = Number(((await page.getByTestId('count-upsertLeads-rejected').textContent()) ?? '').replaceAll(',', ''));
  expect(count).toBeGreaterThan(0);
  await card.getByTitle('Show the rejected rows and why').click();
  const causes = page.getByTestId('rejected-groups').getByRole('button');
  await expect(causes.first()).toBeVisible();
  const counts = await causes.locator('b').allTextContents();
  expect(counts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0)).toBe(count);
  await causes.first().click();
  await expect(page.getByTestId('sample-grid')).toHaveAttribute('aria-rowcount', String(Number(counts[0]) + 1));
});
