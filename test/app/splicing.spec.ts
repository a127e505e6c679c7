import { place } from './canvas.ts';
import { expect, test } from './fixture.ts';

const joined = ['edge-readLeads.out-filterRows.in', 'edge-filterRows.out-validEmail.in'];

test('a node from the palette dropped on an edge goes between its ends and makes room; one undo takes it back', async ({ app }) => {
  const { page } = app;
  const edge = page.getByTestId('edge-readLeads.out-validEmail.in');
  await expect(edge).toBeAttached();
  const before = await place(page, 'validEmail');
  const middle = (await edge.boundingBox())!;
  const canvas = (await page.getByTestId('canvas').boundingBox())!;
  const targetPosition = { x: middle.x + middle.width / 2 - canvas.x, y: middle.y + middle.height / 2 - canvas.y };
  await page.getByTestId('palette-filterRows').dragTo(page.getByTestId('canvas'), { targetPosition });
  for (const id of joined) await expect(page.getByTestId(id)).toBeAttached();
  await expect(edge).toHaveCount(0);
  expect((await place(page, 'validEmail')).x).toBeGreaterThan(before.x + 200);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(edge).toBeAttached();
  await expect(page.getByTestId('node-filterRows')).toHaveCount(0);
  await expect.poll(() => place(page, 'validEmail')).toEqual(before);
});

test('a node that stands alone is dragged onto an edge; one undo puts it back where it stood', async ({ app }) => {
  const { page } = app;
  const edge = page.getByTestId('edge-readLeads.out-validEmail.in');
  await expect(edge).toBeAttached();
  await page.getByTestId('palette-filterRows').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 500, y: 420 } });
  const before = await place(page, 'filterRows');
  const card = (await page.getByTestId('node-filterRows').boundingBox())!;
  const middle = (await edge.boundingBox())!;
  await page.mouse.move(card.x + card.width / 2, card.y + 12);
  await page.mouse.down();
  await page.mouse.move(middle.x + middle.width / 2 + 30, middle.y + 60, { steps: 4 });
  await page.mouse.move(middle.x + middle.width / 2, middle.y + middle.height / 2, { steps: 4 });
  await page.mouse.up();
  for (const id of joined) await expect(page.getByTestId(id)).toBeAttached();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(edge).toBeAttached();
  await expect.poll(() => place(page, 'filterRows')).toEqual(before);
});

test('a node is put on an edge by keyboard', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('edge-readLeads.out-validEmail.in').click();
  await page.keyboard.press('i');
  await page.keyboard.type('filter');
  await page.keyboard.press('Enter');
  for (const id of joined) await expect(page.getByTestId(id)).toBeAttached();
});
