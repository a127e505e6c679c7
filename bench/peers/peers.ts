import { contacts, numberedRows, people } from '../contacts.ts';
import type { Bench, Contender } from '../workload.ts';
import { n8n } from './n8n.ts';
import { nodeRed } from './nodeRed.ts';

/** Peers take long: they get no more rows than these, and are measured once. */
const mostRows = 100_000;

/** What the other tools, as far as they are installed, make of a workload. They get fewer rows, and what is compared is the time a row takes. */
export function peersOf(bench: Bench, workload: 'w1' | 'w2' | 'w3' | 'w4' | 'w5', url = ''): Contender[] {
  const rows = Math.min(bench.rows, mostRows);
  const input = (count: number): string => (workload === 'w4' ? people(count) : workload === 'w5' ? numberedRows(count) : contacts(count)).file;
  return [...nodeRed(bench, workload, rows, input, url), ...n8n(bench, workload, rows, input, url)];
}
