import { expect, test } from './fixture.ts';

test('a past run is opened: its counts and rows are on the canvas; back to now shows the latest', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  const first = await page.getByTestId('count-toLead-out').textContent();
  // The second run lets fewer rows through.
  await page.getByTestId('node-validEmail').click();
  const field = page.getByTestId('field-condition');
  await field.getByRole('combobox').or(field.getByRole('textbox')).first().fill('Country = "DE"');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  await expect(page.getByTestId('count-toLead-out')).not.toHaveText(first ?? '');
  const second = await page.getByTestId('count-toLead-out').textContent();

  await page.getByRole('tab', { name: 'History' }).click();
  const runs = page.getByTestId('history').locator('tbody tr');
  await expect(runs).toHaveCount(2);
  await runs.nth(1).getByRole('button').first().click();
  await expect(page.getByTestId('past-run')).toBeVisible();
  await expect(page.getByTestId('count-toLead-out')).toHaveText(first ?? '');
  await page.getByTestId('edge-validEmail.out-toLead.in').click();
  await expect(page.getByTestId('sample-grid')).toBeVisible();

  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(page.getByTestId('past-run')).toHaveCount(0);
  await expect(page.getByTestId('count-toLead-out')).toHaveText(second ?? '');
});
