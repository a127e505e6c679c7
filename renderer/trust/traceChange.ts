import { edgesInto } from '../../flows/model/flowGraph.ts';
import { notify } from '../app/notify.ts';
import type { Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { edgeId } from '../../flows/model/document.ts';
import { traceRow } from './changeRuns.ts';

/** The store keeps this many rows of an edge. */
const keptRows = 1000;

/**
 * Follows a change back to the row it comes from. A ledger knows records by their keys, so the row is looked for among those kept of the edge
 * into the node; of one that was not kept nothing is guessed.
 */
export async function traceChange(workbench: Workbench, node: string, key: string): Promise<void> {
  const { link, flow, run: runs, definitions } = workbench;
  const { document } = flow.getState();
  const { run } = runs.getState();
  // Of an upsert its key field, else the Id.
  const keys = new Set<unknown>([document.nodes[node]?.settings['key'], 'Id']);
  if (run === undefined) return;
  for (const edge of edgesInto(document, node)) {
    const { schema, rows } = await link.client().runs.sample({ run, edge: edgeId(edge), offset: 0, limit: keptRows });
    const columns = schema.flatMap(({ name }, index) => (keys.has(name) ? [index] : []));
    const row = rows.findIndex((cells) => columns.some((column) => String(cells[column] ?? '').trim() === key));
    if (row < 0) continue;
    const from = edge.from.slice(0, edge.from.indexOf('.'));
    const { title, type = '' } = document.nodes[from] ?? {};
    return traceRow(workbench, edge.from, row, title ?? definitions[type]?.title ?? from);
  }
  notify(words.trust.lineage.notKept);
}
