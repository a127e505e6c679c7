import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The most memory the process ever held (resident set). */
  readonly peakBytes: number;
}

const reporter = pathToFileURL(fileURLToPath(new URL('reportUsage.mjs', import.meta.url))).href;

/**
 * Runs `node …arguments` so many times, one after the other, and gives the medians. Throws with what the program said when it ends badly.
 * @param folder where the usage is reported to
 */
export function measure(samples: number, folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Measured {
  const runs = Array.from({ length: samples }, () => once(folder, args, environment));
  return {
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
  };
}

/** Wall time alone, without the reporter, which itself takes some milliseconds to load. */
export function measureStart(samples: number, args: readonly string[], environment: Readonly<Record<string, string>> = {}): number {
  return median(Array.from({ length: samples }, () => run(args, environment)));
}

function once(folder: string, args: readonly string[], environment: Readonly<Record<string, string>>): Measured {
  const usage = path.join(folder, 'usage.jsonl');
  rmSync(usage, { force: true });
  const wallMs = run(['--import', reporter, ...args], { ...environment, SLUICE_BENCH_USAGE: usage });
  const used = readFileSync(usage, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { cpuMs: number; peakBytes: number });
  return { wallMs, cpuMs: used.reduce((sum, { cpuMs }) => sum + cpuMs, 0), peakBytes: Math.max(...used.map(({ peakBytes }) => peakBytes)) };
}

function run(args: readonly string[], environment: Readonly<Record<string, string>>): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...environment }, encoding: 'utf8', maxBuffer: 1 << 28 });
  const wallMs = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
  return wallMs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
