import { expect, test } from './fixture.ts';

test('nodes picked by a box are copied as text, pasted into another flow and duplicated there; each is one step that is taken back', async ({ app }) => {
  const { page } = app;
  const nodes = page.locator('.react-flow__node');
  const open = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Open a flow' }).click();
    await page.getByRole('button', { name }).click();
  };
  await open('Export contacts');
  await expect(nodes).toHaveCount(3);
  // Words that were clicked before are not what is picked or copied.
  await page.getByText('Nothing has run yet').click();
  const [first, last] = [(await page.getByTestId('node-reachable').boundingBox())!, (await page.getByTestId('node-list').boundingBox())!];
  await page.keyboard.down('Shift');
  await page.mouse.move(first.x - 20, first.y - 30);
  await page.mouse.down();
  await page.mouse.move(first.x + 30, first.y + 20);
  await page.mouse.move(last.x + last.width / 2, last.y + 40, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByTestId('inspector')).toContainText('2 nodes are selected');
  await page.keyboard.press('ControlOrMeta+c');
  await expect(page.getByText('Copied 2 nodes.')).toBeVisible();

  await test.step('what was copied is text', async () => {
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.press('ControlOrMeta+v');
    await expect(page.getByRole('combobox', { name: /Find in the flow/ })).toHaveValue(/"list".*"reachable"|"reachable".*"list"/);
    await page.keyboard.press('Escape');
  });

  await open('New flow');
  await expect(nodes).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(nodes).toHaveCount(2);
  await expect(page.getByTestId('edge-filterRows.out-csvWrite.in')).toBeAttached();
  await page.keyboard.press('ControlOrMeta+d');
  await expect(nodes).toHaveCount(4);
  await page.keyboard.press('ControlOrMeta+x');
  await expect(nodes).toHaveCount(2);
  for (const left of [4, 2, 0]) {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(nodes).toHaveCount(left);
  }
});
