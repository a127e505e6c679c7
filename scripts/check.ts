// `npm run check`: every static check at once. Prints a line per check, and the output of those that found something.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './build/targets.ts';

const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
const script = (name: string, ...args: string[]): string[] => [process.execPath, path.join(root, 'scripts', name), ...args];

const checks: Readonly<Record<string, string[]>> = {
  ...Object.fromEntries(['pure', 'node', 'renderer', 'electron', 'test'].map((runtime) => [`types: ${runtime}`, [bin('tsc'), '-p', `tsconfig.${runtime}.json`]])),
  lint: [bin('oxlint'), '--type-aware', '--deny-warnings'],
  boundaries: script('checks/checkBoundaries.ts'),
  sizes: script('checks/checkSizes.ts'),
  docs: script('genDocs.ts', '--check'),
  'unused code': [bin('knip'), '--no-progress'],
};

const results = await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)));
process.exitCode = results.every((ok) => ok) ? 0 : 1;

async function run(name: string, [command, ...args]: string[]): Promise<boolean> {
  const start = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const child = spawn(command!, args, { cwd: root, shell: process.platform === 'win32' });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  child.on('error', (error) => (output += error.message));
  child.on('close', (code) => resolve(code ?? 1));
  const code = await promise;
  console.log(`${code === 0 ? 'ok    ' : 'FAULTS'} ${name.padEnd(16)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '    '));
  return code === 0;
}
