import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { root } from '../../scripts/build/targets.ts';
import { launchStandIn, type StandInApplication } from '../standIn/launch.ts';

// What the desktop shell adds around the window: processes, dialogs, menus, the window's place.

const main = path.join(root, 'dist/electron/main.js');

interface Shell {
  dataFolder: string;
  launch: () => Promise<StandInApplication>;
  app: StandInApplication;
  page: Page;
}
const test = base.extend<Shell>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needs of a fixture from this pattern
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'desktop-shell-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
  launch: async ({ dataFolder }, use) => {
    const apps: StandInApplication[] = [];
    await use(async () => {
      const app = await launchStandIn({ main, env: { SLUICE_HOME: dataFolder } });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.close();
  },
  app: async ({ launch }, use) => {
    await use(await launch());
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await expect(page.getByTestId('plan')).toBeEnabled();
    await use(page);
  },
});

/** The processes of the app that run now, by name. */
const processes = (app: StandInApplication) =>
  app.evaluate(({ app: own }) => own.getAppMetrics().filter(({ type }) => type === 'Utility').map(({ pid, name }) => ({ pid, name })));
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a run has a process of its own, which ends with it', async ({ app, page }) => {
  expect((await processes(app)).map(({ name }) => name)).toEqual(['Sluice Host']);
  await page.getByTestId('plan').click();
  await expect.poll(async () => (await processes(app)).map(({ name }) => name)).toEqual(['Sluice Host', 'Sluice Engine']);
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  await expect.poll(async () => (await processes(app)).map(({ name }) => name)).toEqual(['Sluice Host']);
});

test('a host that dies is started again; the window keeps its edits and goes on', async ({ app, page }) => {
  await page.getByLabel('Name of the flow').fill('Renamed');
  await page.getByLabel('Name of the flow').press('Enter');
  const [host] = await processes(app);
  process.kill(host!.pid, 'SIGKILL');
  await expect.poll(async () => (await processes(app)).map(({ pid, name }) => [name, pid !== host!.pid])).toEqual([['Sluice Host', true]]);
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Renamed');
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
});

test('a reload of the window joins it to the host anew', async ({ page }) => {
  await page.reload();
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
});

test('a file is picked by the desktop\'s own dialog', async ({ app, page, dataFolder }) => {
  const folder = path.join(dataFolder, 'elsewhere');
  mkdirSync(folder);
  cpSync(path.join(root, 'flows/templates/exportContacts'), folder, { recursive: true });
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = (...asked: unknown[]) => {
      Object.assign(globalThis, { asked: asked.at(-1) });
      return Promise.resolve({ canceled: false, filePaths: [file] });
    };
  }, path.join(folder, 'flow.json'));
  await page.keyboard.press('ControlOrMeta+O');
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await expect(page.getByText(path.join(folder, 'flow.json'))).toBeVisible();
  expect(await app.evaluate(() => (globalThis as unknown as { asked: unknown }).asked)).toEqual({
    title: 'Open a flow',
    properties: ['openFile'],
    filters: [{ name: '*.json', extensions: ['json'] }, { name: '*', extensions: ['*'] }],
  });
});

test('the menu has what every program has, and reload only where it is not packaged', async ({ app }) => {
  const roles = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ role, label }) => role ?? label));
  expect(roles).toEqual([...(process.platform === 'darwin' ? ['appMenu'] : []), 'fileMenu', 'editMenu', '&View', 'windowMenu', 'help']);
});

test('the window comes back as it was', async ({ launch }) => {
  const first = await launch();
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.maximize(); });
  await first.close();
  const second = await launch();
  await (await second.firstWindow()).waitForLoadState();
  await expect.poll(() => second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized())).toBe(true);
  expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
});

test('quitting leaves no process, also in the middle of a run', async ({ app, page }) => {
  await page.getByTestId('plan').click();
  // The run lives for some tenths of a second: it is looked for all the time, and taken as it is found.
  let pids: number[] = [];
  await expect.poll(async () => (pids = (await processes(app)).map(({ pid }) => pid)).length, { intervals: [10] }).toBe(2);
  await app.close();
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test('a data folder that cannot be used is said, with the exit code of its kind', async ({ dataFolder }) => {
  // Where the run store is to be lies a folder.
  mkdirSync(path.join(dataFolder, 'runs.sqlite'));
  const boot = path.join(root, 'test/standIn/mainBoot.ts');
  const child = spawn(process.execPath, [boot, main], { env: { ...process.env, SLUICE_HOME: dataFolder }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => { said += String(text); });
  const code = await new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  expect(said).toContain('runs.sqlite');
  expect(code).toBeGreaterThan(0);
});
