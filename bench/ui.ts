// The numbers the window is held to, measured in a real Chromium on the browser host: npm run bench:ui
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../scripts/browser/findBrowser.ts';
import { buildTargets } from '../scripts/build.ts';
import { targets } from '../scripts/build/targets.ts';
import { addMeters } from './ui/frames.ts';
import { measureLargeFlows } from './ui/largeFlows.ts';
import { printResults, type Result } from './ui/results.ts';
import { measureScrolling } from './ui/scrolling.ts';
import { measureStart } from './ui/starting.ts';

const results: Result[] = [];
const home = mkdtempSync(path.join(os.tmpdir(), 'sluice-ui-'));
// What npm start builds, so that the start that is measured builds nothing.
await buildTargets(targets.filter(({ name }) => name !== 'cli'));
const browser = await chromium.launch({ executablePath: findBrowser()!, args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
const newPage = async (width: number, height: number) => {
  const page = await browser.newPage({ viewport: { width, height } });
  await addMeters(page);
  return page;
};
console.log(`${os.cpus()[0]?.model.trim()} × ${os.cpus().length}, Node ${process.versions.node}, Chromium ${browser.version()} without a GPU, load ${os.loadavg()[0]!.toFixed(2)}`);
try {
  for (const part of [measureStart, measureLargeFlows, measureScrolling]) results.push(...(await part(newPage, home)));
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  console.log(`load at the end ${os.loadavg()[0]!.toFixed(2)}`);
  if (!printResults(results)) process.exitCode = 1;
}
