import type { Page } from '@playwright/test';

/** Draws an edge by dragging from an out-port to an in-port. */
export async function connect(page: Page, from: string, to: string): Promise<void> {
  const [fromNode, fromPort] = from.split('.') as [string, string];
  const [toNode, toPort] = to.split('.') as [string, string];
  const handle = (node: string, port: string) => page.locator(`.react-flow__handle[data-nodeid="${node}"][data-handleid="${port}"]`);
  const start = (await handle(fromNode, fromPort).boundingBox())!;
  const end = (await handle(toNode, toPort).boundingBox())!;
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 });
  await page.mouse.up();
}

/** Where a node stands, in the flow's own coordinates. */
export async function place(page: Page, id: string): Promise<{ x: number; y: number }> {
  return page.locator(`.react-flow__node[data-id="${id}"]`).evaluate((element) => {
    const { e, f } = new DOMMatrix(getComputedStyle(element).transform);
    return { x: Math.round(e), y: Math.round(f) };
  });
}

/** Drags a node by its head, so far in px of the screen. */
export async function dragNode(page: Page, id: string, dx: number, dy: number): Promise<void> {
  const box = (await page.getByTestId(`node-${id}`).boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 60 + dx, box.y + 20 + dy, { steps: 6 });
  await page.mouse.up();
}
