// `npm test`: everything. Finds or installs a browser, builds what changed, runs the unit, engine, host and org tests,
// then the app in the browser. `npm test -- --every-host` runs every spec of the app on every host.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildTargets } from './build.ts';
import { root } from './build/targets.ts';
import { ensureChromium } from './browser/ensureChromium.ts';
import { printTail } from './tests/printTail.ts';
import { addResults, playwrightResults, vitestResults, type Results } from './tests/results.ts';

const { values } = parseArgs({ options: { 'every-host': { type: 'boolean', default: false } } });
const chromium = ensureChromium();
const built = await buildTargets();
console.log(built.length === 0 ? 'The build is up to date.' : `Built ${built.join(', ')}.`);

const reports = mkdtempSync(path.join(tmpdir(), 'sluice-tests-'));
const unitReport = path.join(reports, 'vitest.json');
const appReport = path.join(reports, 'playwright.json');

run('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]);
const unit = vitestResults(unitReport);
if (chromium !== undefined) run('@playwright/test/cli.js', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: appReport, CHROMIUM: chromium, ...(values['every-host'] ? { SLUICE_EVERY_HOST: '1' } : {}) });
const app: Results = chromium === undefined ? { passed: 0, failed: 1, skipped: 0, slowest: [] } : playwrightResults(appReport);
rmSync(reports, { recursive: true, force: true });

printTail([...unit.slowest, ...app.slowest]);
const { passed, failed, skipped } = addResults(unit, app);
if (chromium === undefined) console.log('The app was not tested: there is no browser. That counts as one failure.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function run(script: string, args: string[], env: Record<string, string> = {}): void {
  spawnSync(process.execPath, [path.join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
}
