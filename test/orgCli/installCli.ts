import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Installs the newest Salesforce CLI into a folder, unless it `isThere`. Gives its program. */
export function installCli(folder: string, isThere: boolean): string {
  const cli = path.join(folder, 'node_modules/@salesforce/cli');
  if (!isThere) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    console.log('Installing @salesforce/cli; this takes minutes.');
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];
    spawnSync('npm', ['install', ...quiet, '@salesforce/cli'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  }
  const program = path.join(cli, 'bin/run.js');
  if (!existsSync(program)) throw new Error(`There is no Salesforce CLI at ${program}.`);
  const { version } = JSON.parse(readFileSync(path.join(cli, 'package.json'), 'utf8')) as { version: string };
  console.log(`Salesforce CLI ${version}, Node ${process.versions.node}`);
  return program;
}
