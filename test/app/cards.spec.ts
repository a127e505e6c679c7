import type { Page } from '@playwright/test';
import { connect } from './canvas.ts';
import { expect, test } from './fixture.ts';

test('edges end at the ports that are drawn', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('join');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node-joinRows')).toBeVisible();
  await connect(page, 'toLead.out', 'joinRows.right');
  await expect(page.locator('.react-flow__edge')).toHaveCount(8);
  expect(Math.max(...(await missed(page)))).toBeLessThan(1);
});

test('from far away cards are blocks and edges one drawing, and near by they are whole again', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.getByTestId('canvas').hover({ position: { x: 20, y: 20 } });
  for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 400);
  await expect(page.getByTestId('far-edges')).toBeAttached();
  await expect(page.getByTestId('node-upsertLeads')).toHaveText('');
  await expect(page.locator('.react-flow__node[data-id="upsertLeads"]')).toHaveAccessibleName(/^Upsert leads/);
  await page.keyboard.press('f');
  await expect(page.getByTestId('node-upsertLeads')).toContainText('Upsert leads');
  await expect(page.getByTestId('far-edges')).toHaveCount(0);
  await expect(page.locator('.react-flow__edge')).toHaveCount(7);
  expect(Math.max(...(await missed(page)))).toBeLessThan(1);
});

/** How far each end of each edge is from the outer side of its port, in px of the screen. */
async function missed(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const viewport = document.querySelector('.react-flow__viewport')!;
    const matrix = new DOMMatrix(getComputedStyle(viewport).transform);
    const origin = document.querySelector('.react-flow')!.getBoundingClientRect();
    const outward = { left: [-1, 0], right: [1, 0], bottom: [0, 1], top: [0, -1] };
    const away = (end: string, x: number, y: number): number => {
      const [node, port] = end.split('.');
      const handle = document.querySelector<HTMLElement>(`.react-flow__handle[data-nodeid="${node}"][data-handleid="${port}"]`)!;
      const box = handle.getBoundingClientRect();
      const [dx, dy] = outward[handle.dataset['handlepos'] as keyof typeof outward];
      const half = (handle.offsetWidth / 2) * matrix.a;
      const at = matrix.transformPoint({ x, y });
      return Math.hypot(origin.x + at.x - (box.x + box.width / 2 + dx! * half), origin.y + at.y - (box.y + box.height / 2 + dy! * half));
    };
    return [...document.querySelectorAll<SVGElement>('.react-flow__edge')].flatMap((edge) => {
      const numbers = edge.querySelector('.react-flow__edge-path')!.getAttribute('d')!.match(/-?[\d.]+/g)!.map(Number);
      const [from, to] = edge.dataset['id']!.split(' → ');
      return [away(from!, numbers[0]!, numbers[1]!), away(to!, numbers.at(-2)!, numbers.at(-1)!)];
    });
  });
}
