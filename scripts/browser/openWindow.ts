import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** Whether a window can be shown at all. Windows and macOS always can. */
export function hasDisplay(): boolean {
  return process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Opens the address as a window of its own, without tabs and address bar, in a profile of Sluice's: closing it ends the process. */
export function openWindow(browser: string, url: string, dataFolder: string): ChildProcess {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return spawn(browser, [`--app=${url}`, `--user-data-dir=${path.join(dataFolder, 'browserProfile')}`, '--no-first-run', '--no-default-browser-check', ...root], { stdio: 'ignore' });
}
