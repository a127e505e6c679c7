// The benchmark: npm run bench -- [--rows N] [--samples N] [--workload W1]… [--long] [--parts]
// The other tools take part where `npm run bench:peers` has installed them.
// Everything is measured in the same minutes on the same machine, contenders by turns, so that the ratios say more than the seconds.
//   --long   also W1 over 100,000,000 made-up rows, for its memory (some ten minutes)
//   --parts  also what single parts cost: the batch's representation, the demo org
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from './contacts.ts';
import { printLong } from './long.ts';
import { printParts } from './parts.ts';
import { printWorkload } from './table.ts';
import { w1 } from './w1.ts';
import { w2 } from './w2.ts';
import { printW3 } from './w3.ts';
import { w4 } from './w4.ts';
import { w5 } from './w5.ts';
import { here, type Bench, type Workload } from './workload.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    samples: { type: 'string', default: '3' },
    workload: { type: 'string', multiple: true, default: ['W1', 'W2', 'W3', 'W4', 'W5'] },
    long: { type: 'boolean', default: false },
    parts: { type: 'boolean', default: false },
  },
});
const built = spawnSync(process.execPath, [here('../scripts/build.ts'), 'cli'], { stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) process.exit(built.status ?? 1);

mkdirSync(dataFolder, { recursive: true });
const folder = mkdtempSync(path.join(dataFolder, 'run-'));
try {
  const [cpu] = os.cpus();
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpu?.model.trim() ?? 'unknown CPU'} × ${os.cpus().length}, ${Math.round(os.totalmem() / 2 ** 20)} MiB`);
  console.log(`${os.type()} ${os.release()}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}, medians of ${values.samples}`);
  const bench: Bench = { folder, rows: Number(values.rows) };
  const wanted = new Set(values.workload.map((name) => name.toUpperCase()));
  const print = (workload: Workload): void => {
    try {
      printWorkload(workload, Number(values.samples), folder);
    } finally {
      workload.close?.();
    }
  };
  if (wanted.has('W1')) print(w1(bench));
  if (wanted.has('W2')) print(w2(bench));
  if (wanted.has('W3')) await printW3(bench);
  if (wanted.has('W4')) for (const delayMs of [0, 50]) print(await w4(bench, delayMs));
  if (wanted.has('W5')) print(w5(bench));
  if (values.long) printLong(bench);
  if (values.parts) await printParts(bench.rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
