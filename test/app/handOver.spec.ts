import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

test('a flow goes to those who have no window: the command for it, a pipeline, and the flow in words', async ({ app }) => {
  const { page } = app;
  const open = page.getByRole('button', { name: 'Run it elsewhere…' });
  await open.click();
  const dialog = page.getByRole('dialog', { name: 'Run it elsewhere' });
  await expect(dialog.getByRole('region', { name: 'Run it' })).toContainText(`npx sluice run ${app.dataFolder}/flows/cleanLeads/flow.json`);
  await expectAccessible(page);
  await dialog.getByRole('tab', { name: 'CI' }).click();
  await expect(dialog).toContainText('run: npx sluice run flow.json');
  await dialog.getByRole('tab', { name: 'Mapping document' }).click();
  await expect(dialog).toContainText('Upsert leads');
  await dialog.getByRole('button', { name: 'Save beside the flow' }).click();
  const file = path.join(app.dataFolder, 'flows/cleanLeads/flow.md');
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain('| LastName | ');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // The keyboard is where it was.
  await expect(open).toBeFocused();

  await test.step('the command does what it says', async () => {
    const { code, stderr } = await app.sluice('check', `${app.dataFolder}/flows/cleanLeads/flow.json`);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

test('the person says for how long runs can be undone, and removes what is kept', async ({ app }) => {
  const { page } = app;
  const command = async (): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('sluice keeps');
    await page.keyboard.press('Enter');
  };
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('apply')).toBeVisible();
  await command();
  await page.getByRole('textbox', { name: 'Days to keep them' }).fill('7');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect.poll(() => existsSync(path.join(app.dataFolder, 'keeping.json'))).toBe(true);
  expect(readFileSync(path.join(app.dataFolder, 'keeping.json'), 'utf8')).toBe('{"days":7}\n');
  await command();
  await expect(page.getByRole('textbox', { name: 'Days to keep them' })).toHaveValue('7');
  await page.getByRole('button', { name: 'Of all runs…' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove them' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Removed what 1 run had kept of records.' })).toBeVisible();
});
