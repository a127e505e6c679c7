import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { root } from '../../scripts/build/targets.ts';
import { launchStandIn, type StandInApplication } from '../standIn/launch.ts';

// What a page of the app cannot do, tried from inside the page: the checklist of Electron's security guide that a page can try.

const test = base.extend<{ app: StandInApplication; page: Page }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needs of a fixture from this pattern
  app: async ({}, use) => {
    const dataFolder = mkdtempSync(path.join(tmpdir(), 'lock-down-'));
    const app = await launchStandIn({ main: path.join(root, 'dist/electron/main.js'), env: { SLUICE_HOME: dataFolder } });
    await use(app);
    await app.close();
    rmSync(dataFolder, { recursive: true, force: true });
  },
  page: async ({ app }, use) => {
    await use(await app.firstWindow());
  },
});

test('the page has no Node and one thing of ours', async ({ page }) => {
  const nodes = ['require', 'process', 'module', 'global', 'Buffer', '__dirname', 'electron', 'ipcRenderer'];
  expect(await page.evaluate((names) => names.filter((name) => name in window), nodes)).toEqual([]);
  const added = await page.evaluate(() => {
    // A frame with nothing in it shows which globals every page has; zod keeps its settings in two more.
    const frame = document.body.appendChild(document.createElement('iframe'));
    const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$|^__zod_/.test(name));
  });
  expect(added).toEqual(['sluiceHost']);
  expect(await page.evaluate(() => ({ ...(window as unknown as { sluiceHost: object }).sluiceHost }))).toEqual({ kind: 'electron' });
});

test('what the preload exposes cannot be replaced', async ({ page }) => {
  const after = await page.evaluate(() => {
    const own = window as unknown as { sluiceHost: { kind: string } };
    for (const attack of [() => { own.sluiceHost = { kind: 'mine' }; }, () => { own.sluiceHost.kind = 'mine'; }]) {
      try {
        attack();
      } catch {
        // In strict code it throws, else it does nothing.
      }
    }
    return own.sluiceHost.kind;
  });
  expect(after).toBe('electron');
});

test('text does not become code', async ({ page }) => {
  const tried = await page.evaluate(async () => {
    // DevTools may evaluate whatever the policy says, so the attempts run from a timer.
    const attempt = async (run: () => unknown) => {
      await new Promise((resolve) => { setTimeout(resolve); });
      try {
        return String(run());
      } catch (error) {
        return (error as Error).name;
      }
    };
    // oxlint-disable-next-line no-eval -- that it throws is what is tested
    const evaluated = await attempt(() => (0, eval)('1 + 1'));
    // oxlint-disable-next-line no-implied-eval -- as above
    const made = await attempt(() => new Function('return 2')());
    const script = document.createElement('script');
    script.textContent = 'window.inline = true';
    document.head.append(script);
    return [evaluated, made, 'inline' in window];
  });
  expect(tried).toEqual(['EvalError', 'EvalError', false]);
});

test('the page reaches no other host', async ({ page }) => {
  const blocked = await page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => { seen.push(effectiveDirective); });
    const fetched = await fetch('https://login.salesforce.com/').then(() => 'fetched', (error: Error) => error.name);
    for (const element of [document.createElement('script'), new Image()]) {
      await new Promise((resolve) => { document.body.append(Object.assign(element, { src: 'https://login.salesforce.com/x', onerror: resolve })); });
    }
    return { fetched, seen };
  });
  expect(blocked).toEqual({ fetched: 'TypeError', seen: ['connect-src', 'script-src-elem', 'img-src'] });
});

test('every permission is denied', async ({ page }) => {
  const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'clipboard-write'];
  const ask = (name: string) => page.evaluate(async (wanted) => (await navigator.permissions.query({ name: wanted as PermissionName })).state, name);
  expect(await Promise.all(names.map(ask))).toEqual(names.map(() => 'denied'));
  expect(await page.evaluate(() => Notification.permission)).toBe('denied');
});

