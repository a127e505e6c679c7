import { expect, test } from './fixture.ts';

test('a step is looked at alone; rows that look like leads get their write by keyboard; what was seen before an edit is marked as old', async ({ app }) => {
  const { page } = app;
  await test.step('the rows that leave a step, and nothing behind it has run', async () => {
    await page.getByTestId('node-validEmail').click();
    await page.keyboard.press('p');
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
    await expect(page.getByTestId('sample-grid')).toBeVisible();
    await expect(page.getByTestId('count-validEmail-out')).toHaveText('1,148');
    await expect(page.getByTestId('count-toLead-in')).toHaveCount(0);
  });

  await test.step('after an edit the result is marked; undo takes the mark away', async () => {
    const old = page.getByTestId('node-validEmail').getByRole('img', { name: 'older than the flow' });
    await page.getByTestId('field-condition').getByRole('textbox').fill('LEN({E-mail}) > 3');
    await expect(old).toBeVisible();
    await expect(page.getByTestId('node-readLeads').getByRole('img', { name: 'done' })).toBeVisible();
    await page.getByTestId('canvas').click({ position: { x: 20, y: 20 } });
    await page.keyboard.press('ControlOrMeta+z');
    await expect(old).toHaveCount(0);
  });

  await test.step('what the rows look like is suggested first, with its key', async () => {
    await page.getByTestId('node-upsertLeads').click();
    await page.keyboard.press('Delete');
    await page.getByTestId('node-toLead').click();
    await page.keyboard.press('Delete');
    await page.getByTestId('node-validEmail').click();
    await page.keyboard.press('a');
    await expect(page.getByRole('option').first()).toContainText('Upsert Lead');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('node-salesforceWrite')).toContainText('Upsert Lead by External_Key__c');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByTestId('node-salesforceWrite')).toHaveCount(0);
  });
});

test('a window as small as a telephone, or at 400 %, has every part and hides nothing behind another', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('apply')).toBeVisible();
  expect(await page.locator('#root').evaluate((root) => root.scrollWidth)).toBe(320);
  for (const name of ['Preview', 'Connections…', 'Apply']) await expect(page.getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 });
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByRole('textbox', { name: 'Description' })).toBeVisible();
  await page.getByRole('tab', { name: 'Nodes' }).first().click();
  await expect(page.getByRole('tab', { name: 'Outline' })).toBeVisible();
});
