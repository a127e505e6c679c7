import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from './canvas.ts';
import { expect, test } from './fixture.ts';

const flowFile = (dataFolder: string): string => readFileSync(path.join(dataFolder, 'flows/cleanLeads/flow.json'), 'utf8');

test('a node is dragged in, connected and set up by mouse; its problem stands on the field until it is mended', { tag: '@host' }, async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-validEmail')).toBeVisible();
  await page.getByTestId('palette-csvWrite').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 470, y: 430 } });
  await expect(page.getByTestId('node-csvWrite')).toBeVisible();
  await connect(page, 'validEmail.rejected', 'csvWrite.in');
  await expect(page.getByTestId('edge-validEmail.rejected-csvWrite.in')).toBeAttached();

  await page.getByTestId('node-csvWrite').click();
  const field = page.getByTestId('field-file');
  await expect(field).toContainText('"File" is blank');
  await field.getByRole('textbox').fill('notWorkedOut.csv');
  await page.keyboard.press('Tab');
  await expect(field).not.toContainText('"File" is blank');

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
  expect(flowFile(app.dataFolder)).toContain('{ "from": "validEmail.rejected", "to": "csvWrite.in" }');

  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  await expect(page.getByTestId('count-csvWrite-in')).toHaveText('0');
});

test('undo takes back every kind of edit in turn, and redo makes it again', async ({ app }) => {
  const { page } = app;
  const refused = page.getByTestId('node-refused');
  await expect(refused).toBeVisible();
  const before = (await refused.boundingBox())!;
  await page.mouse.move(before.x + 60, before.y + 20);
  await page.mouse.down();
  await page.mouse.move(before.x - 140, before.y + 20, { steps: 5 });
  await page.mouse.up();
  const moved = (await refused.boundingBox())!;
  expect(moved.x).toBeLessThan(before.x - 60);

  await refused.click();
  await page.keyboard.press('Delete');
  await expect(refused).toHaveCount(0);
  await expect(page.getByTestId('edge-upsertLeads.rejected-refused.in')).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+z');
  await expect(refused).toBeVisible();
  await expect(page.getByTestId('edge-upsertLeads.rejected-refused.in')).toBeAttached();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => Math.round((await refused.boundingBox())!.x)).toBe(Math.round(before.x));
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(refused).toHaveCount(0);
});

test('moving a node changes one line of the file', async ({ app }) => {
  const { page } = app;
  const card = page.getByTestId('node-unreadable');
  await expect(card).toBeVisible();
  const before = flowFile(app.dataFolder).split('\n');
  const box = (await card.boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 90, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
  const after = flowFile(app.dataFolder).split('\n');
  expect(after).toHaveLength(before.length);
  expect(after.filter((line, index) => line !== before[index])).toEqual([expect.stringContaining('"unreadable": {')]);
});

test('a column that does not exist is a problem on the field, and the run does not start', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-validEmail').click();
  const field = page.getByTestId('field-condition');
  await field.getByRole('combobox').or(field.getByRole('textbox')).first().fill('NOT(ISBLANK(Compny))');
  await page.keyboard.press('Tab');
  await expect(field).toContainText('There is no column "Compny" in the incoming rows.');
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('problems')).toContainText('There is no column "Compny"');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'idle');
});
