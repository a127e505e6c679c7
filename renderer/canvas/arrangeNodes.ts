import type { FlowDocument, Position } from '../../flows/model/document.ts';
import { parseEnd } from '../../flows/model/document.ts';
import { edgesInto, flowOrder } from '../../flows/model/flowGraph.ts';
import { columnGap, placeNodes } from './placeNodes.ts';

/** How large a node is drawn, in the flow's units (px at zoom 1). */
export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

type Box = Position & NodeSize;

const grid = 8;
const rowGap = 56;
/** What takes rejected rows stands below what rejects them, so far to the right that the edge can bend. */
const sideShift = 80;

/**
 * A place for every node, on the grid: the rows that go on in columns from left to right, what takes rejected rows below them. The flow's upper
 * left corner stays where it is. The layout library is loaded with the first call.
 */
export async function arrangeNodes(document: FlowDocument, sizeOf: (id: string) => NodeSize): Promise<Record<string, Position>> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const aside = nodesAside(document);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap });
  for (const id of Object.keys(document.nodes)) if (!aside.has(id)) graph.setNode(id, { ...sizeOf(id) });
  for (const { from, to } of document.edges) {
    const ends = [parseEnd(from).node, parseEnd(to).node] as const;
    if (graph.hasNode(ends[0]) && graph.hasNode(ends[1])) graph.setEdge(ends[0], ends[1], {}, `${from} ${to}`);
  }
  layout(graph);
  const boxes = new Map<string, Box>();
  for (const id of graph.nodes()) {
    const size = sizeOf(id);
    const { x = 0, y = 0 } = graph.node(id) as Partial<Position>;
    boxes.set(id, { ...size, x: x - size.width / 2, y: y - size.height / 2 });
  }
  for (const id of flowOrder(document)) if (aside.has(id)) boxes.set(id, besideFeeder(document, id, sizeOf(id), boxes));
  const before = Object.values(placeNodes(document));
  const shift = { x: least(before, 'x') - least([...boxes.values()], 'x'), y: least(before, 'y') - least([...boxes.values()], 'y') };
  return Object.fromEntries([...boxes].map(([id, { x, y }]) => [id, { x: onGrid(x + shift.x), y: onGrid(y + shift.y) }]));
}

/** Nodes that only rejected rows reach. */
function nodesAside(document: FlowDocument): ReadonlySet<string> {
  const aside = new Set<string>();
  for (const id of flowOrder(document)) {
    const into = edgesInto(document, id).map(({ from }) => parseEnd(from));
    if (into.length > 0 && into.every(({ node, port }) => port === 'rejected' || aside.has(node))) aside.add(id);
  }
  return aside;
}

function besideFeeder(document: FlowDocument, id: string, size: NodeSize, boxes: ReadonlyMap<string, Box>): Box {
  const [edge] = edgesInto(document, id);
  const { node, port } = parseEnd(edge!.from);
  const feeder = boxes.get(node) ?? { x: 0, y: 0, width: 0, height: 0 };
  const isBelow = port === 'rejected';
  const box = { ...size, x: feeder.x + (isBelow ? sideShift : feeder.width + columnGap), y: feeder.y + (isBelow ? feeder.height + rowGap : 0) };
  const covers = (other: Box): boolean =>
    other.x < box.x + box.width + grid && box.x < other.x + other.width + grid && other.y < box.y + box.height + grid && box.y < other.y + other.height + grid;
  for (let other = [...boxes.values()].find(covers); other; other = [...boxes.values()].find(covers)) box.y = other.y + other.height + rowGap;
  return box;
}

function least(places: readonly Position[], axis: 'x' | 'y'): number {
  return Math.min(...places.map((place) => place[axis]));
}

function onGrid(value: number): number {
  return Math.round(value / grid) * grid;
}
