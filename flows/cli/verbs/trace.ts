import { whyRejected } from '../../engine/retriedRows.ts';
import { rowOfRecord } from '../../engine/trace/rowOfRecord.ts';
import { rowOfRejected } from '../../engine/trace/rowOfRejected.ts';
import type { RunRequest } from '../../engine/runRequest.ts';
import type { RunStore } from '../../engine/runStore.ts';
import { traceRow, type Trace, type TracedRow, type TraceStep, type TraceTarget } from '../../engine/trace/traceRow.ts';
import { rejectedColumns } from '../../kit/defineNode.ts';
import { AppError, closest } from '../../kit/errors.ts';
import { parseEnd, type FlowDocument } from '../../model/document.ts';
import { edgesInto } from '../../model/flowGraph.ts';
import { loadDefinitions, type Definitions } from '../../nodes/loadDefinitions.ts';
import { loadRuntime } from '../../nodes/runtimes.ts';
import { findRun } from '../findRun.ts';
import { openRuns } from '../openRuns.ts';
import { pairs } from '../pairs.ts';
import { usage } from '../parseArguments.ts';
import { runConnections, type RunConnections } from '../runConnections.ts';
import { painter, type Paint, type Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';
import { grouped } from '../words.ts';

/** `sluice trace RUN (EDGE ROW | --record ID) [--connection name=other]… [--json]` */
export const trace: RunVerb = async (given, terminal) => {
  const [run, place, number] = given.operands as [string, string?, string?];
  const record = given.value('record');
  if (record === undefined && number === undefined) throw usage('trace', `"sluice trace" needs ${place === undefined ? 'EDGE and ROW, or --record' : 'ROW'}.`);
  if (record !== undefined && place !== undefined) throw usage('trace', '--record stands in place of EDGE and ROW.');
  const row = Number(number?.replaceAll(',', '') ?? 1);
  if (!Number.isInteger(row) || row < 1) throw usage('trace', `"${number}" is no number of a row. Rows count from 1.`);
  const connections = runConnections(pairs('trace', given, 'connection'), terminal.env);
  const { sealer } = await connections.openSealer();
  const definitions = await loadDefinitions();
  const runs = openRuns(terminal, definitions, sealer);
  const cancelling = new AbortController();
  const forget = terminal.onInterrupt(() => cancelling.abort());
  try {
    const request = findRun(runs.store, run);
    const target = record === undefined ? await targetOf(request, place!, row - 1, runs.store, connections, definitions) : rowOfRecord(runs.store, request.run, record);
    const startedMs = Date.parse(runs.store.readRun(request.run)!.startedAt);
    const last = runs.store.readEvents(request.run).findLast(({ event }) => event.type === 'finished')?.event;
    const edges = last?.type === 'finished' && last.state === 'succeeded' ? last.edges : {};
    const keptRow = (edge: string, at: number) => (sealer ? runs.store.readSample(request.run, edge, at, 1).rows[0] : undefined);
    const rejectedBy = (node: string, origins: ReadonlySet<string>) => sealer && whyRejected(runs.store, sealer, request.run, node, origins);
    const found = await traceRow(request, target, { definitions, loadRuntime, resolveConnection: connections.resolve, signal: cancelling.signal, startedMs, edges, keptRow, rejectedBy });
    if (given.has('json')) terminal.out(`${JSON.stringify(found)}\n`);
    else show(found, request.document, definitions, terminal);
    return 0;
  } finally {
    forget();
    runs.store.close();
    await connections.close();
  }
};

/** EDGE is `node.port`, or a node: of a source its rows, of another node the rows that come into it. Rows that a sink rejected are known by where they came from. */
async function targetOf({ run, document }: RunRequest, place: string, row: number, store: RunStore, connections: RunConnections, definitions: Definitions): Promise<TraceTarget> {
  const { node, port } = place.includes('.') ? parseEnd(place) : { node: place, port: undefined };
  const known = document.nodes[node];
  if (!known) {
    const near = closest(node, Object.keys(document.nodes));
    throw new AppError('settings', 'traceRowUnknown', { message: `The flow has no node "${node}". Nodes: ${Object.keys(document.nodes).join(', ')}.`, ...(near ? { hint: `Did you mean "${near}"?` } : {}) });
  }
  const kind = definitions[known.type]?.kind;
  if (kind === 'sink' && port === 'rejected') return rowOfRejected(store, await connections.openSealer(), run, node, row);
  if (port !== undefined && kind !== 'sink') return { end: place, row };
  if (kind === 'source') return { source: node, ordinal: row };
  const [into, another] = edgesInto(document, node);
  if (!into || another) throw new AppError('settings', 'traceRowUnknown', { message: `Rows come into "${node}" by ${into ? 'several ways' : 'no way'}. Name the one that is meant as node.port.` });
  return { end: into.from, row };
}

function show({ steps, isPartial }: Trace, document: FlowDocument, definitions: Definitions, terminal: Terminal): void {
  const paint = painter(terminal);
  for (const step of steps) terminal.out(`${stepText(step, document, definitions, paint)}\n`);
  if (isPartial) terminal.out('A node that looks at all columns cannot be looked through: rows before it may be missing here.\n');
}

function stepText(step: TraceStep, document: FlowDocument, definitions: Definitions, paint: Paint): string {
  const { node, what, out } = step;
  const { title, type } = document.nodes[node]!;
  const name = paint('bold', title ?? definitions[type]!.title);
  if (what === 'wrote') return `${name} takes it: ${step.in.map(({ end, row }) => `row ${grouped(row + 1)} of ${end}`).join(', ')}.`;
  if (step.reason) return `${name} rejects it: ${step.reason.message} (${step.reason.code})`;
  if (what === 'dropped') return `${name} drops it.`;
  if (what === 'gathered' && out.length === 0) return `${name} makes rows of many of it; they are not followed.`;
  const more = out.length < step.outTotal ? `\n  … and ${grouped(step.outTotal - out.length)} more of its rows.` : '';
  return out.map((row) => [`${name}, row ${grouped(row.row + 1)} of ${row.end}`, ...(what === 'rejected' ? [why(row)] : []), ...(what === 'gathered' ? [gatheredOf(step)] : []), ...lines(row, step, paint)].join('\n')).join('\n') + more;
}

/** Which rows a row was made of, or stands for. */
function gatheredOf({ in: came, inTotal }: TraceStep): string {
  const shown = came.slice(0, 10).map(({ end, row }) => `${grouped(row + 1)} of ${end}`);
  return `  of ${inTotal === 1 ? 'row' : `${grouped(inTotal)} rows:`} ${shown.join(', ')}${inTotal > shown.length ? ', …' : ''}`;
}

function why({ schema, cells }: TracedRow): string {
  const [code, message] = rejectedColumns.map(({ name }) => cells[schema.findIndex((column) => column.name === name)]);
  return `  rejects it: ${String(message)} (${String(code)})`;
}

/** Every cell where a row begins, after that only those that are new or changed. */
function lines({ schema, cells }: TracedRow, step: TraceStep, paint: Paint): string[] {
  const own = schema.map(({ name }, index) => ({ name, cell: cells[index] ?? null })).filter(({ name }) => step.what !== 'rejected' || !rejectedColumns.some((column) => column.name === name));
  const width = Math.max(0, ...own.map(({ name }) => name.length));
  const before = (name: string) => step.in.map((row) => ({ has: row.schema.findIndex((column) => column.name === name), row })).find(({ has }) => has >= 0);
  const texts = own.flatMap(({ name, cell }) => {
    const came = before(name);
    const old = came ? (came.row.cells[came.has] ?? null) : undefined;
    // Read from text as a number, 7 is still 7.
    if (old !== undefined && written(old) === written(cell)) return [];
    const value = written(cell);
    return [`  ${name.padEnd(width)}  ${old === undefined ? value : `${written(old)} ${paint('dim', '→')} ${value}`}`];
  });
  return texts.length === 0 && step.what !== 'rejected' ? [paint('dim', '  unchanged')] : texts;
}

function written(cell: string | number | boolean | null): string {
  return cell === null ? '(blank)' : String(cell);
}
