import type { NodeDefinition } from '../kit/defineNode.ts';
import { AppError } from '../kit/errors.ts';
import { edgeId, parseEnd, type EdgeEnd, type FlowDocument } from '../model/document.ts';
import { flowOrder } from '../model/flowGraph.ts';
import { channelBatches } from './channel.ts';

export interface PlanNode {
  readonly id: string;
  /** What the person calls it. */
  readonly title: string;
  readonly definition: NodeDefinition;
  /** Complete: parsed by the definition's schema. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inPorts: readonly string[];
  readonly outPorts: readonly string[];
  /** The in-ports that are read to their end before any other. */
  readonly readFirst: ReadonlySet<string>;
  /** Counts the keyed and global nodes before it on its longest way: what may run side by side as splits has the same stage. */
  readonly stage: number;
  /** A channel stands before it: it is called by a loop of its own. Else it is called directly by the node that feeds it. */
  readonly hasChannel: boolean;
  /** How many nodes call one another down to this one, itself counted. */
  readonly depth: number;
  /** A sink comes before it: it is fed by what a sink rejects. */
  readonly afterSink: boolean;
}

export interface PlanEdge {
  readonly id: string;
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
  /** Batches that may wait on it; 0: none, the node is called directly; Infinity: must never make its sender wait. */
  readonly capacity: number;
}

/** How a flow runs: nodes in an order in which each comes after all that feed it. */
export interface Plan {
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
}

/** So many nodes call one another at most, since each needs a part of the stack. */
const deepest = 64;

/**
 * Turns a checked document into a plan. Neighbours without state are called one after another, with nothing between; a channel stands
 * before every sink, where several edges meet, before keyed and global nodes, which end a stage, and after so many nodes without one.
 * Throws kind `settings` for what the check of the document would have found.
 */
export function planFlow(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): Plan {
  const links = document.edges.map((edge) => ({ id: edgeId(edge), from: parseEnd(edge.from), to: parseEnd(edge.to) }));
  const into = Map.groupBy(links, ({ to }) => to.node);
  const nodes = new Map<string, PlanNode>();
  for (const id of flowOrder(document)) {
    const linksIn = into.get(id) ?? [];
    const feeders = [...new Set(linksIn.map(({ from }) => from.node))].map((from) => {
      const feeder = nodes.get(from);
      if (!feeder) throw new AppError('settings', 'flowCycle', { message: `"${id}" waits for "${from}", which comes after it.`, where: { node: id } });
      return feeder;
    });
    nodes.set(id, planNode(document, id, definitions, feeders, linksIn.length));
  }
  const edges = links.map((link) => ({ ...link, capacity: nodes.get(link.to.node)!.hasChannel ? capacityOf(link, links, nodes, into) : 0 }));
  return { nodes: [...nodes.values()], edges };
}

function planNode(document: FlowDocument, id: string, definitions: Readonly<Record<string, NodeDefinition>>, feeders: readonly PlanNode[], edgesIn: number): PlanNode {
  const { type, title, settings: given } = document.nodes[id]!;
  const definition = Object.hasOwn(definitions, type) ? definitions[type] : undefined;
  if (!definition) throw new AppError('settings', 'nodeTypeUnknown', { message: `There is no node type "${type}".`, where: { node: id } });
  const parsed = definition.settings.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    throw new AppError('settings', 'settingInvalid', { message: `"${path.join('.')}" of "${title ?? definition.title}": ${issue.message}.`, where: { node: id, path } });
  }
  const ports = definition.ports(parsed.data);
  const above = Math.max(0, ...feeders.map(({ depth }) => depth));
  const hasChannel = definition.kind === 'sink' || (definition.kind === 'transform' && (edgesIn !== 1 || definition.traits.state !== 'none' || above >= deepest));
  return {
    id,
    title: title ?? definition.title,
    definition,
    settings: parsed.data,
    inPorts: ports.in.map(({ name }) => name),
    outPorts: ports.out.map(({ name }) => name),
    readFirst: new Set(ports.in.filter(({ isReadFirst }) => isReadFirst).map(({ name }) => name)),
    stage: Math.max(0, ...feeders.map((feeder) => feeder.stage + (feeder.definition.traits.state === 'none' ? 0 : 1))),
    hasChannel,
    depth: hasChannel ? 1 : above + 1,
    afterSink: feeders.some((feeder) => feeder.afterSink || feeder.definition.kind === 'sink'),
  };
}

type Link = Pick<PlanEdge, 'from' | 'to'>;

/**
 * An edge into a port that waits until other ports of its node have been read may fill up, and then holds back all that feeds it. Where
 * one of these also feeds a port that is read first, of this node (two ways from one source) or of another, nobody could go on: such an
 * edge never makes its sender wait; nor does one into a node that waits for what a sink rejects, for a sink finishes when all others have.
 */
function capacityOf(link: Link, links: readonly Link[], nodes: ReadonlyMap<string, PlanNode>, into: ReadonlyMap<string, readonly Link[]>): number {
  const isFirst = ({ to }: Link): boolean => nodes.get(to.node)!.readFirst.has(to.port);
  if (isFirst(link) || nodes.get(link.to.node)!.readFirst.size === 0) return channelBatches;
  if (nodes.get(link.to.node)!.afterSink) return Infinity;
  // All that feeds it, then all that is reached from there.
  const reached = new Set([link.from.node]);
  for (const node of reached) for (const { from } of into.get(node) ?? []) reached.add(from.node);
  for (const node of reached) {
    for (const other of links) {
      if (other.from.node !== node) continue;
      if (isFirst(other)) return Infinity;
      if (other.to.node !== link.to.node) reached.add(other.to.node);
    }
  }
  return channelBatches;
}
