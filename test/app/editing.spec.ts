import { expect, test } from './fixture.ts';

test('a flow is built by mouse: drag from the palette, connect, see the problem on the field, mend it, run', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-validEmail')).toBeVisible();
  await page.getByTestId('palette-filterRows').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 420, y: 420 } });
  const added = page.getByTestId('node-filterRows');
  await expect(added).toBeVisible();
  await expect(page.getByTestId('problems')).toBeVisible();
});

test('undo takes back the last edit, redo makes it again', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-refused').click();
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('node-refused')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByTestId('node-refused')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(page.getByTestId('node-refused')).toHaveCount(0);
});
