import path from 'node:path';
import { contacts } from './contacts.ts';
import { measureStart, median, untilWritten } from './measure.ts';
import { peersOf } from './peers/peers.ts';
import { w1Flow } from './w1Flow.ts';
import { sluiceRun, type Bench } from './workload.ts';

const samples = 15;

/** W3: from the start of the process until a file of ten rows is in its place, beside a Node that does nothing. */
export async function printW3(bench: Bench): Promise<void> {
  const out = path.join(bench.folder, 'w3.csv');
  const { file } = contacts(10);
  const ours = { ...sluiceRun(bench, 'w3', w1Flow(file, out)), leaves: out };
  await untilWritten(ours);
  const [bare, written, whole]: [number[], number[], number[]] = [[], [], []];
  for (let sample = 0; sample < samples; sample++) {
    bare.push(measureStart(1, ['--eval', '0']));
    written.push(await untilWritten(ours));
    whole.push(measureStart(1, ours.args, ours.environment));
  }
  const line = (name: string, ms: number): void => console.log(`  ${name.padEnd(52)}${ms.toFixed(0).padStart(8)} ms${(ms / median(bare)).toFixed(2).padStart(11)}`);
  console.log(`\nW3: ten rows of W1, from the start of the process until the file is in its place. Medians of ${samples}.\n  ${'÷ bare Node'.padStart(74)}`);
  line('node --eval 0, to its end', median(bare));
  line('Sluice', median(written));
  line('Sluice, to its end', median(whole));
  for (const { name, ...peer } of peersOf(bench, 'w3')) line(name, median([await untilWritten({ ...peer, leaves: peer.leaves! })]));
}
