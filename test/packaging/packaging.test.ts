import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeElectronDist } from './fakeElectronDist.ts';

// Packages the built app for real, with a folder that only looks like an Electron. What is checked is all that packaging adds:
// what is in the archive, what is outside it, and the fuses. The package was not started.

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'packaging-'));
const app = path.join(folder, 'out', 'linux-unpacked');
const archive = path.join(app, 'resources', 'app.asar');
let files: readonly string[] = [];

beforeAll(() => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  const electronDist = path.join(folder, 'electron');
  fakeElectronDist(electronDist, version);
  const run = (script: string, ...args: string[]) => execFileSync(process.execPath, [path.join(root, script), ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  run('scripts/build.ts');
  run('node_modules/electron-builder/cli.js', '--linux', 'dir', `-c.electronDist=${electronDist}`, `-c.directories.output=${path.join(folder, 'out')}`);
  files = listPackage(archive, { isPack: false });
}, 120_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('the archive', () => {
  test('has the built app', () => {
    const wanted = ['/package.json', '/dist/electron/main.js', '/dist/electron/hostProcess.js', '/dist/electron/engineProcess.js', '/dist/electron/preload.cjs', '/dist/renderer/index.html'];
    expect(files).toEqual(expect.arrayContaining(wanted));
  });

  test('has no sources, tests, maps or tools', () => {
    const own = files.filter((file) => !file.startsWith('/node_modules'));
    expect(own.filter((file) => /\.(ts|tsx|map)$|\.test\./.test(file))).toEqual([]);
    const places = new Set(own.map((file) => file.split('/').slice(1, 3).join('/')));
    expect([...places].sort()).toEqual(['dist', 'dist/electron', 'dist/renderer', 'package.json']);
  });

  test('has the native module of the keychain and no other package: everything else is bundled', () => {
    const packages = files.map((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(file)?.[1]).filter((name) => name !== undefined && name !== '@napi-rs');
    expect(packages.sort()).toEqual(expect.arrayContaining(['@napi-rs/keyring']));
    expect(packages.filter((name) => !name?.startsWith('@napi-rs/keyring'))).toEqual([]);
  });

  test('names the entry that main is', () => {
    const { main } = JSON.parse(extractFile(archive, 'package.json').toString()) as { main: string };
    expect(files).toContain(`/${main}`);
  });

  test('is what was built, to the byte', () => {
    expect(extractFile(archive, 'dist/electron/main.js').equals(readFileSync(path.join(root, 'dist/electron/main.js')))).toBe(true);
  });
});

describe('beside the archive', () => {
  test('lies every native module', () => {
    const natives = files.filter((file) => file.endsWith('.node'));
    expect(natives.length).toBeGreaterThan(0);
    expect(natives.filter((file) => !existsSync(path.join(`${archive}.unpacked`, file)))).toEqual([]);
  });

  test('lie the templates', () => {
    expect(readdirSync(path.join(app, 'resources', 'templates'))).toEqual(readdirSync(path.join(root, 'flows/templates')));
  });

  test('lies no default app, which would start in place of ours', () => {
    expect(existsSync(path.join(app, 'resources', 'default_app.asar'))).toBe(false);
  });
});

test('the program runs only this archive and cannot be turned into a plain Node', async () => {
  const wire = await getCurrentFuseWire(path.join(app, 'sluice'));
  const isOn = (fuse: FuseV1Options) => wire[fuse] === '1'.charCodeAt(0);
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeCliInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    nodeCliInspect: false,
    asarIntegrity: true,
    onlyAsar: true,
    snapshot: false,
    fileProtocol: false,
  });
});
