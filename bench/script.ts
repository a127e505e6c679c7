// What a row costs in a user's script: npm run bench:script -- [--rows N] [--samples N]
// Batches of 1,024 contacts through the sandbox, for several scripts; nanoseconds of CPU time a row, the least of the samples (other programs only add).
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { batchFromRows, batchRows } from '../flows/kit/batch.ts';
import type { Cell, Schema } from '../flows/kit/schema.ts';
import type { ScriptBatches } from '../flows/connectors/script/scriptBatch.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '400000' }, samples: { type: 'string', default: '5' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
// The interpreter's WebAssembly is part of the bundle, so it is loaded as the bundler would.
const { module } = await runnerImport<{ readonly ScriptBatches: typeof ScriptBatches }>(`${root}flows/connectors/script/scriptBatch.ts`, { root, configFile: false, logLevel: 'error' });

const schema: Schema = [{ name: 'FirstName', type: 'text' }, { name: 'LastName', type: 'text' }, { name: 'Phone', type: 'text' }, { name: 'Amount', type: 'number' }];
const text: Schema = [{ name: 'Made', type: 'text' }];
const cases: readonly (readonly [name: string, script: string, outputs: Schema])[] = [
  ['a number from a number', 'const onRow = (row) => ({ Made: row.Amount * 1.1 })', [{ name: 'Made', type: 'number' }]],
  ['a text from two texts', "const onRow = (row) => ({ Made: row.FirstName + ' ' + row.LastName })", text],
  ['a text changed', 'const onRow = (row) => ({ Made: row.LastName.toUpperCase() })', text],
  ['a condition', "const onRow = (row) => ({ Made: row.Amount > 500 ? 'large' : 'small' })", text],
  ['a regular expression', "const onRow = (row) => ({ Made: row.Phone.replace(/[^0-9+]/g, '') })", text],
];

const batch = batchFromRows(schema, Array.from({ length: batchRows }, (_, at): Cell[] => [`First ${at % 97}`, `Last ${at % 89}`, `(0${at % 90}) 555-${at % 7919}`, (at * 37) % 1000]), { source: 'bench', ordinal: 0 });
const rounds = Math.max(1, Math.round(Number(values.rows) / batchRows));

console.log(`${os.cpus()[0]?.model.trim() ?? 'unknown CPU'} × ${os.cpus().length}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}`);
console.log(`${(rounds * batchRows).toLocaleString('en')} rows; nanoseconds of CPU a row, the least and the median of ${values.samples}.\n`);
for (const [name, script, outputs] of cases) {
  const parts = { script, mode: 'row' as const, incoming: schema, outputs, timeoutMs: 60_000, memoryBytes: 64 * 2 ** 20, seed: 1, nowMs: 0 };
  const ready = await module.ScriptBatches.start(parts);
  const samples: number[] = [];
  for (let sample = 0; sample < Number(values.samples); sample++) {
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round++) await ready.run(batch, () => undefined);
    const { user, system } = process.cpuUsage(before);
    samples.push(((user + system) * 1000) / (rounds * batchRows));
  }
  samples.sort((a, b) => a - b);
  console.log(name.padEnd(28) + samples[0]!.toFixed(0).padStart(8) + samples[samples.length >> 1]!.toFixed(0).padStart(8));
}
