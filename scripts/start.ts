// `npm start`: builds what changed and opens the app; `--browser` asks for the browser host, `--electron` tries its download again.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { dataFolder } from '../flows/connections/dataFolder.ts';
import { buildTargets } from './build.ts';
import { root, targets } from './build/targets.ts';
import { findBrowser } from './browser/findBrowser.ts';
import { hasDisplay, openWindow } from './browser/openWindow.ts';
import { fetchElectron, installedElectron } from './electron/electronBinary.ts';

const { values } = parseArgs({ options: { browser: { type: 'boolean', default: false }, electron: { type: 'boolean', default: false }, port: { type: 'string', default: '0' }, open: { type: 'boolean', default: true } }, allowNegative: true });

const building = buildTargets(targets.filter((target) => target.name !== 'cli'));
const executable = values.browser ? undefined : await electron();
const built = await building;
if (built.length > 0) console.log(`Built ${built.join(', ')}.`);
if (executable === undefined) startBrowserHost();
else endWith(spawn(executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root], { stdio: 'inherit' }));

/** Electron's executable, or undefined after one line that says why the browser host is used. */
async function electron(): Promise<string | undefined> {
  if (!hasDisplay()) {
    console.log('There is no display, so Electron cannot open a window: starting the browser host.');
    return undefined;
  }
  const installed = installedElectron();
  if (installed !== undefined) return installed;
  const { executable, why } = await fetchElectron({ again: values.electron });
  if (executable === undefined) console.log(`Electron is not installed: ${why}. Opening the same window in the browser.`);
  return executable;
}

function startBrowserHost(): void {
  const host = spawn(process.execPath, [path.join(root, 'dist/node/webHost.js'), '--port', values.port], { stdio: ['inherit', 'pipe', 'inherit'] });
  endWith(host);
  createInterface({ input: host.stdout }).on('line', (line) => {
    console.log(line);
    const url = /^Sluice is at (\S+)/.exec(line)?.[1];
    if (url === undefined || !values.open) return;
    const browser = findBrowser();
    if (browser === undefined || !hasDisplay()) {
      console.log(`${browser === undefined ? 'No Chromium, Chrome or Edge was found' : 'There is no display'}: open that address in a browser. Ctrl-C ends Sluice.`);
      return;
    }
    const opened = Date.now();
    const window = openWindow(browser, url, dataFolder());
    host.on('exit', () => window.kill());
    window.on('exit', () => {
      // A browser that hands the address to a process already running exits at once; the window is still there then.
      if (Date.now() - opened > 3000) host.kill('SIGTERM');
    });
  });
}

/** Ends together with the app, with its exit code; Ctrl-C reaches the app first. */
function endWith(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  // Other listeners of the same exit come first.
  child.on('exit', (code) => setImmediate(() => process.exit(code ?? 0)));
}
