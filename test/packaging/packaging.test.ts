import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeElectronDist } from './fakeElectronDist.ts';
import { readArchive, type Archive } from './readArchive.ts';
import { readFuses } from './readFuses.ts';

// Packages the built app for real, with a folder that only looks like an Electron. What is checked is all that packaging adds:
// what is in the archive, what is outside it, and the fuses. The package was not started.

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'packaging-'));
const app = path.join(folder, 'out', 'linux-unpacked');
const archiveFile = path.join(app, 'resources', 'app.asar');
let archive: Archive;

beforeAll(() => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  const electronDist = path.join(folder, 'electron');
  fakeElectronDist(electronDist, version);
  const run = (script: string, ...args: string[]) => execFileSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'pipe' });
  run('scripts/build.ts');
  run('node_modules/electron-builder/cli.js', '--linux', 'dir', `-c.electronDist=${electronDist}`, `-c.directories.output=${path.join(folder, 'out')}`);
  archive = readArchive(archiveFile);
}, 120_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('the archive', () => {
  test('has the built app', () => {
    const built = ['main.js', 'hostProcess.js', 'engineProcess.js', 'preload.cjs'].map((file) => `/dist/electron/${file}`);
    expect(archive.files).toEqual(expect.arrayContaining(['/package.json', ...built, '/dist/renderer/index.html']));
  });

  test('has no sources, tests, maps or tools', () => {
    const own = archive.files.filter((file) => !file.startsWith('/node_modules'));
    expect(own.filter((file) => /\.(ts|tsx|map)$|\.test\./.test(file))).toEqual([]);
    const places = new Set(own.map((file) => file.split('/').slice(1, 3).join('/')));
    expect([...places].sort()).toEqual(['dist', 'dist/electron', 'dist/renderer', 'package.json']);
  });

  test('has the native modules of the keychain and of DuckDB and no other package: everything else is bundled', () => {
    const packages = archive.files.flatMap((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/@]+)$/.exec(file)?.[1] ?? []);
    expect(packages).toEqual(expect.arrayContaining(['@napi-rs/keyring', '@duckdb/node-api']));
    // DuckDB's module asks detect-libc which of its builds fits.
    expect(packages.filter((name) => !/^(@napi-rs\/keyring.*|@duckdb\/.*|detect-libc)$/.test(name))).toEqual([]);
  });

  test('names the entry that main is', () => {
    const { main } = JSON.parse(archive.read('package.json').toString()) as { main: string };
    expect(archive.files).toContain(`/${main}`);
  });

  test('is what was built, to the byte', () => {
    expect(archive.read('dist/electron/main.js').equals(readFileSync(path.join(root, 'dist/electron/main.js')))).toBe(true);
  });
});

describe('beside the archive', () => {
  test('lies every native module', () => {
    const natives = archive.files.filter((file) => /\.node$|\.so(\.|$)|\.dylib$|\.dll$/.test(file));
    expect(natives.map((file) => path.basename(file)).join(' ')).toMatch(/keyring.*\.node/);
    expect(natives.map((file) => path.basename(file)).join(' ')).toMatch(/duckdb/);
    expect(natives.filter((file) => !existsSync(path.join(`${archiveFile}.unpacked`, file)))).toEqual([]);
  });

  test('lie the templates', () => {
    expect(readdirSync(path.join(app, 'resources', 'templates'))).toEqual(readdirSync(path.join(root, 'flows/templates')));
  });

  test('lies no default app, which would start in place of ours', () => {
    expect(existsSync(path.join(app, 'resources', 'default_app.asar'))).toBe(false);
  });
});

test('the program runs only this archive and cannot be turned into a plain Node', async () => {
  expect(await readFuses(path.join(app, 'sluice'))).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});
