import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

const previewDemo = async (page: Page): Promise<void> => {
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
};
const cell = (page: Page, row: number, column: number) => page.locator(`#cell-${row}-${column}`);

test('a column says what it holds; a frequent value shows its rows; sorting, finding and opening work by keyboard', async ({ app }) => {
  const { page } = app;
  await previewDemo(page);
  await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
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

test('columns are made wider by the edge and by keyboard, put into another order, and exported as they are shown', async ({ app }) => {
  const { page } = app;
  await previewDemo(page);
  await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
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

  await test.step('a head is dragged to another place, with a mark where it would go; Escape leaves all as it was, and no drag sorts', async () => {
    const name = (await head.getByRole('button').first().boundingBox())!;
    const company = (await page.getByTestId('column-Company').boundingBox())!;
    const drag = async (): Promise<void> => {
      await page.mouse.move(name.x + 20, name.y + 8);
      await page.mouse.down();
      await page.mouse.move(company.x + company.width - 10, name.y + 8, { steps: 4 });
      await expect(page.getByTestId('column-gap')).toBeVisible();
    };
    await drag();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('column-gap')).toHaveCount(0);
    await page.mouse.up();
    await expect(head).toHaveAttribute('aria-colindex', '1');
    await drag();
    await page.mouse.up();
    await expect(head).toHaveAttribute('aria-colindex', '4');
    await expect(head).toHaveAttribute('aria-sort', 'none');
    // Its width goes with it.
    await expect.poll(async () => Math.round((await head.boundingBox())!.width - before)).toBe(64);
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByRole('button', { name: 'As they came' }).click();
    await page.keyboard.press('Escape');
    await expect(head).toHaveAttribute('aria-colindex', '1');
  });

  await test.step('another order of the columns, by keyboard; what is shown goes into a file', async () => {
    await page.getByRole('button', { name: 'Columns', exact: true }).press('Enter');
    const menu = page.getByRole('list', { name: 'Order of the columns' });
    await menu.getByRole('button', { name: 'Move External_Key__c back' }).press('Enter');
    await expect(head).toHaveAttribute('aria-colindex', '2');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Find in the rows' }).fill('LEAD-1658');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = path.join(app.dataFolder, 'flows/cleanLeads/Match to contacts.csv');
    await expect(page.getByText('1 row saved as Match to contacts.csv')).toBeVisible();
    expect(readFileSync(file, 'utf8')).toMatch(/^FirstName,External_Key__c,.*\r\nKaan,LEAD-1658,/);
  });
});

test('a click on a rejected count shows why, grouped by cause; a cause shows its rows; a click on one lights up what it came by', async ({ app }) => {
  const { page } = app;
  await previewDemo(page);
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
  await page.locator('[data-place="0"] [data-column="0"]').click();
  for (const node of ['readLeads', 'validEmail', 'toLead', 'matchContacts', 'upsertLeads']) await expect(page.getByTestId(`node-${node}`)).toHaveAttribute('data-way', 'on');
  // Its own way: the contacts that it was matched to feed the node as well, and none of them is in it.
  for (const node of ['unreadable', 'refused', 'reference']) await expect(page.getByTestId(`node-${node}`)).toHaveAttribute('data-way', 'off');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('node-reference')).toHaveAttribute('data-way', 'off');
  await test.step('step by step it can be read what became of the row', async () => {
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Where does this row come from?' }).click();
    await expect(page.getByTestId('step-upsertLeads')).toContainText('Required fields are missing: [Company]');
    await page.getByTestId('lineage').getByRole('button', { name: 'Close' }).click();
  });
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(card).not.toHaveAttribute('data-way');
});
