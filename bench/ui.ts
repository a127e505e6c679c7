// The numbers the window is held to, measured in a real Chromium on the browser host: npm run bench:ui
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/browser/findBrowser.ts';
import { buildTargets } from '../scripts/build.ts';
import { root, targets } from '../scripts/build/targets.ts';
import { addMeters, measure } from './ui/frames.ts';
import { serveGrid } from './ui/serveGrid.ts';
import { largeFlow } from './ui/largeFlow.ts';
import { countRenders, rendersSince } from './ui/renders.ts';
import { addressOf, endHost } from '../scripts/browser/hostProcess.ts';

interface Result {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The most or the least it may be. */
  readonly most?: number;
  readonly least?: number;
}

const results: Result[] = [];
const home = mkdtempSync(path.join(os.tmpdir(), 'sluice-ui-'));
// What npm start builds, so that the start that is measured builds nothing.
await buildTargets(targets.filter(({ name }) => name !== 'cli'));
const browser = await chromium.launch({ executablePath: findBrowser()!, args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
console.log(`${os.cpus()[0]?.model.trim()} × ${os.cpus().length}, Node ${process.versions.node}, Chromium ${browser.version()} without a GPU, load ${os.loadavg()[0]!.toFixed(2)}`);
try {
  await starting(browser);
  await largeFlows(browser);
  await grid(browser);
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  print();
}

/** From the command to the first picture, and to the first rows of the demo flow: the second start, with everything built. */
async function starting(chrome: Browser): Promise<void> {
  const begun = performance.now();
  const host = spawn(process.execPath, ['scripts/start.ts', '--browser', '--no-open'], { cwd: root, env: { ...process.env, SLUICE_HOME: path.join(home, 'start') }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await addressOf(host);
    const hostMs = performance.now() - begun;
    const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
    await addMeters(page);
    await page.goto(url);
    await page.getByTestId('node-readLeads').waitFor();
    const paintMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
    results.push({ what: 'First contentful paint after npm start', value: (hostMs + paintMs) / 1000, unit: 's', most: 1.5 });
    await page.getByTestId('run').click();
    await page.waitForFunction(() => /\d/.test(document.querySelector('[data-testid=count-readLeads-out]')?.textContent ?? ''), undefined, { timeout: 60_000 });
    results.push({ what: 'First rows of the demo flow after npm start', value: (performance.now() - begun) / 1000, unit: 's', most: 20 });
    await page.getByTestId('node-validEmail').click();
    const formula = page.getByTestId('inspector').locator('.cm-content').first();
    await formula.click();
    await page.keyboard.press('End');
    results.push(await typing(page));
    await page.close();
  } finally {
    await endHost(host);
  }
}

async function typing(page: Page): Promise<Result> {
  const { latencyP95 } = await measure(page, () => page.keyboard.type(' && LEN(Company) > 3 && NOT(ISBLANK(Phone))', { delay: 40 }));
  return { what: 'Typing in the formula editor, key to frame, p95', value: latencyP95, unit: 'ms', most: 16 };
}

async function largeFlows(chrome: Browser): Promise<void> {
  const data = path.join(home, 'large');
  const files = [300, 1000].map((nodes) => {
    const folder = path.join(data, 'flows', `${nodes}nodes`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'flow.json'), JSON.stringify(largeFlow(nodes, 100_000_000)));
    return path.join(folder, 'flow.json');
  });
  const opened = files.map((file, index) => ({ path: file, name: `${[300, 1000][index]!} nodes`, openedAt: new Date().toISOString() }));
  writeFileSync(path.join(data, 'recentFlows.json'), JSON.stringify(opened));
  const host = spawn(process.execPath, [path.join(root, 'dist/node/webHost.js'), '--port', '0'], { env: { ...process.env, SLUICE_HOME: data }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
    await addMeters(page);
    await countRenders(page);
    await page.goto(await addressOf(host));
    await page.getByTestId('node-readLeads').waitFor();
    results.push({ what: 'Opening a flow of 300 nodes', value: (await opening(page, '300 nodes')) / 1000, unit: 's', most: 1 });
    await opening(page, '1000 nodes');
    await closer(page);
    const pan = await measure(page, () => dragging(page, { x: 700, y: 540 }, 2000));
    results.push({ what: '1,000 nodes, pan', value: pan.frames.perSecond, unit: 'frames/s', least: 55 });
    const node = (await page.locator('.react-flow__node').nth(3).boundingBox())!;
    const drag = await measure(page, () => dragging(page, { x: node.x + 60, y: node.y + 20 }, 2000));
    results.push({ what: '1,000 nodes, drag one', value: drag.frames.perSecond, unit: 'frames/s', least: 55 });
    results.push({ what: '1,000 nodes, drag latency p95', value: drag.latencyP95, unit: 'ms', most: 30 });
    await page.keyboard.press('ControlOrMeta+Enter');
    // The clock of the run moves with its counters. Without them there is nothing to measure, and the table says so.
    const isMoving = await page
      .waitForFunction(() => /[1-9]/.test(document.querySelector('[data-testid=run-state][data-phase=running]')?.textContent ?? ''), undefined, { timeout: 60_000 })
      .then(() => true, () => false);
    const renders = await rendersSince(page, () => page.waitForTimeout(3000));
    results.push({ what: `Renders of nodes and canvas in 3 s of counters (${renders.commits} commits)`, value: isMoving ? renders.node + renders.canvas : Number.NaN, unit: '', most: 0 });
    await page.keyboard.press('ControlOrMeta+.');
    await page.close();
  } finally {
    await endHost(host);
  }
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

/** Zooms to 100 %, where people work. */
async function closer(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await page.getByTestId('canvas').getByRole('button', { name: /^\d+ %$/ }).click();
  await page.waitForTimeout(1000);
}

/** Drags with a move for every frame, there and back. */
async function dragging(page: Page, from: { readonly x: number; readonly y: number }, ms: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const begun = performance.now();
  for (let now = 0; now < ms; now = performance.now() - begun) {
    await page.mouse.move(from.x + Math.sin(now / 300) * 180, from.y + Math.cos(now / 300) * 60 - 60);
    await new Promise((resolve) => setTimeout(resolve, 12));
  }
  await page.mouse.up();
}

/** The grid on a page of its own: a run keeps 1,000 rows of an edge, the grid must bear a hundred times as many. */
async function grid(chrome: Browser): Promise<void> {
  const server = await serveGrid(path.join(home, 'grid'));
  try {
    const page = await chrome.newPage({ viewport: { width: 1200, height: 700 } });
    await addMeters(page);
    await page.goto(server.url);
    const rows = page.getByTestId('sample-grid');
    await rows.waitFor();
    await rows.hover();
    const { frames } = await measure(page, async () => {
      for (let turn = 0; turn < 150; turn++) {
        await page.mouse.wheel(0, turn % 50 === 49 ? 200_000 : 400);
        await new Promise((resolve) => setTimeout(resolve, 12));
      }
    });
    results.push({ what: '100,000 rows, scroll', value: frames.perSecond, unit: 'frames/s', least: 55 });
    await page.close();
  } finally {
    await server.close();
  }
}

function print(): void {
  const width = Math.max(...results.map(({ what }) => what.length));
  for (const { what, value, unit, most, least } of results) {
    const isMet = Number.isFinite(value) && (most === undefined || value <= most) && (least === undefined || value >= least);
    const held = most === undefined ? `≥ ${least}` : `≤ ${most}`;
    console.log(`${isMet ? '✓' : '✗'} ${what.padEnd(width)}  ${value.toFixed(Number.isInteger(value) ? 0 : 1).padStart(7)} ${unit.padEnd(8)} held to ${held}`);
    if (!isMet) process.exitCode = 1;
  }
}
