import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

test('a past run is opened: the flow of then with its counts and rows, which cannot be changed; back to now shows the latest, and the flow of then can be brought back', async ({ app }) => {
  const { page } = app;
  const out = page.getByTestId('count-toLead-out');
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  const first = (await out.textContent()) ?? '';
  // The second run lets fewer rows through, and has no file for what the org refuses.
  await page.getByTestId('node-refused').click();
  await page.keyboard.press('Delete');
  await page.getByTestId('node-validEmail').click();
  const condition = page.getByTestId('field-condition').getByRole('textbox').first();
  await condition.fill('Country = "DE"');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  await expect(out).not.toHaveText(first);
  const second = (await out.textContent()) ?? '';

  await page.getByRole('tab', { name: 'History' }).click();
  const runs = page.getByTestId('history').locator('tbody tr');
  await expect(runs).toHaveCount(2);

  await test.step('the canvas is that of then', async () => {
    await runs.nth(1).getByRole('button').first().click();
    await expect(page.getByTestId('past-run')).toContainText('as they were then');
    // The plan of another flow than the one that stands is only to be looked at.
    await expect(page.getByTestId('apply')).toHaveCount(0);
    await expect(out).toHaveText(first);
    await expect(page.getByTestId('count-refused-in')).toHaveText('8');
    await page.getByTestId('node-validEmail').click();
    await expect(page.getByTestId('field-condition')).toContainText('REGEX');
    // Its settings are there to be read, and the formula to be copied.
    await expect(page.getByTestId('inspector').getByLabel('Name', { exact: true })).toBeDisabled();
    await condition.click();
    await page.keyboard.type('x');
    await expect(condition).toHaveAttribute('aria-readonly', 'true');
    await expect(condition).not.toContainText('x');
    await expectAccessible(page);
    await page.getByTestId('edge-validEmail.out-toLead.in').click();
    await expect(page.getByTestId('sample-grid')).toBeVisible();
  });

  await test.step('it cannot be changed, by key or by mouse', async () => {
    await page.getByTestId('node-refused').click();
    await page.keyboard.press('Delete');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByTestId('node-refused')).toBeVisible();
    await page.getByTestId('palette-sortRows').press('Enter');
    await expect(page.getByRole('alert').getByText('This is the flow of a past run: it cannot be changed.')).toBeVisible();
    await expect(page.locator('.react-flow__node')).toHaveCount(8);
  });

  await test.step('Escape leads back to now, where nothing is lost', async () => {
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('past-run')).toHaveCount(0);
    await expect(out).toHaveText(second);
    await expect(page.getByTestId('node-refused')).toHaveCount(0);
  });

  await test.step('the flow of then is brought back as one step, which undo takes back', async () => {
    await page.getByRole('tab', { name: 'History' }).click();
    await runs.nth(1).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Bring this flow back' }).click();
    await expect(page.getByTestId('past-run')).toHaveCount(0);
    await expect(page.getByTestId('node-refused')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByTestId('node-refused')).toHaveCount(0);
  });
});
