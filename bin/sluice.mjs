#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=4
// The flag keeps the young generation small: batches die young, and a larger one would only cost memory (160 → 98 MiB at 4 million rows).
// The variable is one of glibc, which else gives each thread a heap of its own; those of V8's threads keep what compiling took (18 of 135 MiB where 100,000 records are sent).
// The command `sluice`. Old enough in its language to say plainly that a Node is too old.

const needed = 24;
const flags = ['--max-semi-space-size=4'];
const at = (/** @type {string} */ file) => new URL(`../${file}`, import.meta.url);

if (Number(process.versions.node.split('.')[0]) >= needed) await start();
else await runOnOwnNode();

async function start() {
  const program = at('dist/cli/sluice.cjs');
  // Not imported: importing node:fs loads all that hangs on it, streams and promises among it.
  if (!process.getBuiltinModule('node:fs').existsSync(program)) await build(program);
  process.getBuiltinModule('node:module').createRequire(import.meta.url)('./loadProgram.cjs')(process.getBuiltinModule('node:url').fileURLToPath(program));
}

/** In a work tree that was never built. stdout stays free for what the verb has to say. */
async function build(/** @type {URL} */ program) {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const script = at('scripts/build.ts');
  if (existsSync(script)) {
    console.error('Building the command line once; this takes some seconds.');
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [fileURLToPath(script), 'cli'], { stdio: ['ignore', 2, 2] });
    if (existsSync(program)) return;
  }
  console.error(`${fileURLToPath(program)} is missing.\n  → Install Sluice again, or run "npm run build" in its folder.`);
  process.exit(70);
}

/** The project brings a Node of its own, for machines whose Node is older. */
async function runOnOwnNode() {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const own = ['node_modules/node/bin/node', 'node_modules/node/bin/node.exe'].map((file) => fileURLToPath(at(file))).find((file) => existsSync(file));
  if (own === undefined) {
    console.error(`Sluice needs Node ${needed} or newer; this is ${process.versions.node}.\n  → Install it from https://nodejs.org, or run "npm ci" in the folder of Sluice.`);
    process.exit(2);
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(own, [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child as well; it decides when to end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`${own} cannot be started: ${error.message}.\n  → Sluice needs Node ${needed} or newer; this is ${process.versions.node}.`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 70)));
}
