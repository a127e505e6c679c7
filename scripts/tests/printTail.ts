import { sourceFiles } from '../checks/sourceFiles.ts';

/** The ten longest files and the ten slowest tests, on every run: what nobody watches grows. */
export function printTail(tests: readonly { readonly title: string; readonly ms: number }[]): void {
  console.log('\nLongest files');
  for (const { file, lines } of sourceFiles().sort((a, b) => b.lines - a.lines).slice(0, 10)) console.log(`  ${String(lines).padStart(5)} lines  ${file}`);
  console.log('Slowest tests');
  for (const { title, ms } of tests.toSorted((a, b) => b.ms - a.ms).slice(0, 10)) console.log(`  ${String(Math.round(ms)).padStart(6)} ms  ${title}`);
  console.log('');
}
