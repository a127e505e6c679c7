import { AppError } from '../kit/errors.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { describeFields } from '../kit/fields.ts';
import type { Schema } from '../kit/schema.ts';
import { parseEnd, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';
import { edgesInto, edgesOutOf } from './flowGraph.ts';

/** The type of the sources that give kept rows again; it exists only while they are. */
export const retriedRowsType = 'retriedRows';

/** Rejected rows of one node that are to be taken again. */
export interface RetriedNode {
  readonly node: string;
  /** The columns they came into the node with. */
  readonly schema: Schema;
  /** The source node that most of them came from. */
  readonly source: string;
  /** Only rows that were rejected with one of these codes; none: all. */
  readonly codes?: readonly string[];
}

export interface RetryFlow {
  readonly document: FlowDocument;
  /** What the person should know: what is not done to the rows, and where files go. */
  readonly notes: readonly string[];
}

type Definitions = Readonly<Record<string, NodeDefinition>>;

/**
 * The part of a flow through which rejected rows go again. Rows go in where they went into the node that rejected them, as they were then:
 * behind the node that fed it, so that whatever was put between the two since is done to them. What comes after that node stays, and so
 * does what its joins and lookups read first; everything else is left out. Files get names of their own, since the first run's are kept.
 * Throws kind `settings`, code `retryNodeGone`, where the flow no longer has the node.
 * @param before the flow as it was when the rows were rejected
 * @param tag goes into the names of files: `out.csv` becomes `out.retry-TAG.csv`
 */
export function retryFlow(before: FlowDocument, now: FlowDocument, rejected: readonly RetriedNode[], definitions: Definitions, tag: string): RetryFlow {
  const nodes: Record<string, FlowNode> = {};
  const edges = new Map<string, FlowEdge>();
  const notes: string[] = [];
  let count = 0;
  const addEdge = (edge: FlowEdge): void => void edges.set(`${edge.from} ${edge.to}`, edge);
  for (const one of rejected) {
    const { node } = one;
    if (!Object.hasOwn(now.nodes, node)) throw nodeGone(before, node);
    const port = dataPort(now, node, definitions);
    const entry = entryOf(before, now, one, port);
    const below = reachable(now, [node]);
    const way = new Set([node]);
    const id = freeId(now, ++count);
    nodes[id] = { type: retriedRowsType, version: 1, title: `Rejected by ${titleOf(now, node, definitions)}`, settings: { node, ...(one.codes?.length ? { codes: [...one.codes] } : {}), columns: one.schema.map(({ name, type }) => ({ name, type })), ...(entry === undefined ? {} : { entry }) } };
    if (entry === undefined) addEdge({ from: `${id}.out`, to: `${node}.${port}` });
    for (const edge of entry === undefined ? [] : now.edges.filter(({ from }) => from === entry)) {
      const next = parseEnd(edge.to).node;
      const reached = reachable(now, [next]);
      if (!reached.has(node)) continue;
      addEdge({ from: `${id}.out`, to: edge.to });
      for (const inner of reached) if (reachable(now, [inner]).has(node)) way.add(inner);
    }
    const kept = new Set([...way, ...below]);
    for (const inner of kept) {
      nodes[inner] = now.nodes[inner]!;
      for (const edge of edgesOutOf(now, inner)) if (below.has(inner) || kept.has(parseEnd(edge.to).node)) addEdge(edge);
    }
    notes.push(...changedBefore(before, now, entry, definitions));
  }
  keepReferences(now, nodes, addEdge, definitions);
  notes.push(...ownFiles(nodes, definitions, tag));
  const all = [...edges.values()].filter(({ from, to }) => nodes[parseEnd(from).node] && nodes[parseEnd(to).node]);
  const { groups: _groups, notes: _notes, ...rest } = now;
  return { document: { ...rest, nodes, edges: all, layout: {} }, notes: [...new Set(notes)] };
}

/** Of nodes that rejected rows, those whose rows did not come by way of another's rejected port: such rows are taken again further up. */
export function firstRejecting(document: FlowDocument, nodes: readonly string[]): string[] {
  const isBelow = (node: string): boolean =>
    nodes.some((other) => {
      const heads = document.edges.filter(({ from }) => from === `${other}.rejected`).map(({ to }) => parseEnd(to).node);
      return other !== node && heads.length > 0 && reachable(document, heads).has(node);
    });
  return nodes.filter((node) => !isBelow(node));
}

/** The in-port by which the rows come that a node works on, not the ones it reads first. */
function dataPort(document: FlowDocument, node: string, definitions: Definitions): string {
  const { type, settings } = document.nodes[node]!;
  const definition = definitions[type];
  const parsed = definition?.settings.safeParse(settings);
  const ports = definition && parsed?.success ? definition.ports(parsed.data).in : [];
  return (ports.find(({ isReadFirst }) => !isReadFirst) ?? ports[0])?.name ?? 'in';
}

/** The out-port that fed the node then and still leads to it. Of several, the one that the rows' source came by. */
function entryOf(before: FlowDocument, now: FlowDocument, { node, source }: RetriedNode, port: string): string | undefined {
  const ends = edgesInto(before, node).filter(({ to }) => to === `${node}.${port}`).map(({ from }) => {
    // In a run that was a retry itself, the rows came from the added source; it knows where they had come in.
    const { type, settings } = before.nodes[parseEnd(from).node]!;
    return { from, end: type === retriedRowsType && typeof settings['entry'] === 'string' ? settings['entry'] : from };
  });
  const usable = ends.filter(({ end }) => {
    const heads = now.edges.filter(({ from }) => from === end).map(({ to }) => parseEnd(to).node);
    return heads.length > 0 && reachable(now, heads).has(node);
  });
  return (usable.find(({ from }) => reachable(before, [source]).has(parseEnd(from).node)) ?? usable[0])?.end;
}

/** These nodes and all that they feed. */
function reachable(document: FlowDocument, nodes: readonly string[]): Set<string> {
  const found = new Set(nodes);
  for (const node of found) for (const { to } of edgesOutOf(document, node)) found.add(parseEnd(to).node);
  return found;
}

/** What joins and lookups on the way read first, with all that feeds it. */
function keepReferences(now: FlowDocument, nodes: Record<string, FlowNode>, addEdge: (edge: FlowEdge) => void, definitions: Definitions): void {
  const queue = Object.keys(nodes).filter((id) => Object.hasOwn(now.nodes, id));
  for (const id of queue) {
    const { type, settings } = now.nodes[id]!;
    const parsed = definitions[type]?.settings.safeParse(settings);
    const first = parsed?.success ? definitions[type]!.ports(parsed.data).in.filter(({ isReadFirst }) => isReadFirst) : [];
    for (const edge of edgesInto(now, id)) {
      if (!first.some(({ name }) => edge.to === `${id}.${name}`)) continue;
      takeAll(edge);
    }
  }
  function takeAll(edge: FlowEdge): void {
    addEdge(edge);
    const { node } = parseEnd(edge.from);
    if (nodes[node]) return;
    nodes[node] = now.nodes[node]!;
    for (const above of edgesInto(now, node)) takeAll(above);
  }
}

/** Nodes before the place where the rows go in that are not what they were. */
function changedBefore(before: FlowDocument, now: FlowDocument, entry: string | undefined, definitions: Definitions): string[] {
  const above = new Set<string>(entry === undefined ? [] : [parseEnd(entry).node]);
  for (const node of above) for (const { from } of edgesInto(now, node)) above.add(parseEnd(from).node);
  const changed = [...above].filter((id) => JSON.stringify(before.nodes[id]?.settings) !== JSON.stringify(now.nodes[id]?.settings));
  return changed.map((id) => `"${titleOf(now, id, definitions)}" was changed since, and comes before the place where the rows go in: what it does now is not done to them.`);
}

/** Gives every file that is written a name of its own. */
function ownFiles(nodes: Record<string, FlowNode>, definitions: Definitions, tag: string): string[] {
  return Object.entries(nodes).flatMap(([id, node]) => {
    const definition = definitions[node.type];
    if (!definition) return [];
    return describeFields(definition.settings).flatMap(({ name, file }) => {
      const path = node.settings[name];
      if (file?.access !== 'write' || typeof path !== 'string' || path === '') return [];
      const own = path.replace(/(\.[^./\\]*)?$/, (ending) => `.retry-${tag}${ending}`);
      nodes[id] = { ...nodes[id]!, settings: { ...nodes[id]!.settings, [name]: own } };
      return [`"${node.title ?? definition.title}" writes ${own}; ${path} stays as it is.`];
    });
  });
}

function freeId(document: FlowDocument, count: number): string {
  const id = `retried${count}`;
  return Object.hasOwn(document.nodes, id) ? `${id}x` : id;
}

function titleOf(document: FlowDocument, id: string, definitions: Definitions): string {
  const node = document.nodes[id];
  return node?.title ?? definitions[node?.type ?? '']?.title ?? id;
}

function nodeGone(before: FlowDocument, node: string): AppError {
  return new AppError('settings', 'retryNodeGone', {
    message: `The node "${before.nodes[node]?.title ?? node}", which rejected the rows, is no longer in the flow.`,
    hint: 'Put it back, or name the flow that has it with --flow.',
    where: { node },
  });
}
