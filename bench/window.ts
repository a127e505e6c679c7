// The window while a large flow runs: npm run bench:window -- [--rows N]. Frames are measured in a real Chromium on the browser host.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/browser/findBrowser.ts';
import { buildTargets } from '../scripts/build.ts';
import { root } from '../scripts/build/targets.ts';
import { contacts } from './contacts.ts';
import { w1Flow } from './w1Flow.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
await buildTargets();
const home = mkdtempSync(path.join(os.tmpdir(), 'sluice-window-'));
const started = performance.now();
const host = spawn(process.execPath, [path.join(root, 'dist/node/webHost.js'), '--port', '0'], { env: { ...process.env, SLUICE_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({ executablePath: findBrowser()!, args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
try {
  prepareFlow(contacts(Number(values.rows)).file);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(await address(host));
  await page.getByTestId('node-contacts').waitFor();
  console.log(`${os.cpus()[0]?.model.trim()} × ${os.cpus().length}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}, no GPU`);
  console.log(`Start of the host to the flow on show: ${((performance.now() - started) / 1000).toFixed(2)} s; first paint ${await firstPaint(page)} ms after the request.`);
  await watchFrames(page);
  await page.getByTestId('run').click();
  let peakMiB = 0;
  const sampler = setInterval(() => (peakMiB = Math.max(peakMiB, engineMiB())), 50);
  await page.waitForFunction(() => /succeeded|failed/.test(document.querySelector('[data-testid=run-state]')?.getAttribute('data-phase') ?? ''), undefined, { timeout: 600_000 });
  clearInterval(sampler);
  const { frames, longest, over100 } = await page.evaluate(() => (globalThis as unknown as { sluiceFrames: { frames: number; longest: number; over100: number } }).sluiceFrames);
  console.log(`Run of ${Number(values.rows).toLocaleString('en')} rows: ${await page.getByTestId('run-state').innerText()}; ${frames} frames, longest ${longest.toFixed(0)} ms, ${over100} over 100 ms; engine's peak ${peakMiB.toFixed(0)} MiB.`);
} finally {
  await browser.close();
  host.kill('SIGTERM');
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Puts the flow where the window opens it by itself: as the one that was open last. */
function prepareFlow(data: string): void {
  const folder = path.join(home, 'flows/bench');
  mkdirSync(folder, { recursive: true });
  cpSync(data, path.join(folder, 'contacts.csv'));
  const file = path.join(folder, 'flow.json');
  writeFileSync(file, JSON.stringify(w1Flow('contacts.csv', 'out.csv')));
  writeFileSync(path.join(home, 'preferences.json'), JSON.stringify({ lastFlow: file }));
}

function address(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const url = /^Sluice is at (\S+)/.exec(line)?.[1];
    if (url !== undefined) resolve(url);
  });
  child.on('exit', (code) => reject(new Error(`The browser host ended with code ${code}.`)));
  return promise;
}

async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0));
}

/** Counts animation frames and the gaps between them from now on. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { frames: 0, longest: 0, over100: 0 };
    Object.assign(globalThis, { sluiceFrames: seen });
    let last = performance.now();
    const frame = (now: number): void => {
      const gap = now - last;
      last = now;
      seen.frames++;
      seen.longest = Math.max(seen.longest, gap);
      if (gap > 100) seen.over100++;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Resident memory of the host's engine process; Linux only, elsewhere 0. */
function engineMiB(): number {
  if (process.platform !== 'linux') return 0;
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engineChild')) continue;
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home)) continue;
      return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20;
    } catch {
      // The process ended between two looks.
    }
  }
  return 0;
}
