import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixture.ts';

test('edits that were not saved survive a closed window and are offered when the flow is opened again', { tag: '@host' }, async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-refused')).toBeVisible();
  await page.getByTestId('node-refused').click();
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('node-refused')).toHaveCount(0);
  await expect.poll(() => readFileSync(path.join(app.dataFolder, 'preferences.json'), 'utf8')).toContain('journal:');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();

  const offer = page.getByTestId('journal');
  await expect(offer).toContainText('were not saved');
  await expect(page.getByTestId('node-refused')).toBeVisible();
  await offer.getByRole('button', { name: 'Restore them' }).click();
  await expect(page.getByTestId('node-refused')).toHaveCount(0);
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'true');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
  await expect.poll(() => readFileSync(path.join(app.dataFolder, 'preferences.json'), 'utf8')).not.toContain('"document"');
  await page.reload();
  await expect(page.getByTestId('node-toLead')).toBeVisible();
  await expect(offer).toHaveCount(0);
});

test('edits that are discarded are not offered again', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-refused')).toBeVisible();
  await page.getByLabel('Name of the flow').fill('Another name');
  await page.keyboard.press('Tab');
  await expect.poll(() => readFileSync(path.join(app.dataFolder, 'preferences.json'), 'utf8')).toContain('Another name');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByTestId('journal').getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByTestId('journal')).toHaveCount(0);
  await expect.poll(() => readFileSync(path.join(app.dataFolder, 'preferences.json'), 'utf8')).not.toContain('Another name');
  await page.reload();
  await expect(page.getByTestId('node-toLead')).toBeVisible();
  await expect(page.getByTestId('journal')).toHaveCount(0);
});
