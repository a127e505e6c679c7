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

test('a flow that fits the canvas fits it also when the run panel grows, with nothing on a card; a view that somebody chose stays', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  const view = (): Promise<string> => page.locator('.react-flow__viewport').evaluate((element) => element.style.transform);
  const overview = page.getByRole('img', { name: 'Overview of the flow' });
  /** Cards that are not whole in the canvas, or that something lies on. */
  const hidden = (): Promise<number> =>
    page.evaluate(() => {
      const room = document.querySelector('.react-flow')!.getBoundingClientRect();
      const tools = [...document.querySelectorAll('.react-flow__panel')].map((panel) => panel.getBoundingClientRect());
      const cards = [...document.querySelectorAll('.react-flow__node')].map((card) => card.getBoundingClientRect());
      return cards.filter((card) => card.bottom > room.bottom || card.right > room.right || tools.some((tool) => tool.left < card.right && tool.right > card.left && tool.top < card.bottom && tool.bottom > card.top)).length;
    });
  const fitted = await view();
  expect(await hidden()).toBe(0);
  await page.keyboard.press('j');
  await expect.poll(view).not.toBe(fitted);
  await expect.poll(hidden).toBe(0);
  await expect(overview).toHaveCount(0);
  await page.keyboard.press('j');
  await expect.poll(view).toBe(fitted);

  await test.step('a view of their own stays', async () => {
    await page.getByTestId('canvas').hover({ position: { x: 20, y: 20 } });
    await page.mouse.wheel(0, -300);
    await expect(overview).toBeVisible();
    const chosen = await view();
    const height = (): Promise<number> => page.getByTestId('canvas').evaluate((element) => element.clientHeight);
    const low = await height();
    await page.keyboard.press('j');
    await expect.poll(height).toBeLessThan(low);
    expect(await view()).toBe(chosen);
  });
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
