import { measureTogether } from './measure.ts';
import type { Workload } from './workload.ts';

/** Measures a workload and prints its part of the table. `÷` is the time a row takes, over the time it takes the first contender. */
export function printWorkload({ title, contenders, check }: Workload, samples: number, folder: string): void {
  console.log(`\n${title}`);
  console.log(`  ${''.padEnd(52)}${['rows', 'wall s', 'CPU s', 'peak MiB', 'rows/s', '÷ first'].map((head) => head.padStart(11)).join('')}`);
  const measured = measureTogether(samples, folder, contenders);
  let first: number | undefined;
  for (const [index, { name, rows }] of contenders.entries()) {
    const found = measured[index]!;
    if (found instanceof Error) {
      console.log(`  ${name.padEnd(52)}${rows.toLocaleString('en').padStart(11)}   did not end well: ${lastWord(found.message)}`);
      continue;
    }
    const { wallMs, cpuMs, peakBytes } = found;
    first ??= wallMs / rows;
    const cells = [
      rows.toLocaleString('en'),
      (wallMs / 1000).toFixed(2),
      (cpuMs / 1000).toFixed(2),
      (peakBytes / 2 ** 20).toFixed(0),
      Math.round(rows / (wallMs / 1000)).toLocaleString('en'),
      (wallMs / rows / first).toFixed(2),
    ];
    console.log(`  ${name.padEnd(52)}${cells.map((cell) => cell.padStart(11)).join('')}`);
  }
  if (check) console.log(`  ${check()}`);
}

/** The last line that is no place in a program. */
function lastWord(message: string): string {
  return message.split('\n').map((line) => line.trim()).findLast((line) => line !== '' && !line.startsWith('at ')) ?? message;
}
