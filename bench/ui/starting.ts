import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { addressOf, endHost } from '../../scripts/browser/hostProcess.ts';
import { root } from '../../scripts/build/targets.ts';
import { measure } from './frames.ts';
import { measureFloor, type, typedText } from './motions.ts';
import type { NewPage } from './newPage.ts';
import type { Result } from './results.ts';

/** From the command to the first picture and to the first rows, and typing: the second start, with everything built and the demo org there. */
export async function measureStart(newPage: NewPage, home: string): Promise<Result[]> {
  await startOnce(newPage, home, (page) => page.getByTestId('node-readLeads').waitFor());
  return startOnce(newPage, home, async (page, begun, hostMs) => {
    const results: Result[] = [];
    await page.getByTestId('node-readLeads').waitFor();
    const paintMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
    results.push({ what: 'First contentful paint after npm start', value: (hostMs + paintMs) / 1000, unit: 's', most: 1.5 });
    await page.getByTestId('plan').click();
    await page.waitForFunction(() => /\d/.test(document.querySelector('[data-testid=count-readLeads-out]')?.textContent ?? ''), undefined, { timeout: 60_000 });
    results.push({ what: 'First rows after npm start, only Preview clicked', value: (performance.now() - begun) / 1000, unit: 's', most: 20 });
    // Typing is measured with nothing running beside it.
    await page.locator('[data-testid=run-state]:not([data-phase=running], [data-phase=starting])').waitFor({ timeout: 60_000 });
    await page.getByTestId('node-validEmail').click();
    const formula = page.getByTestId('inspector').locator('.cm-content').first();
    await formula.click();
    await page.keyboard.press('ControlOrMeta+End');
    const typing = await measure(page, () => type(page));
    const floor = await measureFloor(await newPage(1440, 900), 'type', type);
    const what = 'Typing in the formula editor';
    return [
      ...results,
      // Drawn as a key of it arrives, a screen of 60 frames a second still lets a key wait 17 ms: what the window adds is its work.
      { what: `${what}, work of the main thread per key`, value: typing.workMs / typedText.length, unit: 'ms', most: 16, floor: floor.workMs / typedText.length },
      { what: `${what}, key to frame, p95`, value: typing.latencyP95, unit: 'ms', most: 16, floor: floor.latencyP95 },
    ];
  });
}

/** `hostMs`: from the command to the address at which the window is. The browser that opens it runs already. */
async function startOnce<T>(newPage: NewPage, home: string, look: (page: Page, begun: number, hostMs: number) => Promise<T>): Promise<T> {
  const begun = performance.now();
  const host = spawn(process.execPath, ['scripts/start.ts', '--browser', '--no-open'], { cwd: root, env: { ...process.env, SLUICE_HOME: path.join(home, 'start') }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await addressOf(host);
    const hostMs = performance.now() - begun;
    const page = await newPage(1440, 900);
    await page.goto(url);
    const result = await look(page, begun, hostMs);
    await page.close();
    return result;
  } finally {
    await endHost(host);
  }
}
