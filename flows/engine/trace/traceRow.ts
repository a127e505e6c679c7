import type { Batch } from '../../kit/batch.ts';
import type { NodeDefinition } from '../../kit/defineNode.ts';
import type { NodeRuntime } from '../../kit/defineRun.ts';
import { AppError, errorFromData } from '../../kit/errors.ts';
import type { Key } from '../../kit/rowKey.ts';
import { jsonCell, type Cell, type Schema } from '../../kit/schema.ts';
import { edgeId, parseEnd, type FlowDocument } from '../../model/document.ts';
import { edgesInto, flowOrder } from '../../model/flowGraph.ts';
import { applyParameters } from '../../model/parameters.ts';
import { retriedRowsType } from '../../model/retryFlow.ts';
import { traceFlow } from '../../model/traceFlow.ts';
import { runFlow } from '../runFlow.ts';
import type { ResolveConnection, RunRequest } from '../runRequest.ts';
import { openRunStore } from '../runStore.ts';
import { originKey, traceDefinitions, traceRuntime, type TraceParts } from './traceNodes.ts';

/** A row at an out-port of a node, as it left. */
export interface TracedRow {
  /** `node.port`. */
  readonly end: string;
  /** Its place among the rows that left there, from 0. */
  readonly row: number;
  readonly schema: Schema;
  readonly cells: readonly Cell[];
}

/** What a sink said of a row it rejected. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** What one node did with the rows that are followed. */
export interface TraceStep {
  readonly node: string;
  /** Rows that came in, the first hundred of them. A source has none. */
  readonly in: readonly TracedRow[];
  /** How many came in, and how many left. */
  readonly inTotal: number;
  readonly out: readonly TracedRow[];
  readonly outTotal: number;
  /** Why a sink rejected the row, where that was kept. */
  readonly reason?: Reason;
  /** `wrote`: a sink took it; what became of it in the org is in the ledger. `dropped`: rows came and none left. `gathered`: they went into a row made of several, or one of several was kept; without rows out, how is not known. */
  readonly what: 'read' | 'passed' | 'rejected' | 'dropped' | 'gathered' | 'wrote';
}

export interface Trace {
  /** In the order rows go; nodes that the rows never came to are left out. */
  readonly steps: readonly TraceStep[];
  /** True where a node could not be looked through, so that rows before it may be missing. */
  readonly isPartial: boolean;
}

/** The row to follow: the row at an out-port, both from 0; or the row of a source by its number there. */
export type TraceTarget = { readonly end: string; readonly row: number } | { readonly source: string; readonly ordinal: number };

export interface TraceDependencies {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
  readonly signal: AbortSignal;
  /** When the run began: NOW() means the same again. */
  readonly startedMs: number;
  /** Rows that went over each edge of the run, by its id: what the second time must come to. */
  readonly edges: Readonly<Record<string, number>>;
  /** What the run kept of a row that went over an edge, both from 0; undefined where it kept nothing of it. */
  readonly keptRow: (edge: string, row: number) => readonly Cell[] | undefined;
  /** Why a sink of the run rejected a row, by where the row came from (`source:ordinal`); undefined where it did not. */
  readonly rejectedBy?: (node: string, origins: ReadonlySet<string>) => Reason | undefined;
}

/**
 * Follows a row of a run through its flow: the rows it came from, and what every node made of it. Nothing of it was recorded; the flow is gone
 * through again as it was then, without its sinks, from the same inputs. Rejects with kind `settings`, code `traceInputsChanged`, where the rows that
 * come are not as many as they were, or not those that were kept of them: inputs have changed, and a row by number would be another.
 */
export async function traceRow(request: RunRequest, target: TraceTarget, deps: TraceDependencies): Promise<Trace> {
  const document = applyParameters(request.document, request.parameters);
  const { keys, links, isMarked } = await followLinks(request, document, 'end' in target ? { end: target.end, from: target.row, to: target.row + 1 } : [`${target.source}:${target.ordinal}`], deps);
  const [key] = keys;
  if (key === undefined) throw noSuchRow(target);
  const wanted = family(key, links);
  const rows = new Map<string, FoundRows>();
  const seen = new Map<string, number>();
  await goThrough(request, document, deps, isMarked, {
    link: () => {},
    meet: () => {},
    look: (end, batch) => {
      const before = seen.get(end) ?? 0;
      seen.set(end, before + batch.rows.length);
      for (const [k, row] of batch.rows.entries()) {
        if (!wanted.has(originKey(batch, row))) continue;
        const found = rows.get(end) ?? { rows: [], total: 0 };
        rows.set(end, found);
        if (++found.total <= shownRows) found.rows.push(traced(end, before + k, batch, row));
      }
    },
  });
  const steps = stepsOf(document, deps.definitions, rows);
  const others = steps.filter(({ what }) => what === 'read').flatMap(({ out }) => out.filter((row) => isAnother(row, document, deps)));
  if (others.length > 0) throw inputsChanged(others.map(({ end, row }) => `${end}: row ${row + 1} was another`));
  return { steps: steps.map((step) => withReason(step, wanted, deps)), isPartial: !isMarked };
}

