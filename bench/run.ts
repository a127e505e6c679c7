// The benchmark: npm run bench -- [--rows N] [--samples N]
// Everything is measured in the same minutes on the same machine, so that the ratios say more than the seconds.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureBatches } from './batches.ts';
import { contacts } from './contacts.ts';
import { demoOrgSpeed } from './demoOrgSpeed.ts';
import { printOrgTable } from './demoOrgTable.ts';
import { measure, measureStart, type Measured } from './measure.ts';
import { w1Flow } from './w1Flow.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, samples: { type: 'string', default: '3' } } });
const rows = Number(values.rows);
const samples = Number(values.samples);

/** As the first line of bin/sluice.mjs has it. */
const flags = ['--max-semi-space-size=8'];
const built = spawnSync(process.execPath, [here('../scripts/build.ts'), 'cli'], { stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) process.exit(built.status ?? 1);

const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-bench-'));
try {
  machine();
  const data = contacts(rows);
  console.log(`W1: ${rows.toLocaleString('en')} contacts, ${mib(data.bytes)} MiB → valid e-mails → three formulas → 15 columns. Medians of ${samples}.\n`);
  const floor = measure(samples, folder, [here('floor.mjs'), data.file, path.join(folder, 'floor.csv')]);
  const copy = measure(samples, folder, ['--eval', `fs.copyFileSync(${JSON.stringify(data.file)}, ${JSON.stringify(path.join(folder, 'copy.csv'))})`]);
  const w1 = measure(samples, folder, [...flags, here('../bin/sluice.mjs'), 'run', '--quiet', flowFile('w1', data.file)], home());
  table([
    ['copy of the file', copy, floor],
    ['the floor: by hand, bytes to bytes', floor, floor],
    ['sluice run', w1, floor],
  ]);
  checkSame('floor.csv', 'w1.csv');
  start();
  console.log('\nBatches, ns per row (12 columns):');
  for (const [what, ns] of await measureBatches(contacts(Math.min(rows, 200_000)).file)) console.log(`  ${what.padEnd(52)}${ns.toFixed(0).padStart(6)}`);
  console.log(`\nThe demo org over HTTP, ${rows.toLocaleString('en')} leads by Bulk API 2.0:`);
  printOrgTable(await demoOrgSpeed(rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function machine(): void {
  const cpus = os.cpus();
  const system = `${os.type()} ${os.release()}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}`;
  console.log(`${cpus[0]?.model.trim() ?? 'unknown CPU'} × ${cpus.length}, ${mib(os.totalmem())} MiB, ${system}`);
}

function flowFile(name: string, source: string): string {
  const file = path.join(folder, `${name}.flow.json`);
  writeFileSync(file, JSON.stringify(w1Flow(source, path.join(folder, `${name}.csv`)), null, 2));
  return file;
}

/** A data folder of its own, so that the runs of this benchmark are in nobody's history. */
function home(): Record<string, string> {
  const data = path.join(folder, 'home');
  mkdirSync(data, { recursive: true });
  return { SLUICE_HOME: data };
}

function table(lines: readonly (readonly [string, Measured, Measured])[]): void {
  console.log(`${''.padEnd(36)}${['wall s', 'CPU s', 'peak MiB', 'rows/s', '÷ floor'].map((head) => head.padStart(11)).join('')}`);
  for (const [what, { wallMs, cpuMs, peakBytes }, base] of lines) {
    const cells = [
      (wallMs / 1000).toFixed(2),
      (cpuMs / 1000).toFixed(2),
      mib(peakBytes),
      Math.round(rows / (wallMs / 1000)).toLocaleString('en'),
      (wallMs / base.wallMs).toFixed(2),
    ];
    console.log(what.padEnd(36) + cells.map((cell) => cell.padStart(11)).join(''));
  }
}

function checkSame(expected: string, made: string): void {
  const [wanted, got] = [expected, made].map((name) => createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex'));
  if (wanted !== got) {
    const kept = path.join(os.tmpdir(), 'sluice-bench');
    for (const name of [expected, made]) copyFileSync(path.join(folder, name), path.join(kept, name));
    console.error(`\nThe output of the flow is not the floor's. Both are kept in ${kept}.`);
    process.exitCode = 1;
  } else console.log(`\nThe flow wrote the same bytes as the floor (sha-256 ${got!.slice(0, 16)}…).`);
}

function start(): void {
  const flow = flowFile('ten', contacts(10).file);
  const environment = home();
  const bare = measureStart(15, ['--eval', '0']);
  const ten = measureStart(15, [...flags, here('../bin/sluice.mjs'), 'run', '--quiet', flow], environment);
  console.log('\nStart, process start to exit, medians of 15:');
  console.log(`  bare node ${bare.toFixed(0)} ms; sluice run of ten rows ${ten.toFixed(0)} ms (× ${(ten / bare).toFixed(1)})`);
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
