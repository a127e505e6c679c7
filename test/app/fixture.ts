import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { startBrowserHost } from '../../scripts/browser/hostProcess.ts';
import { root } from '../../scripts/build/targets.ts';
import { launchElectron } from './launchElectron.ts';
import { launchStandIn } from '../standIn/launch.ts';

export interface AppOptions {
  /** `web`: the browser host · `standIn`: the built Electron main and preload on a Chromium stand-in · `electron`: the real binary. */
  host: 'web' | 'standIn' | 'electron';
}

export interface App {
  readonly page: Page;
  /** The application's data folder, new for every test. */
  readonly dataFolder: string;
  /** Runs the command line on the same data folder. */
  sluice(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
}

/** Secrets of the tests go into a file of their own, never into the keychain of whoever runs them. */
const vaultKey = { SLUICE_VAULT_PASSPHRASE: 'correct horse' };

export const test = base.extend<AppOptions & { app: App; launched: { page: Page; dataFolder: string } }>({
  host: ['web', { option: true }],

  launched: async ({ host, browser, viewport }, use) => {
    const dataFolder = mkdtempSync(path.join(tmpdir(), 'sluice-app-'));
    const env = { SLUICE_HOME: dataFolder, ...vaultKey };
    try {
      if (host === 'web') {
        const server = startBrowserHost(env);
        // A spec waits for what stands still; that things move is for people.
        const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
        const page = await context.newPage();
        await page.goto(await server.url);
        await use({ page, dataFolder });
        await context.close();
        await server.stop();
      } else {
        const electron = host === 'standIn' ? await launchStandIn({ main: path.join(root, 'dist/electron/main.js'), env }) : await launchElectron(env);
        const page = await electron.firstWindow();
        await page.setViewportSize(viewport ?? { width: 1440, height: 900 });
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await use({ page, dataFolder });
        await electron.close();
      }
    } finally {
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  },

  app: async ({ launched }, use) => {
    await use({ ...launched, sluice: (...args) => sluice(launched.dataFolder, args) });
  },
});

export { expect } from '@playwright/test';

function sluice(dataFolder: string, args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; stdout: string; stderr: string }>();
  const child = spawn(process.execPath, [path.join(root, 'bin/sluice.mjs'), ...args], { env: { ...process.env, SLUICE_HOME: dataFolder, ...vaultKey } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  return promise;
}
