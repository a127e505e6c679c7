import type { Meeting, NodeDefinition } from '../kit/defineNode.ts';
import { parseEnd, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';
import { edgesInto, edgesOutOf } from './flowGraph.ts';

/** Node types that exist only in a flow that is gone through again to follow a row. */
export const traceTypes = { probe: 'traceProbe', mark: 'traceMark', strip: 'traceStrip' } as const;

export interface TraceFlow {
  readonly document: FlowDocument;
  /** By added node: the out-port, as node.port, at which it looks. */
  readonly probes: Readonly<Record<string, string>>;
}

/** Before a node, and behind it: what of a row tells which others it belongs to there. Kept as text in a setting. */
export interface MeetingPoint {
  readonly node: string;
  readonly columns: readonly string[] | 'all';
  readonly key: Meeting['key'];
}

/**
 * A flow without its sinks and what comes after them, in which every out-port is looked at. A node that gathers rows (a sort, a join) gives
 * them out as its own; so each row is marked with where it came from before it goes in, and the mark is taken off behind it. Where one row is made
 * of several no mark gets through: there the keys by which rows meet are noted before the node and looked up behind it.
 * @param isMarked false leaves marks away; rows are then followed no further up than such a node
 */
export function traceFlow(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>, isMarked: boolean): TraceFlow {
  const isSink = (id: string): boolean => definitions[document.nodes[id]!.type]?.kind === 'sink';
  const gone = below(document, Object.keys(document.nodes).filter(isSink));
  const ids = Object.keys(document.nodes).filter((id) => !gone.has(id));
  const nodes: Record<string, FlowNode> = Object.fromEntries(ids.map((id) => [id, document.nodes[id]!]));
  const edges: FlowEdge[] = [];
  const probes: Record<string, string> = {};
  let count = 0;
  const add = (type: string, settings: FlowNode['settings'] = {}): string => {
    let id = `trace${++count}`;
    while (Object.hasOwn(document.nodes, id)) id = `trace${++count}`;
    nodes[id] = { type, version: 1, settings };
    return id;
  };
  const gathers = (id: string): boolean => isMarked && gathersRows(document.nodes[id]!, definitions);
  const ends = new Map<string, string>();
  const meetingPoint = (id: string, port: string): MeetingPoint | undefined => {
    const meeting = meetingOf(document.nodes[id]!, definitions);
    const columns = meeting?.columns[port];
    return meeting && columns && { node: id, columns, key: meeting.key };
  };
  for (const id of ids) {
    for (const port of outPorts(document.nodes[id]!, definitions)) {
      const end = `${id}.${port}`;
      const meeting = port === 'rejected' ? undefined : meetingPoint(id, 'out');
      const strip = gathers(id) || meeting !== undefined ? add(traceTypes.strip, { meeting: meeting === undefined ? '' : JSON.stringify(meeting) }) : undefined;
      if (strip !== undefined) edges.push({ from: end, to: `${strip}.in` });
      ends.set(end, strip === undefined ? end : `${strip}.out`);
      const probe = add(traceTypes.probe);
      probes[probe] = end;
      edges.push({ from: ends.get(end)!, to: `${probe}.in` });
    }
  }
  for (const id of ids) {
    for (const edge of edgesInto(document, id)) {
      const from = ends.get(edge.from);
      if (from === undefined) continue;
      const meeting = meetingPoint(id, parseEnd(edge.to).port);
      if (!gathers(id) && meeting === undefined) edges.push({ from, to: edge.to });
      else {
        // A mark is a column: where all columns tell duplicates it would make every row another, and where rows are made anew it is lost.
        const isMarked = gathers(id) && (meeting?.columns ?? []) !== 'all' && (meeting === undefined || definitions[document.nodes[id]!.type]!.traits.conserves);
        const mark = add(traceTypes.mark, { name: isMarked ? `§${count}` : '', meeting: meeting === undefined ? '' : JSON.stringify(meeting) });
        edges.push({ from, to: `${mark}.in` }, { from: `${mark}.out`, to: edge.to });
      }
    }
  }
  const { groups: _groups, notes: _notes, ...rest } = document;
  return { document: { ...rest, nodes, edges, layout: {} }, probes };
}

function gathersRows({ type, settings }: FlowNode, definitions: Readonly<Record<string, NodeDefinition>>): boolean {
  const definition = definitions[type];
  const parsed = definition?.settings.safeParse(settings);
  if (!definition || definition.kind !== 'transform' || !parsed?.success) return false;
  return definition.traits.state !== 'none' || definition.ports(parsed.data).in.length > 1;
}

function meetingOf({ type, settings }: FlowNode, definitions: Readonly<Record<string, NodeDefinition>>): Meeting | undefined {
  const parsed = definitions[type]?.settings.safeParse(settings);
  return parsed?.success ? definitions[type]!.meeting?.(parsed.data) : undefined;
}

function outPorts({ type, settings }: FlowNode, definitions: Readonly<Record<string, NodeDefinition>>): string[] {
  const definition = definitions[type];
  const parsed = definition?.settings.safeParse(settings);
  return definition && parsed?.success ? definition.ports(parsed.data).out.map(({ name }) => name) : [];
}

/** These nodes and all that they feed. */
function below(document: FlowDocument, nodes: readonly string[]): Set<string> {
  const found = new Set(nodes);
  for (const node of found) for (const { to } of edgesOutOf(document, node)) found.add(parseEnd(to).node);
  return found;
}
