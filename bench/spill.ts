// Rows of ten times the memory: npm run bench:spill -- [--rows N] [--samples N]
// Sort, join and dedupe of contacts with a tenth of the file's size as memory, by Sluice and by DuckDB with two threads and the same limit, in the
// same minutes on the same machine. Where DuckDB cannot do it in that memory, it gets twice as much until it can, and the table says so.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contacts } from './contacts.ts';
import { measure, type Measured } from './measure.ts';
import { spillJobs, type SpillJob } from './spillJobs.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, samples: { type: 'string', default: '3' } } });
const samples = Number(values.samples);
const megabyte = 2 ** 20;
/** Those that the command's first line gives to Node. */
const flags = readFileSync(here('../bin/sluice.mjs'), 'utf8').split('\n', 1)[0]!.match(/--\S+/g) ?? [];

const built = spawnSync(process.execPath, [here('../scripts/build.ts'), 'cli'], { stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) process.exit(built.status ?? 1);

const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-spill-'));
try {
  const data = contacts(Number(values.rows));
  const budget = Math.max(1, Math.round(data.bytes / 10 / megabyte));
  console.log(`${os.cpus()[0]?.model.trim() ?? 'unknown CPU'} × ${os.cpus().length}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}`);
  console.log(`${data.rows.toLocaleString('en')} contacts, ${(data.bytes / megabyte).toFixed(0)} MiB; memory ${budget} MB. Medians of ${samples}.\n`);
  console.log(['', 'Sluice s', 'DuckDB s', 'ratio', 'CPU ratio', 'peak MiB', 'over budget', 'DuckDB peak', 'DuckDB limit'].map((head, index) => (index === 0 ? head.padEnd(8) : head.padStart(13))).join(''));
  for (const job of spillJobs) line(job, data.file, budget);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function line(job: SpillJob, source: string, budget: number): void {
  const [ours, theirs] = ['sluice', 'duckdb'].map((name) => path.join(folder, `${job.name}-${name}.csv`)) as [string, string];
  const flow = path.join(folder, `${job.name}.flow.json`);
  writeFileSync(flow, JSON.stringify(job.flow(source, ours)));
  const home = path.join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const sluice = measure(samples, folder, [...flags, here('../bin/sluice.mjs'), 'run', '--quiet', '--memory', `${budget}MB`, flow], { SLUICE_HOME: home });
  const { duckdb, limit } = byDuckDb(job.sql(source, theirs), budget);
  const over = sluice.peakBytes / megabyte - budget;
  const cells = [(sluice.wallMs / 1000).toFixed(2), (duckdb.wallMs / 1000).toFixed(2), (sluice.wallMs / duckdb.wallMs).toFixed(2), (sluice.cpuMs / duckdb.cpuMs).toFixed(2), (sluice.peakBytes / megabyte).toFixed(0), over.toFixed(0), (duckdb.peakBytes / megabyte).toFixed(0), `${limit} MB`];
  console.log(job.name.padEnd(8) + cells.map((cell) => cell.padStart(13)).join(''));
  const [one, other] = [ours, theirs].map((file) => ask(job.digest(file)));
  if (one !== other) {
    console.error(`  The two results differ: ${one} and ${other}.`);
    process.exitCode = 1;
  }
  for (const file of [ours, theirs]) rmSync(file, { force: true });
}

function byDuckDb(sql: string, budget: number): { readonly duckdb: Measured; readonly limit: number } {
  for (let limit = budget; ; limit *= 2) {
    try {
      return { duckdb: measure(samples, folder, [here('duckdb.mjs'), `${limit}MiB`, folder, sql]), limit };
    } catch (error) {
      if (!/Out of Memory/i.test(String(error)) || limit > 4096) throw error;
    }
  }
}

function ask(sql: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here('duckdb.mjs'), '2GiB', folder, sql], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}
