// Installs the other tools that the benchmark compares with, outside this folder: npm run bench:peers
// Node-RED takes 120 MB and half a minute, n8n 3 GB and some minutes. Only what each needs to run is compiled.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { peersFolder } from './peersFolder.ts';

const tools = [
  { name: 'node-red', version: '5', compiled: [] },
  // The rest of what it would compile are clients of systems that no flow here uses.
  { name: 'n8n', version: '2', compiled: ['sqlite3', 'isolated-vm'] },
] as const;

for (const { name, version, compiled } of tools) {
  const folder = path.join(peersFolder, name);
  mkdirSync(folder, { recursive: true });
  npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`);
  if (compiled.length > 0) npm(folder, 'rebuild', ...compiled);
}

function npm(folder: string, ...args: readonly string[]): void {
  console.log(`npm ${args.join(' ')}   in ${folder}`);
  const { status } = spawnSync('npm', ['--prefix', folder, ...args], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exitCode = 1;
}
