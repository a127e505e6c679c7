import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from '../../scripts/browser/findBrowser.ts';

export interface Chromium {
  /** Address of its DevTools WebSocket. */
  readonly endpoint: string;
  /** Ends it and removes its profile. */
  close(): Promise<void>;
}

const flags = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-popup-blocking',
  '--hide-scrollbars',
  // Electron's pages have the `close` event of a MessagePort; Chromium keeps it behind this switch.
  '--enable-blink-features=MessagePortCloseEvent',
  // A page of the app has no business on the network; one that tries finds nothing.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
];

/** Starts an installed Chromium, Chrome or Edge without a window; `CHROMIUM` in the environment names another. */
export async function startChromium(): Promise<Chromium> {
  const program = findBrowser();
  if (program === undefined) throw new Error('There is no Chromium, Chrome or Edge on this machine. Install one, or name its program in CHROMIUM.');
  const profile = mkdtempSync(path.join(tmpdir(), 'stand-in-'));
  // Its sandbox does not work for root, which containers usually are.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...flags, `--user-data-dir=${profile}`, ...sandbox], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: its helper processes end with it, and none writes into the profile that is being removed.
    detached: process.platform !== 'win32',
  });
  // Also when the app crashes no browser stays behind.
  const end = () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  };
  process.once('exit', end);
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (text) => {
      said += String(text);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => { reject(new Error(`Chromium ended with ${code} before it listened.\n${said.slice(-1000)}`)); });
  });
  return {
    endpoint,
    async close() {
      end();
      await gone;
      process.off('exit', end);
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
