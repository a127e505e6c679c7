import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { addressOf, endHost } from '../../scripts/browser/hostProcess.ts';
import { root } from '../../scripts/build/targets.ts';
import { measure, type Measured } from './frames.ts';
import { largeFlow } from './largeFlow.ts';
import { drag, measureFloor } from './motions.ts';
import type { NewPage } from './newPage.ts';
import { countRenders, rendersSince } from './renders.ts';
import type { Result } from './results.ts';

const dragMs = 2000;

/** Flows of 300 and of 1,000 nodes: opened, panned, dragged, run. */
export async function measureLargeFlows(newPage: NewPage, home: string): Promise<Result[]> {
  const data = path.join(home, 'large');
  writeFlows(data, [300, 1000]);
  const host = spawn(process.execPath, [path.join(root, 'dist/node/webHost.js'), '--port', '0'], { env: { ...process.env, SLUICE_HOME: data }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const page = await newPage(1440, 900);
    await countRenders(page);
    await page.goto(await addressOf(host));
    await page.getByTestId('node-readLeads').waitFor();
    const results: Result[] = [{ what: 'Opening a flow of 300 nodes', value: (await opening(page, '300 nodes')) / 1000, unit: 's', most: 1 }];
    await opening(page, '1000 nodes');
    results.push(...(await moving(page, newPage)), await counting(page));
    await page.close();
    return results;
  } finally {
    await endHost(host);
  }
}

function writeFlows(data: string, sizes: readonly number[]): void {
  const recent = sizes.map((nodes) => {
    const folder = path.join(data, 'flows', `${nodes}nodes`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'flow.json'), JSON.stringify(largeFlow(nodes, 100_000_000)));
    return { path: path.join(folder, 'flow.json'), name: `${nodes} nodes`, openedAt: new Date().toISOString() };
  });
  writeFileSync(path.join(data, 'recentFlows.json'), JSON.stringify(recent));
}

/** ms from the click on a flow in the dialog to its nodes on the screen. */
async function opening(page: Page, name: string): Promise<number> {
  await page.keyboard.press('ControlOrMeta+o');
  const line = page.getByRole('button', { name }).first();
  await line.waitFor();
  return line.evaluate(async (button, wanted) => {
    const begun = performance.now();
    (button as HTMLElement).click();
    // The field of the name is another one for every flow.
    const name = (): string | undefined => document.querySelector<HTMLInputElement>('[aria-label="Name of the flow"]')?.value;
    while (name() !== wanted || !document.querySelector('[data-testid^=node-keep]')) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  }, name);
}

/** Pan and drag at 100 %, where people work, and a pan from far away, where all nodes are seen; after each, what an empty page gets. */
async function moving(page: Page, newPage: NewPage): Promise<Result[]> {
  const floor = async (): Promise<Measured> => measureFloor(await newPage(1440, 900), 'drag', (empty) => drag(empty, { x: 700, y: 540 }, dragMs));
  const frames = (what: string, measured: Measured, least: Measured): Result => ({ what: `1,000 nodes, ${what}`, value: measured.framesPerSecond, unit: 'frames/s', least: 55, floor: least.framesPerSecond, cpuMs: measured.cpuMs });
  await page.waitForTimeout(500);
  const farPoint = await freePoint(page);
  const far = await measure(page, () => drag(page, farPoint, dragMs));
  const results = [frames('pan with all of them in sight', far, await floor())];
  await page.bringToFront();
  await page.getByTestId('canvas').getByRole('button', { name: /^\d+ %$/ }).click();
  await page.waitForTimeout(1000);
  const point = await freePoint(page);
  const pan = await measure(page, () => drag(page, point, dragMs));
  results.unshift(frames('pan', pan, await floor()));
  await page.bringToFront();
  const head = await cardPoint(page);
  // The first press picks the node and draws its settings: that is not the drag.
  await page.mouse.click(head.x, head.y);
  await page.waitForTimeout(1000);
  const move = await measure(page, () => drag(page, head, dragMs));
  const least = await floor();
  await page.bringToFront();
  return [...results, frames('drag one', move, least), { what: '1,000 nodes, drag latency p95', value: move.latencyP95, unit: 'ms', most: 30, floor: least.latencyP95 }];
}

/** A point of the canvas on which nothing lies, near its middle. Throws when there is none. */
async function freePoint(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.getByTestId('canvas').boundingBox())!;
  return page.evaluate(({ x, y, width, height }) => {
    for (let step = 0; step < 400; step++) {
      const [dx, dy] = [Math.cos(step * 2.4) * step, Math.sin(step * 2.4) * step * (height / width)];
      const point = { x: Math.round(x + width / 2 + dx), y: Math.round(y + height / 2 + dy) };
      if (document.elementFromPoint(point.x, point.y)?.classList.contains('react-flow__pane')) return point;
    }
    throw new Error('Every point of the canvas is covered.');
  }, box);
}

/** A point on the head of the card nearest to the canvas' middle, where it is held. */
async function cardPoint(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.getByTestId('canvas').boundingBox())!;
  return page.evaluate(({ x, y, width, height }) => {
    const points = [...document.querySelectorAll('.react-flow__node')].flatMap((card) => {
      const at = card.getBoundingClientRect();
      const point = { x: Math.round(at.x + at.width / 2), y: Math.round(at.y + 20) };
      return card.contains(document.elementFromPoint(point.x, point.y)) ? [point] : [];
    });
    const away = (point: { x: number; y: number }): number => Math.hypot(point.x - x - width / 2, point.y - y - height / 2);
    return points.reduce((near, point) => (away(point) < away(near) ? point : near));
  }, box);
}

/** Renders of nodes and of the canvas while the counters of all nodes change. */
async function counting(page: Page): Promise<Result> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Enter');
  // The clock of the run moves with its counters. Without them there is nothing to measure, and the table says so.
  const isMoving = await page
    .waitForFunction(() => /[1-9]/.test(document.querySelector('[data-testid=run-state][data-phase=running]')?.textContent ?? ''), undefined, { timeout: 60_000 })
    .then(() => true, () => false);
  const renders = await rendersSince(page, () => page.waitForTimeout(3000));
  await page.keyboard.press('ControlOrMeta+.');
  return { what: `Renders of nodes and canvas in 3 s of counters (${renders.commits} commits)`, value: isMoving ? renders.node + renders.canvas : Number.NaN, unit: '', most: 0 };
}
