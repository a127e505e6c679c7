import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../build/targets.ts';

const folder = path.join(root, 'node_modules/electron');
const refusedMark = path.join(root, 'dist/.fresh/electronRefused');
const patienceMs = 5000;
const rememberMs = 24 * 3600 * 1000;

/** The Electron executable, when its binary is installed. */
export function installedElectron(): string | undefined {
  const pathFile = path.join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = path.join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist'), readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/**
 * Fetches Electron's binary, telling how far it is. Gives up when nothing has come for five seconds, so that a blocked download
 * never hangs the start, and remembers a refusal for a day. Gives the executable, or undefined and why.
 */
export async function fetchElectron(options: { readonly again: boolean }): Promise<{ executable?: string; why: string }> {
  if (!options.again && existsSync(refusedMark) && Date.now() - statSync(refusedMark).mtimeMs < rememberMs) {
    return { why: 'its download was refused earlier today; `npm start -- --electron` tries again' };
  }
  const why = await download();
  if (why !== undefined) {
    mkdirSync(path.dirname(refusedMark), { recursive: true });
    writeFileSync(refusedMark, why);
    return { why };
  }
  rmSync(refusedMark, { force: true });
  spawnSync(process.execPath, [path.join(folder, 'install.js')], { stdio: 'inherit' });
  const executable = installedElectron();
  return executable === undefined ? { why: 'its archive could not be unpacked' } : { executable, why: '' };
}

/** Runs the download in a process of its own, since a stuck one can only be ended from outside. */
function download(): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'downloadElectron.ts')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  let last = -1;
  const stuck = (): void => {
    resolve('its download got no answer');
    child.kill();
  };
  let timer = setTimeout(stuck, patienceMs);
  child.stdout.on('data', (data: Buffer) => {
    clearTimeout(timer);
    timer = setTimeout(stuck, patienceMs);
    const percent = Number(data.toString().trim().split('\n').at(-1));
    if (percent >= last + 10) {
      last = percent;
      console.log(`Fetching Electron: ${percent} %`);
    }
  });
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  child.on('exit', (code) => {
    clearTimeout(timer);
    resolve(code === 0 ? undefined : `it cannot be downloaded here (${complaint.trim().split('\n')[0] ?? `exit ${code}`})`);
  });
  return promise;
}
