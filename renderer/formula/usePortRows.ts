import { useCallback, useEffect, useState } from 'react';
import { batchFromRows, type Batch } from '../../flows/kit/batch.ts';
import { asAppError } from '../../flows/kit/errors.ts';
import { cellFromJson, type Cell, type Schema } from '../../flows/kit/schema.ts';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import { indexEdges } from '../../flows/model/flowGraph.ts';
import { runEdge } from '../../flows/model/runPlaces.ts';
import { errorText } from '../app/notify.ts';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { isRunning } from '../stores/runStore.ts';

const previewRows = 50;
const runRows = 200;
/** After the last edit above; typing in another formula must not ask the host at every key. */
const waitMs = 400;

interface Rows {
  readonly key: string;
  readonly batch?: Batch | undefined;
  readonly error?: string | undefined;
  readonly isLoading: boolean;
}

const nothing: Rows = { key: '', isLoading: false };

/**
 * Rows that come over an edge: read anew from a file, or those the run on show has kept. `key` says what they depend on; when it changes
 * they are fetched again. What asks an org is fetched only after `load`.
 */
export function usePortRows(edge: FlowEdge | undefined, upstream: Upstream): Rows & { load(): void } {
  const { link, flow } = useWorkbench();
  const run = useRun((state) => (isRunning(state) ? undefined : state.run));
  const [rows, setRows] = useState<Rows>(nothing);
  const [asked, setAsked] = useState('');
  const { key, asksOrg } = upstream;
  const from = edge?.from;
  const id = edge && edgeId(edge);
  const whole = `${run ?? ''} ${key}`;

  useEffect(() => {
    if (from === undefined || id === undefined) return;
    let isOver = false;
    const preview = async (): Promise<Batch> => {
      const { path, document } = flow.getState();
      return asBatch(await link.client().previews.rows({ path, document, from, limit: previewRows }));
    };
    const kept = async (): Promise<Batch | undefined> => {
      if (run === undefined) return undefined;
      const sample = await link.client().runs.sample({ run, edge: runEdge(flow.getState().document, id), offset: 0, limit: runRows });
      return sample.schema.length > 0 ? asBatch(sample) : undefined;
    };
    const load = async (): Promise<void> => {
      setRows((before) => ({ ...before, isLoading: true }));
      let batch: Batch | undefined;
      let error: string | undefined;
      try {
        batch = asksOrg && asked !== key ? await kept() : await preview();
      } catch (thrown) {
        error = errorText(asAppError(thrown));
        batch = await kept().catch(() => undefined);
      }
      if (!isOver) setRows({ key: whole, batch, error: batch ? undefined : error, isLoading: false });
    };
    const timer = setTimeout(() => void load(), waitMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [link, flow, run, from, id, key, whole, asksOrg, asked]);

  const load = useCallback(() => setAsked(key), [key]);
  return from === undefined ? { ...nothing, load } : { ...rows, load };
}

function asBatch({ schema, rows }: { readonly schema: readonly { readonly name: string; readonly type: Schema[number]['type'] }[]; readonly rows: readonly (readonly Cell[])[] }): Batch {
  const columns: Schema = schema.map(({ name, type }) => ({ name, type }));
  const cells = rows.map((row) => row.map((cell, index) => cellFromJson(columns[index]!.type, cell)));
  return batchFromRows(columns, cells, { source: '', ordinal: 0 });
}

/** What the rows of an edge depend on. */
export interface Upstream {
  readonly key: string;
  /** Something above reads from an org. */
  readonly asksOrg: boolean;
}

const nowhere: Upstream = { key: '', asksOrg: false };

/** What the rows of an edge depend on: all nodes above it with their settings. `connected`: the node types that reach a system. */
export function upstreamOf(document: FlowDocument, edge: FlowEdge | undefined, connected: ReadonlySet<string>): Upstream {
  if (!edge) return nowhere;
  const index = indexEdges(document);
  const above = new Set([parseEnd(edge.from).node]);
  for (const id of above) for (const { from } of index.into(id)) above.add(parseEnd(from).node);
  const nodes = [...above].flatMap((id) => (document.nodes[id] ? [[id, document.nodes[id].type, document.nodes[id].settings] as const] : []));
  const edges = document.edges.filter(({ to }) => above.has(parseEnd(to).node));
  return { key: JSON.stringify([edge.from, nodes, edges]), asksOrg: nodes.some(([, type]) => connected.has(type)) };
}
