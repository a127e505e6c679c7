import type { FlowDocument, Position } from '../../flows/model/document.ts';
import { parseEnd } from '../../flows/model/document.ts';
import { edgesInto, flowOrder, indexEdges } from '../../flows/model/flowGraph.ts';
import { columnGap, placeNodes, rowGap } from './placeNodes.ts';

/** How large a node is drawn, in the flow's units (px at zoom 1). */
export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

type Box = Position & NodeSize;

const grid = 8;
/** What takes rejected rows stands below what rejects them, so far to the right that the edge can bend. */
const sideShift = 80;

/** Lays out nodes and edges of a document; at best beside the window. Gives every node a place. */
export type Layout = (document: FlowDocument) => Promise<Readonly<Record<string, Position>>>;

/**
 * A place for every node, on the grid: the rows that go on as `layout` has them, what takes rejected rows below what rejects them. The flow's upper
 * left corner stays where it is.
 */
export async function arrangeNodes(document: FlowDocument, sizeOf: (id: string) => NodeSize, layout: Layout): Promise<Record<string, Position>> {
  const aside = nodesAside(document);
  const isLine = (id: string): boolean => !aside.has(id);
  const line: FlowDocument = {
    ...document,
    nodes: Object.fromEntries(Object.entries(document.nodes).filter(([id]) => isLine(id))),
    edges: document.edges.filter(({ from, to }) => isLine(parseEnd(from).node) && isLine(parseEnd(to).node)),
  };
  const boxes = new Map(Object.entries(await layout(line)).map(([id, place]) => [id, { ...place, ...sizeOf(id) }]));
  for (const id of flowOrder(document)) if (aside.has(id)) boxes.set(id, besideFeeder(document, id, sizeOf(id), boxes));
  return atCorner(document, Object.fromEntries(boxes));
}

/** The places moved so that the flow's upper left corner stays where it is, each on the grid. */
function atCorner(document: FlowDocument, places: Readonly<Record<string, Position>>): Record<string, Position> {
  const before = Object.values(placeNodes(document));
  const after = Object.values(places);
  const shift = { x: least(before, 'x') - least(after, 'x'), y: least(before, 'y') - least(after, 'y') };
  return Object.fromEntries(Object.entries(places).map(([id, { x, y }]) => [id, { x: onGrid(x + shift.x), y: onGrid(y + shift.y) }]));
}

/** Nodes that only rejected rows reach. */
function nodesAside(document: FlowDocument): ReadonlySet<string> {
  const aside = new Set<string>();
  const edges = indexEdges(document);
  for (const id of flowOrder(document)) {
    const into = edges.into(id).map(({ from }) => parseEnd(from));
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
