import { existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable', 'brave-browser'];

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);

function windowsPlaces(): string[] {
  const roots = [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']].filter((root) => root !== undefined);
  return roots.flatMap((root) => [path.join(root, 'Google/Chrome/Application/chrome.exe'), path.join(root, 'Microsoft/Edge/Application/msedge.exe')]);
}

/** The executable of an installed Chromium, Chrome or Edge; `CHROMIUM` in the environment wins. Undefined when there is none. */
export function findBrowser(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name)));
  const places = [process.env['CHROMIUM'], ...(process.platform === 'darwin' ? macApps : process.platform === 'win32' ? windowsPlaces() : onPath)];
  return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}
