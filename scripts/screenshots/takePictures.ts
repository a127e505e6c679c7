import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../browser/findBrowser.ts';
import { startBrowserHost } from '../browser/hostProcess.ts';

/** A picture of the running app: its file is `<name>-light.png` or `<name>-dark.png`. */
export interface Scene {
  readonly name: string;
  /** Brings the app, which has just opened on the demo flow, to what the picture shows. */
  prepare(page: Page): Promise<void>;
  /** In px; 1440 × 900 unless told. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly themes?: readonly Theme[];
}

type Theme = 'light' | 'dark';

/** Takes the pictures of all scenes, each in an app of its own with a data folder of its own, Gives the files. */
export async function takePictures(scenes: readonly Scene[], folder: string, scale = 1): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: findBrowser()!, args: ['--disable-gpu', '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
  const files: string[] = [];
  try {
    for (const { name, prepare, size = { width: 1440, height: 900 }, themes = ['light', 'dark'] as const } of scenes) {
      for (const theme of themes) {
        const home = mkdtempSync(path.join(os.tmpdir(), 'sluice-picture-'));
        const host = startBrowserHost({ SLUICE_HOME: home });
        try {
          const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce', deviceScaleFactor: scale });
          const page = await context.newPage();
          await page.goto(await host.url);
          await page.getByTestId('node-readLeads').waitFor();
          await prepare(page);
          const file = path.join(folder, `${name}-${theme}.png`);
          await page.screenshot({ path: file });
          files.push(file);
          await context.close();
        } finally {
          await host.stop();
          rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        }
      }
    }
  } finally {
    await browser.close();
  }
  return files;
}
