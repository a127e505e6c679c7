import { writeFileSync } from 'node:fs';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

test('rejected rows are fixed by one click, the runs before and after are compared, and the named version of before is brought back', async ({ app }) => {
  const { page } = app;
  const run = async (): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'running');
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  };
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();

  await test.step('the flow as it is gets a name', async () => {
    await page.keyboard.press('v');
    await page.getByRole('textbox', { name: 'Name of the version' }).fill('Before the fix');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('versions')).toContainText('Before the fix');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  await test.step('the run says what the org has used of its calls', async () => {
    await run();
    await expect(page.getByTestId('limits-demo')).toContainText('/ 15,000');
  });

  await test.step('the cause of rejected rows has a fix, which puts a node before the sink', async () => {
    await page.getByTestId('node-upsertLeads').getByTitle('Show the rejected rows and why').click();
    await page.getByRole('button', { name: 'Fill Company where it is blank' }).click();
    await expect(page.getByTestId('node-mapColumns')).toBeVisible();
    await expect(page.getByTestId('edge-mapColumns.out-upsertLeads.in')).toBeAttached();
    await run();
  });

  await test.step('side by side, the runs show fewer rejected rows', async () => {
    await page.getByRole('tab', { name: 'History' }).click();
    const ticks = page.getByTestId('history').getByRole('checkbox');
    await expect(ticks).toHaveCount(2);
    await ticks.nth(0).check();
    await ticks.nth(1).click();
    await expect(page.getByTestId('difference-upsertLeads-rejected')).toHaveText(/^−\d+$/);
    await expectAccessible(page);
    await expect(page.getByTestId('difference-readLeads-out')).toHaveText('same');
    await page.getByRole('button', { name: 'Back to the list' }).click();
  });

  await test.step('the version says what was done since, is brought back, and by one undo the fix is there again', async () => {
    await page.getByTestId('canvas').click({ position: { x: 12, y: 12 } });
    await page.keyboard.press('v');
    await page.getByRole('button', { name: 'Before the fix' }).first().click();
    await expect(page.getByTestId('version-changes')).toContainText('Node “Map columns”');
    await page.getByRole('button', { name: 'Go back to “Before the fix”' }).click();
    await expect(page.getByTestId('node-mapColumns')).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByTestId('node-mapColumns')).toBeVisible();
  });
});

test('a flow that is connected to a production org has a red frame', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await expect(page.getByTestId('production')).toHaveCount(0);
  const live = { name: 'live', system: 'salesforce', environment: 'production', settings: { instanceUrl: 'https://acme.my.salesforce.com' } };
  writeFileSync(`${app.dataFolder}/connections.json`, JSON.stringify({ connections: [live] }));
  await page.reload();
  await page.getByTestId('node-upsertLeads').click();
  await page.getByTestId('inspector').getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: /live/ }).click();
  await expect(page.getByTestId('production')).toHaveText('Production: live');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('production')).toHaveCount(0);
});
