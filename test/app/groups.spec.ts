import { connect } from './canvas.ts';
import { expect, test } from './fixture.ts';

test('SQL says what columns it gives, and a formula over a group reads them', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-validEmail')).toBeVisible();
  await page.getByTestId('palette-sqlRows').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 330, y: 430 } });
  await connect(page, 'validEmail.out', 'sqlRows.in');
  await page.getByTestId('node-sqlRows').click();
  const columns = page.getByTestId('field-columns');
  await expect(columns).toContainText('Not known before the flow runs.');
  await page.getByTestId('field-query').getByRole('textbox').fill('SELECT Country, count(*) AS Leads FROM rows GROUP BY Country');
  await columns.getByRole('button', { name: 'Read columns' }).click();
  await expect(columns.getByRole('textbox', { name: 'Target column 2' })).toHaveValue('Leads');

  await page.getByTestId('palette-computeOverGroups').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 590, y: 430 } });
  await connect(page, 'sqlRows.out', 'computeOverGroups.in');
  await page.getByTestId('node-computeOverGroups').click();
  const formulas = page.getByTestId('field-columns');
  await formulas.getByRole('button', { name: 'Add a column' }).click();
  await formulas.getByRole('combobox').first().fill('Share');
  await formulas.getByTestId('formula').getByRole('textbox').fill('Leads / SUMOF(Leads)');
  await page.keyboard.press('Escape');
  await expect(formulas).not.toContainText('There is no');
  await expect(page.getByTestId('node-computeOverGroups')).toContainText('all rows: Share');
});
