import { accessibilityFindings } from './accessibilityFindings.ts';
import { expect, test } from './fixture.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the window, ${colorScheme}, before a run, with rows on show and with a node open`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme });
    await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
    await page.getByTestId('edge-toLead.out-upsertLeads.in').click();
    await expect(page.getByTestId('sample-grid')).toBeVisible();
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
    await page.getByTestId('node-toLead').click();
    await expect(page.getByTestId('field-columns')).toBeVisible();
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
  });

  test(`axe finds nothing in the outline, the past runs, the rejected rows, a row and the parameters, ${colorScheme}`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme });
    await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
    await page.getByRole('button', { name: 'Add a parameter' }).click();
    await page.getByTestId('parameters').getByLabel('Default').fill('a');
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
    await page.getByRole('tab', { name: 'Outline' }).click();
    await page.getByTestId('outline-toLead').click();
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByTestId('history')).toBeVisible();
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
    await page.getByTestId('node-upsertLeads').getByTitle('Show the rejected rows and why').click();
    await expect(page.getByTestId('sample-grid')).toBeVisible();
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
    await page.getByTestId('sample-grid').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('record')).toBeVisible();
    expect(await accessibilityFindings(page, colorScheme)).toEqual([]);
  });
}
