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
  await columns.getByText('Read columns').click();
  await expect(columns.getByRole('textbox', { name: 'Column 2' })).toHaveValue('Leads');

  await page.getByTestId('palette-computeOverGroups').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 590, y: 430 } });
  await connect(page, 'sqlRows.out', 'computeOverGroups.in');
  await page.getByTestId('node-computeOverGroups').click();
  const formulas = page.getByTestId('field-columns');
  await formulas.getByText('Add a column').click();
  await formulas.getByRole('combobox', { name: 'Column 1' }).fill('Share');
  await formulas.getByRole('textbox', { name: 'Formula: Share' }).fill('Leads / SUMOF(Leads)');
  await page.keyboard.press('Escape');
  await expect(formulas).not.toContainText('There is no');
  await expect(page.getByTestId('node-computeOverGroups')).toContainText('all rows: Share');
});
