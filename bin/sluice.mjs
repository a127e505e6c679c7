#!/usr/bin/env -S node --max-semi-space-size=4 --heap-growing-percent=100
// The first flag keeps the young generation small: batches die young, and a larger one would only cost memory (160 → 98 MiB at 4 million rows).
// The second lets the old one double between two collections, not grow fourfold (258 → 199 MB where 10,000 changes are sent while 10,000 are gathered).
// The command `sluice`. Old enough in its language to say plainly that a Node is too old.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const needed = 24;
const at = (/** @type {string} */ file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= needed) await start();
else await runOnOwnNode();

async function start() {
  const program = at('dist/cli/sluice.js');
  if (!existsSync(program)) await build(program);
  // Keeps the compiled code on disk: starting is mostly compiling.
  module.enableCompileCache();
  await import(new URL('../dist/cli/sluice.js', import.meta.url).href);
}

/** In a work tree that was never built. stdout stays free for what the verb has to say. */
async function build(/** @type {string} */ program) {
  const script = at('scripts/build.ts');
  if (existsSync(script)) {
    console.error('Building the command line once; this takes some seconds.');
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [script, 'cli'], { stdio: ['ignore', 2, 2] });
    if (existsSync(program)) return;
  }
  console.error(`${program} is missing.\n  → Install Sluice again, or run "npm run build" in its folder.`);
  process.exit(70);
}

/** The project brings a Node of its own, for machines whose Node is older. */
async function runOnOwnNode() {
  const own = [at('node_modules/node/bin/node'), at('node_modules/node/bin/node.exe')].find((file) => existsSync(file));
  if (own === undefined) {
    console.error(`Sluice needs Node ${needed} or newer; this is ${process.versions.node}.\n  → Install it from https://nodejs.org, or run "npm ci" in the folder of Sluice.`);
    process.exit(2);
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(own, ['--max-semi-space-size=4', '--heap-growing-percent=100', fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child as well; it decides when to end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`${own} cannot be started: ${error.message}.\n  → Sluice needs Node ${needed} or newer; this is ${process.versions.node}.`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 70)));
}
