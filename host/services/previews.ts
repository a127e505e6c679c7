import { dirname, resolve } from 'node:path';
import { wholeFlow } from '../../flows/engine/calledFlows.ts';
import type { ResolveConnection } from '../../flows/engine/runRequest.ts';
import { SharedThings } from '../../flows/engine/sharedThings.ts';
import { runEnd } from '../../flows/model/runPlaces.ts';
import type { Batch } from '../../flows/kit/batch.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { NodeContext, NodeRuntime, Output, Split, TransformWork } from '../../flows/kit/defineRun.ts';
import { AppError } from '../../flows/kit/errors.ts';
import { jsonCell, type Cell, type Schema } from '../../flows/kit/schema.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { previewChain, type ChainLink } from './previewChain.ts';

interface PreviewsOptions {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
}

/** A filter may let few rows through; after this long or so many batches what there is has to do. */
const mostMs = 4000;
const mostBatches = 40;
const memoryBytes = 16 * 1024 * 1024;
const wholeSource: Split = { id: 'all', spec: {} };

/** Shows rows without a run: the first batches of a source, through the nodes up to the port that is asked for. */
export function previewsService({ definitions, loadRuntime, resolveConnection }: PreviewsOptions): HostHandlers['previews'] {
  return {
    async rows({ path, document, from, limit }, { signal }) {
      const chain = previewChain(await wholeFlow(document, dirname(path), definitions), runEnd(document, from, 'out'), definitions);
      const shared = new SharedThings();
      const ended = new AbortController();
      const startedMs = Date.now();
      const context = ({ node, settings }: ChainLink): NodeContext<never> => ({
        node,
        settings: settings as never,
        run: 'preview',
        isPlan: true,
        startedMs,
        signal: AbortSignal.any([signal, ended.signal]),
        memoryBytes,
        pause: () => undefined,
        path: (file) => resolve(dirname(path), file),
        connection: resolveConnection,
        shared: (key, open, close) => shared.get(key, open, close),
        // Only rows that arrive are shown; what becomes of the others is the run's to tell.
        reject: () => {},
        drop: () => {},
        count: () => {},
        log: () => {},
      });
      try {
        const taken = new TakenRows(limit);
        const [source, ...works] = await Promise.all(chain.map((link) => open(link, context(link), loadRuntime)));
        if (source?.kind !== 'source') throw new AppError('bug', 'previewWithoutSource', { message: `The rows of "${from}" begin at no source.` });
        let batches = 0;
        for await (const batch of source.read()) {
          await pass(batch, chain[0]!.port, 0, chain, works, taken);
          if (taken.isFull || ++batches >= mostBatches || Date.now() - startedMs > mostMs) break;
        }
        return { schema: taken.schema, rows: taken.rows };
      } finally {
        ended.abort();
        await shared.close(() => {});
      }
    },
  };
}

type Opened = { readonly kind: 'source'; read(): AsyncIterable<Batch> } | { readonly kind: 'transform'; readonly work: TransformWork };

async function open(link: ChainLink, context: NodeContext<never>, loadRuntime: PreviewsOptions['loadRuntime']): Promise<Opened> {
  const runtime = await loadRuntime(link.type);
  if (runtime.kind === 'sink') throw new AppError('bug', 'previewOfSink', { message: `"${link.node}" is a sink; no rows leave it without a run.` });
  if (runtime.kind === 'transform') return { kind: 'transform', work: await runtime.open(context) };
  const split = (await runtime.plan?.(context))?.[0] ?? wholeSource;
  return { kind: 'source', read: () => runtime.read(context, split) };
}

/** Lets a batch that left link `at` by `port` go on, as far as it is on the way. */
async function pass(batch: Batch, port: string, at: number, chain: readonly ChainLink[], works: readonly Opened[], taken: TakenRows): Promise<void> {
  if (port !== chain[at]!.port) return;
  const next = works[at];
  if (next?.kind !== 'transform') return taken.take(batch);
  const out: Output = { emit: (made, madePort = 'out') => pass(made, madePort, at + 1, chain, works, taken) };
  await next.work.process(batch, out, chain[at + 1]!.into);
}

/** The first rows, as JSON carries them. */
class TakenRows {
  readonly #limit: number;
  schema: Schema = [];
  readonly rows: Cell[][] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.rows.length >= this.#limit;
  }

  take(batch: Batch): void {
    if (this.schema.length === 0) this.schema = batch.schema;
    for (const row of batch.rows) {
      if (this.isFull) return;
      this.rows.push(batch.columns.map((column) => jsonCell(column.type, column.value(row))));
    }
  }
}
