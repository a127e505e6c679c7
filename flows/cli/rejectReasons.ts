import { rejectedColumns } from '../kit/defineNode.ts';
import type { RunStore } from '../engine/runStore.ts';
import type { ProgressNode } from './runProgress.ts';
import { counted, grouped } from './words.ts';

/** So many rejected rows of a node are looked at. */
const mostRows = 1000;
const mostCodes = 5;

/** Why rows were rejected, a line for each node: the codes, the most frequent first. The rows themselves are people's data and stay out of what may be a log. */
export function rejectReasons(store: Pick<RunStore, 'readSample'>, run: string, nodes: readonly Pick<ProgressNode, 'id' | 'title'>[]): string[] {
  return nodes.flatMap(({ id, title }) => {
    const { schema, rows, total } = store.readSample(run, `${id}.rejected`, 0, mostRows);
    const at = schema.findIndex(({ name }) => name === rejectedColumns[0]!.name);
    if (at < 0 || rows.length === 0) return [];
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(String(row[at]), (counts.get(String(row[at])) ?? 0) + 1);
    const codes = [...counts].sort(([, a], [, b]) => b - a);
    const named = codes.slice(0, mostCodes).map(([code, count]) => `${grouped(count)} × ${code}`);
    const more = codes.length > mostCodes ? `, and ${counted(codes.length - mostCodes, 'other reason')}` : '';
    const part = total > rows.length ? ` (of the first ${grouped(rows.length)})` : '';
    return [`"${title}" rejected${part}: ${named.join(', ')}${more}.`];
  });
}
