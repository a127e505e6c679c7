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