/** Of a group of very many rows so many are shown. */
const shownRows = 100;

/** The rows that are followed at one out-port: the first, and how many there are. */
interface FoundRows {
  readonly rows: TracedRow[];
  total: number;
}

/** Rows at an out-port, from one number to before another, from 0; or where rows came from, where that is known. */
export type RowsAt = { readonly end: string; readonly from: number; readonly to: number } | readonly string[];

interface Links {
  /** Where the rows asked for came from. */
  readonly keys: readonly string[];
  /** What came of what, where a node gave rows out as its own. */
  readonly links: ReadonlyMap<string, readonly string[]>;
}

/** Goes through the flow for where rows came from, and tells whether marks could be used. Rejects with kind `settings`, code `traceInputsChanged` or `traceRetried`. */
export async function followLinks(request: RunRequest, document: FlowDocument, rowsAt: RowsAt, deps: TraceDependencies): Promise<Links & { readonly isMarked: boolean }> {
  if (Object.values(document.nodes).some(({ type }) => type === retriedRowsType)) throw ofRetry();
  const first = await linksOf(request, document, rowsAt, deps, true);
  if (first.differs.length === 0) return { ...first, isMarked: true };
  // A node that looks at all columns (duplicates in all of them) does another thing when a mark is among them.
  const plain = await linksOf(request, document, rowsAt, deps, false);
  if (plain.differs.length > 0) throw inputsChanged(plain.differs);
  return { ...plain, isMarked: false };
}

/** `differs`: edges over which not as many rows went as in the run. */
async function linksOf(request: RunRequest, document: FlowDocument, rowsAt: RowsAt, deps: TraceDependencies, isMarked: boolean): Promise<Links & { readonly differs: readonly string[] }> {
  const links = new Map<string, readonly string[]>();
  const counts = new Map<string, number>();
  const groups = new Map<string, Map<Key, string[]>>();
  const made: { readonly node: string; readonly key: Key; readonly row: string }[] = [];
  const keys: string[] = 'end' in rowsAt ? [] : [...rowsAt];
  await goThrough(request, document, deps, isMarked, {
    link: (child, parents) => void links.set(child, [...(links.get(child) ?? []), ...parents.filter((parent) => parent !== child)]),
    meet: (node, met, row, isOut) => {
      if (isOut) {
        made.push({ node, key: met, row });
        return;
      }
      const group = groups.get(node) ?? new Map<Key, string[]>();
      groups.set(node, group);
      const rows = group.get(met);
      if (rows) rows.push(row);
      else group.set(met, [row]);
    },
    look: (end, batch) => {
      const before = counts.get(end) ?? 0;
      counts.set(end, before + batch.rows.length);
      if (!('end' in rowsAt) || rowsAt.end !== end) return;
      for (const row of batch.rows.subarray(Math.max(0, rowsAt.from - before), Math.max(0, rowsAt.to - before))) keys.push(originKey(batch, row));
    },
  });
  // Only now: a node that keeps the first of several gives it out before the others have come.
  for (const one of made) links.set(one.row, [...(links.get(one.row) ?? []), ...(groups.get(one.node)?.get(one.key) ?? []).filter((parent) => parent !== one.row)]);
  const differs = Object.entries(deps.edges).flatMap(([edge, rows]) => {
    const end = edge.split(' → ')[0]!;
    return counts.has(end) && counts.get(end) !== rows ? [`${end}: ${rows} then, ${counts.get(end)} now`] : [];
  });
  return { keys, links, differs };
}

