import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The most memory the process ever held (resident set); of several processes, that of each together. */
  readonly peakBytes: number;
}

/** A program to be measured: `node …args`. */
export interface Program {
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it takes so long that it is measured less often than the others. */
  readonly samples?: number;
  /** A program of others that does not end well is told, and the rest goes on. */
  readonly mayFail?: boolean;
  /** What must be gone before it starts. */
  readonly leaves?: string;
}

const reporter = pathToFileURL(fileURLToPath(new URL('reportUsage.mjs', import.meta.url))).href;

/**
 * Runs `node …arguments` so many times, one after the other, and gives the medians. Throws with what the program said when it ends badly.
 * @param folder where the usage is reported to
 */
export function measure(samples: number, folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Measured {
  return measureTogether(samples, folder, [{ args, environment }])[0] as Measured;
}

/** Runs programs by turns, so that what else the machine does meets them all alike, and gives the medians of each; of one that may fail and did, what it said. */
export function measureTogether(samples: number, folder: string, programs: readonly Program[]): (Measured | Error)[] {
  const runs = programs.map((): Measured[] => []);
  const failed = new Map<Program, Error>();
  for (let sample = 0; sample < samples; sample++) {
    for (const [index, program] of programs.entries()) {
      if (sample >= (program.samples ?? samples) || failed.has(program)) continue;
      try {
        runs[index]!.push(once(folder, program));
      } catch (thrown) {
        if (!program.mayFail) throw thrown;
        failed.set(program, thrown as Error);
      }
    }
  }
  return runs.map((measured, index) => failed.get(programs[index]!) ?? ({
    wallMs: median(measured.map(({ wallMs }) => wallMs)),
    cpuMs: median(measured.map(({ cpuMs }) => cpuMs)),
    peakBytes: median(measured.map(({ peakBytes }) => peakBytes)),
  }));
}

/** Wall time alone, without the reporter, which itself takes some milliseconds to load. */
export function measureStart(samples: number, args: readonly string[], environment: Readonly<Record<string, string>> = {}): number {
  return median(Array.from({ length: samples }, () => run(args, environment)));
}

/** From the start of `node …args` until a file with something in it is in its place, in milliseconds. The program may go on after. */
export async function untilWritten({ args, environment = {}, leaves }: Program & { readonly leaves: string }): Promise<number> {
  rmSync(leaves, { force: true });
  const start = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let wallMs = 0;
  while (wallMs === 0 && child.exitCode === null) {
    await new Promise((resolve) => void setTimeout(resolve, 1));
    if ((statSync(leaves, { throwIfNoEntry: false })?.size ?? 0) > 0) wallMs = performance.now() - start;
  }
  const code = await ended;
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}.`);
  return wallMs === 0 ? performance.now() - start : wallMs;
}

function once(folder: string, { args, environment = {}, leaves }: Program): Measured {
  const usage = path.join(folder, 'usage.jsonl');
  rmSync(usage, { force: true });
  if (leaves !== undefined) rmSync(leaves, { force: true });
  const wallMs = run(['--import', reporter, ...args], { ...environment, SLUICE_BENCH_USAGE: usage });
  const used = readFileSync(usage, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { cpuMs: number; peakBytes: number });
  return { wallMs, cpuMs: used.reduce((sum, { cpuMs }) => sum + cpuMs, 0), peakBytes: used.reduce((sum, { peakBytes }) => sum + peakBytes, 0) };
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
