import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from './canvas.ts';
import { expect, test } from './fixture.ts';

test('a route is written into a table of settings, becomes a port, and an edge is drawn from it', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-validEmail')).toBeVisible();
  await page.getByTestId('palette-routeRows').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 330, y: 430 } });
  await page.getByTestId('node-routeRows').click();

  const field = page.getByTestId('field-routes');
  await expect(field).toContainText('"Routes" is blank');
  await field.getByRole('button', { name: 'Add an entry' }).click();
  const entry = field.getByRole('group', { name: 'Routes 1' });
  await expect(entry).toContainText('Route 1 has no name.');
  await entry.getByLabel('Name: Routes 1').fill('From Germany');
  await entry.getByLabel('Condition: Routes 1').fill('Country = "DE"');
  await page.keyboard.press('Escape');
  await expect(entry).not.toContainText('has no name');

  await page.getByTestId('palette-csvWrite').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 590, y: 430 } });
  await connect(page, 'routeRows.fromGermany', 'csvWrite.in');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
  const flow = readFileSync(path.join(app.dataFolder, 'flows/cleanLeads/flow.json'), 'utf8');
  expect(flow).toContain('{ "from": "routeRows.fromGermany", "to": "csvWrite.in" }');
  expect(flow).toContain('"name": "From Germany"');
});