/** Runs the flow without its sinks. What it does is in no history. */
export async function goThrough(request: RunRequest, document: FlowDocument, deps: TraceDependencies, isMarked: boolean, parts: TraceParts): Promise<void> {
  const flow = traceFlow(document, deps.definitions, isMarked);
  const store = openRunStore(':memory:');
  try {
    const look: TraceParts['look'] = (probe, batch) => parts.look(flow.probes[probe]!, batch);
    // Also of a plan: what gathers the rows is a sink that must take them.
    const { parent: _parent, applies: _applies, undoes: _undoes, mode: _mode, ...plain } = request;
    const finished = await runFlow(
      { ...plain, run: crypto.randomUUID(), document: flow.document, parameters: {} },
      {
        definitions: { ...deps.definitions, ...traceDefinitions },
        loadRuntime: async (type) => traceRuntime(type, { look, link: parts.link, meet: parts.meet }) ?? (await deps.loadRuntime(type)),
        resolveConnection: deps.resolveConnection,
        store,
        signal: deps.signal,
        startedMs: deps.startedMs,
        onEvent: () => {},
      },
    );
    if (finished.error) throw errorFromData(finished.error);
    if (finished.state !== 'succeeded') throw new AppError('cancelled', 'cancelled', { message: 'Following the row was cancelled.' });
  } finally {
    store.close();
  }
}

/** The row, what it came from, and what came of it. */
function family(key: string, links: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const ancestors = new Set([key]);
  for (const one of ancestors) for (const parent of links.get(one) ?? []) ancestors.add(parent);
  const children = new Map<string, string[]>();
  for (const [child, parents] of links) for (const parent of parents) children.set(parent, [...(children.get(parent) ?? []), child]);
  const descendants = new Set([key]);
  for (const one of descendants) for (const child of children.get(one) ?? []) descendants.add(child);
  return new Set([...ancestors, ...descendants]);
}

function traced(end: string, row: number, { schema, columns }: Batch, physical: number): TracedRow {
  return { end, row, schema, cells: columns.map((column) => jsonCell(column.type, column.value(physical))) };
}

function stepsOf(document: FlowDocument, definitions: TraceDependencies['definitions'], rows: ReadonlyMap<string, FoundRows>): TraceStep[] {
  const totalOf = (found: readonly FoundRows[]): number => found.reduce((sum, { total }) => sum + total, 0);
  return flowOrder(document).flatMap((node): TraceStep[] => {
    const { type, settings } = document.nodes[node]!;
    const { kind, traits, meeting, settings: schema } = definitions[type]!;
    const cameBy = edgesInto(document, node).flatMap(({ from }) => rows.get(from) ?? []);
    const leftBy = [...rows].flatMap(([end, found]) => (parseEnd(end).node === node ? [found] : []));
    const [ins, outs] = [cameBy, leftBy].map((found) => found.flatMap((one) => one.rows)) as [TracedRow[], TracedRow[]];
    if (ins.length === 0 && outs.length === 0) return [];
    const isMeeting = meeting?.(schema.parse(settings))?.columns['in'] !== undefined;
    const isRejected = outs.length > 0 && outs.every(({ end }) => parseEnd(end).port === 'rejected');
    const gone = traits.conserves ? 'dropped' : 'gathered';
    const what = kind === 'sink' ? 'wrote' : isRejected ? 'rejected' : outs.length === 0 ? gone : isMeeting ? 'gathered' : kind === 'source' ? 'read' : 'passed';
    return [{ node, in: ins, inTotal: totalOf(cameBy), out: outs, outTotal: totalOf(leftBy), what }];
  });
}

/** The run kept the row of this number, and it is not the same. */
function isAnother({ end, row, cells }: TracedRow, document: FlowDocument, { keptRow }: TraceDependencies): boolean {
  return document.edges.some((edge) => {
    const kept = edge.from === end ? keptRow(edgeId(edge), row) : undefined;
    return kept !== undefined && JSON.stringify(kept) !== JSON.stringify(cells);
  });
}

function withReason(step: TraceStep, origins: ReadonlySet<string>, { rejectedBy }: TraceDependencies): TraceStep {
  const reason = step.what === 'wrote' ? rejectedBy?.(step.node, origins) : undefined;
  return reason ? { ...step, what: 'rejected', reason } : step;
}

function inputsChanged(differs: readonly string[]): AppError {
  return new AppError('settings', 'traceInputsChanged', {
    message: `The inputs of the run are not what they were. ${differs.slice(0, 3).join('; ')}.`,
    hint: 'A row is followed by going through the flow again. Put the files back that it read, or follow a row of a newer run.',
  });
}

function noSuchRow(target: TraceTarget): AppError {
  const place = 'end' in target ? `row ${target.row + 1} at ${target.end}` : `row ${target.ordinal + 1} of ${target.source}`;
  return new AppError('settings', 'traceRowUnknown', { message: `There is no ${place}.` });
}

function ofRetry(): AppError {
  return new AppError('settings', 'traceRetried', { message: 'The rows of this run are rejected rows of another run.', hint: 'Follow them in that run: "sluice audit --run RUN" names it.' });
}
