import { expect, test } from './fixture.ts';
import { dragNode, place } from './canvas.ts';

test('a messy flow is put in order by one key, and by one undo it is as it was', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-toLead')).toBeVisible();
  await dragNode(page, 'toLead', 40, 260);
  await dragNode(page, 'validEmail', -120, 300);
  const messy = await place(page, 'toLead');
  await page.getByTestId('canvas').getByRole('button', { name: 'Arrange the flow' }).click();
  const row = ['readLeads', 'validEmail', 'toLead', 'upsertLeads'];
  await expect
    .poll(async () => {
      const places = await Promise.all(row.map((id) => place(page, id)));
      return new Set(places.map(({ y }) => y)).size === 1 && places.every(({ x }, index) => index === 0 || x > places[index - 1]!.x + 252);
    })
    .toBe(true);
  expect((await place(page, 'refused')).y).toBeGreaterThan((await place(page, 'upsertLeads')).y);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => place(page, 'toLead')).toEqual(messy);
});

test('edges that cross are uncrossed beside the window; nothing else of the flow changes, and one undo takes it back', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-toLead')).toBeVisible();
  const worker = page.waitForEvent('worker');
  const below = async (): Promise<number> => (await place(page, 'unreadable')).y - (await place(page, 'readLeads')).y;
  await dragNode(page, 'unreadable', 200, -300);
  const before = await place(page, 'unreadable');
  await page.keyboard.press('l');
  expect((await worker).url()).toMatch(/elk-worker.*\.js$/);
  await expect.poll(below).toBeGreaterThan(98);
  expect(page.workers()).toHaveLength(0);
  await expect(page.locator('.react-flow__edge')).toHaveCount(7);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => place(page, 'unreadable')).toEqual(before);
  // The other layout, at once.
  await page.keyboard.press('Shift+L');
  await expect.poll(below).toBeGreaterThan(98);
});

test('selected nodes are aligned and spread, each as one step', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-toLead')).toBeVisible();
  await dragNode(page, 'validEmail', 24, 120);
  await page.keyboard.press('ControlOrMeta+a');
  const tools = page.getByRole('toolbar', { name: 'Align and distribute' });
  await tools.getByRole('button', { name: 'Align top edges' }).click();
  const ys = async (): Promise<number[]> => Promise.all(['readLeads', 'validEmail', 'toLead', 'refused'].map(async (id) => (await place(page, id)).y));
  await expect.poll(async () => new Set(await ys()).size).toBe(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => new Set(await ys()).size).toBe(3);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('distribute across');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => {
      const ids = ['readLeads', 'unreadable', 'validEmail', 'reference', 'toLead', 'matchContacts', 'upsertLeads', 'refused'];
      const xs = (await Promise.all(ids.map((id) => place(page, id)))).map(({ x }) => x).sort((a, b) => a - b);
      const gaps = xs.slice(1).map((x, index) => x - xs[index]!);
      return Math.max(...gaps) - Math.min(...gaps);
    })
    .toBeLessThanOrEqual(1);
});

test('with the grid off a node stands where it is dropped', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-refused')).toBeVisible();
  await dragNode(page, 'refused', 10, 13);
  expect((await place(page, 'refused')).y % 8).toBe(0);
  const snap = page.getByRole('button', { name: 'Snap to the grid' });
  await expect(snap).toHaveAttribute('aria-pressed', 'true');
  await snap.click();
  await expect(snap).toHaveAttribute('aria-pressed', 'false');
  await dragNode(page, 'refused', 3, 13);
  expect((await place(page, 'refused')).y % 8).not.toBe(0);
});
