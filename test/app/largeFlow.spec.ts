import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { largeFlow } from '../../bench/ui/largeFlow.ts';
import { expect, test } from './fixture.ts';

const nodes = 400;

test('a flow of 400 nodes is gone through by keyboard, in the outline and in the table of nodes, of which only what is in sight is drawn', async ({ app }) => {
  const { page, dataFolder } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  const folder = path.join(dataFolder, 'flows', 'large');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'flow.json'), JSON.stringify(largeFlow(nodes, 10)));
  writeFileSync(path.join(dataFolder, 'recentFlows.json'), JSON.stringify([{ path: path.join(folder, 'flow.json'), name: 'Large flow', openedAt: new Date().toISOString() }]));
  await page.keyboard.press('ControlOrMeta+o');
  await page.getByRole('button', { name: 'Large flow' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the flow' })).toHaveValue(`${nodes} nodes`);

  await page.keyboard.press('o');
  const items = page.getByRole('treeitem');
  await expect(items.first()).toBeFocused();
  expect(await items.count()).toBeLessThan(60);
  await page.keyboard.press('End');
  const last = page.getByRole('treeitem', { selected: true });
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
  await expect(last).toHaveAttribute('aria-posinset', String(nodes));
  await expect(last).toHaveAttribute('aria-setsize', String(nodes));
  await page.keyboard.press('ArrowUp');
  await expect(last).toHaveAttribute('aria-posinset', String(nodes - 1));
  await expect(last).toBeFocused();
  await page.keyboard.press('Home');
  await expect(last).toHaveAttribute('aria-posinset', '1');
  await expect(last).toBeFocused();

  await page.getByRole('tab', { name: 'Nodes' }).click();
  const table = page.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', String(nodes + 1));
  expect(await table.getByRole('row').count()).toBeLessThan(60);
  await table.getByRole('row', { name: 'Filter 3 ' }).getByRole('button').focus();
  await page.locator('#run-panel-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  const bottom = table.getByRole('row').last();
  await expect(bottom).toHaveAttribute('aria-rowindex', String(nodes + 1));
  await expect(bottom).toBeInViewport();
});

test('an edge is picked by a click also from far away, where all of them are drawn as one line', async ({ app }) => {
  const { page } = app;
  const canvas = page.getByTestId('canvas');
  const zoomOut = canvas.getByRole('button', { name: 'Zoom out' });
  await expect(page.getByTestId('edge-validEmail.out-toLead.in')).toBeAttached();
  for (let turn = 0; turn < 12; turn++) await zoomOut.click();
  await expect(page.getByTestId('far-edges')).toBeAttached();
  const [left, right] = [(await page.getByTestId('node-validEmail').boundingBox())!, (await page.getByTestId('node-toLead').boundingBox())!];
  // The ports stand in the upper part of the cards.
  await page.mouse.click((left.x + left.width + right.x) / 2, left.y + left.height / 3);
  await expect(page.getByTestId('far-edges').locator('[data-selected]')).toHaveAttribute('d', /^M/);
  await page.getByTestId('canvas').locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
  await expect(page.getByTestId('far-edges').locator('[data-selected]')).toHaveAttribute('d', '');
});
