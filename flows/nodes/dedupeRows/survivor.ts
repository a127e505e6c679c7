import type { HeldRows } from '../../kit/heldRows.ts';
import { formatCell } from '../../kit/schema.ts';

export const survivorOptions = [
  { value: 'filled', title: 'The fullest', help: 'The row with the most cells that are not blank; of several the first.' },
  { value: 'first', title: 'The first' },
  { value: 'last', title: 'The last' },
  { value: 'largest', title: 'The largest in a column', help: 'Such as the newest: the largest date.' },
] as const;
export type SurvivorRule = (typeof survivorOptions)[number]['value'];

export interface Survivor {
  readonly row: number;
  /** For people: `the fullest: 7 of 9 cells`. */
  readonly why: string;
}

/** Which of some rows stays, and why. `rows` are in the order in which they came. */
export function survivorOf(held: HeldRows, rows: readonly number[], rule: SurvivorRule, largestIn: number): Survivor {
  if (rule === 'first') return { row: rows[0]!, why: `the first of ${rows.length}` };
  if (rule === 'last') return { row: rows.at(-1)!, why: `the last of ${rows.length}` };
  if (rule === 'filled') {
    const filled = rows.map((row) => held.schema.reduce((sum, _, column) => sum + (held.value(column, row) === null ? 0 : 1), 0));
    const most = Math.max(...filled);
    return { row: rows[filled.indexOf(most)]!, why: `the fullest of ${rows.length}: ${most} of ${held.schema.length} cells` };
  }
  let best = rows[0]!;
  for (const row of rows) {
    const [value, before] = [held.value(largestIn, row), held.value(largestIn, best)];
    if (value !== null && (before === null || value > before)) best = row;
  }
  const { name, type } = held.schema[largestIn]!;
  return { row: best, why: `the largest ${name} of ${rows.length}: ${formatCell(type, held.value(largestIn, best)) || 'blank'}` };
}
