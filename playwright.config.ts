import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser/findBrowser.ts';
import type { AppOptions } from './test/app/fixture.ts';

const executablePath = findBrowser();

/** A spec that concerns the host bears the tag and runs on every host; the rest of the window is the same page, and runs on all of them when asked (`npm test -- --every-host`). */
const concernsTheHost = /@host|standIn\.spec\.ts/;
const everyHost = process.env['SLUICE_EVERY_HOST'] !== undefined;

/** The same specs drive the window in two hosts; files named *.standIn.spec.ts belong to the Electron host alone. */
export default defineConfig<AppOptions>({
  testDir: 'test/app',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  use: {
    viewport: { width: 1440, height: 900 },
    // A trace takes a third of the time of every spec; `SLUICE_TRACE=1` asks for it.
    trace: process.env['SLUICE_TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
  projects: [
    { name: 'browser host', use: { host: 'web' }, testIgnore: '**/*.standIn.spec.ts' },
    { name: 'Electron main on the stand-in', use: { host: 'standIn' }, ...(everyHost ? {} : { grep: concernsTheHost }) },
    ...(process.env['SLUICE_TEST_ELECTRON'] ? [{ name: 'Electron', use: { host: 'electron' as const }, testIgnore: '**/*.standIn.spec.ts' }] : []),
  ],
});