test('the page cannot leave the app', async ({ app, page }) => {
  await app.evaluate(({ BrowserWindow }) => {
    const tried: string[] = [];
    Object.assign(globalThis, { tried });
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => { if (event.defaultPrevented) tried.push(event.url); });
  });
  const before = page.url();
  const ways = ['https://evil.example/', 'http://127.0.0.1:1/', 'https://login.salesforce.com/'];
  for (const [index, way] of ways.entries()) {
    await page.evaluate((address) => { location.href = address; }, way);
    await expect.poll(() => app.evaluate(() => (globalThis as unknown as { tried: string[] }).tried)).toHaveLength(index + 1);
  }
  expect(await app.evaluate(() => (globalThis as unknown as { tried: string[] }).tried)).toEqual(ways);
  expect(page.url()).toBe(before);
  expect(await page.evaluate(() => document.title)).toContain('Sluice');
});

test('a link opens in the browser when it is one of Salesforce, and no window opens here', async ({ app, page }) => {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (address) => Promise.resolve(void opened.push(address));
  });
  await page.evaluate(() => {
    const refused = ['https://evil.example/', 'http://login.salesforce.com/', 'file:///etc/passwd', 'https://login.salesforce.com.evil.example/'];
    for (const address of refused) window.open(address);
    const link = Object.assign(document.createElement('a'), { href: 'https://acme.my.salesforce.com/001', target: '_blank' });
    document.body.append(link);
    link.click();
    window.open('https://login.salesforce.com/x');
  });
  const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toEqual(['https://acme.my.salesforce.com/001', 'https://login.salesforce.com/x']);
  expect(app.windows()).toHaveLength(1);
});

test('the protocol gives the window\'s own files and nothing else', async ({ page }) => {
  const ask = (address: string, method: string) => page.evaluate(([to, how]) => fetch(to!, { method: how! }).then(({ status }) => status), [address, method]);
  expect(await ask('/index.html', 'GET')).toBe(200);
  expect(await ask('/..%2f..%2fpackage.json', 'GET')).toBe(403);
  expect(await ask('/..%2felectron%2fmain.js', 'GET')).toBe(403);
  expect(await ask('/%2e%2e/package.json', 'GET')).toBe(404);
  expect(await ask('/none.js', 'GET')).toBe(404);
  expect(await ask('/', 'POST')).toBe(405);
});

test('a page of another origin gets no port, although it has the preload', async ({ app, page }) => {
  await page.waitForLoadState();
  /** Opens or reloads a page, and tells who asked for a port then and whether it was given one. */
  const askFrom = (address: 'data:text/html,other' | 'app://sluice/') =>
    app.evaluate(({ BrowserWindow, ipcMain }, [to, preload]) => new Promise<{ from: string | undefined; isGiven: boolean }>((resolve) => {
      let isGiven = false;
      // Before and after the app's own listener.
      ipcMain.prependOnceListener('sluice:connect', ({ senderFrame }) => {
        const post = senderFrame?.postMessage;
        if (senderFrame) senderFrame.postMessage = (...message: Parameters<typeof senderFrame.postMessage>) => {
          isGiven = true;
          post?.apply(senderFrame, message);
        };
      });
      ipcMain.once('sluice:connect', ({ senderFrame }) => { resolve({ from: senderFrame?.url, isGiven }); });
      if (to === 'app://sluice/') return BrowserWindow.getAllWindows()[0]?.webContents.reload();
      const webPreferences = { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false };
      void new BrowserWindow({ webPreferences }).loadURL(to);
    }), [address, path.join(root, 'dist/electron/preload.cjs')] as const);
  expect(await askFrom('app://sluice/')).toEqual({ from: 'app://sluice/', isGiven: true });
  expect(await askFrom('data:text/html,other')).toEqual({ from: 'data:text/html,other', isGiven: false });
});
