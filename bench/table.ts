import { measureTogether } from './measure.ts';
import type { Workload } from './workload.ts';

/** Measures a workload and prints its part of the table. `÷` is the time a row takes, over the time it takes the first contender. */
export function printWorkload({ title, contenders, check }: Workload, samples: number, folder: string): void {
  console.log(`\n${title}`);
  console.log(`  ${''.padEnd(52)}${['rows', 'wall s', 'CPU s', 'peak MiB', 'rows/s', '÷ first'].map((head) => head.padStart(11)).join('')}`);
  const measured = measureTogether(samples, folder, contenders);
  const perRow = measured.map(({ wallMs }, index) => wallMs / contenders[index]!.rows);
  for (const [index, { name, rows }] of contenders.entries()) {
    const { wallMs, cpuMs, peakBytes } = measured[index]!;
    const cells = [
      rows.toLocaleString('en'),
      (wallMs / 1000).toFixed(2),
      (cpuMs / 1000).toFixed(2),
      (peakBytes / 2 ** 20).toFixed(0),
      Math.round(rows / (wallMs / 1000)).toLocaleString('en'),
      (perRow[index]! / perRow[0]!).toFixed(2),
    ];
    console.log(`  ${name.padEnd(52)}${cells.map((cell) => cell.padStart(11)).join('')}`);
  }
  if (check) console.log(`  ${check()}`);
}
