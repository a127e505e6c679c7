import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { edgeId, parseEnd, type FlowDocument, type Position } from '../../flows/model/document.ts';
import type { CardLayout } from './cardLayout.ts';
import { columnGap, rowGap } from './placeNodes.ts';


/** ELK's sides of a node, by ours. */
const sides = { left: 'WEST', right: 'EAST', top: 'NORTH', bottom: 'SOUTH' } as const;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': String(rowGap),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(columnGap),
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  // Where two orders cross as little, the one in which the flow was drawn stays.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

/**
 * A flow as ELK's layered layout reads it: columns from left to right, each node with its ports where they are drawn, so that edges cross as little as
 * they can. The way of the rows that go on is kept straight before that of rejected rows.
 */
export function layeredGraph(document: FlowDocument, layoutOf: (id: string) => CardLayout): ElkNode {
  const ids = Object.keys(document.nodes);
  const ports = new Map(ids.map((id) => [id, layoutOf(id)]));
  const hasPort = (end: string): boolean => ports.get(parseEnd(end).node)?.handles.some(({ id }) => id === parseEnd(end).port) ?? false;
  return {
    id: 'flow',
    layoutOptions: options,
    children: ids.map((id) => {
      const { width, height, handles } = ports.get(id)!;
      return {
        id,
        width,
        height,
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
        ports: handles.map((handle) => ({
          id: `${id}.${handle.id ?? ''}`,
          // A point: its place on the side is what counts.
          x: handle.x + (handle.width ?? 0) / 2,
          y: handle.y + (handle.height ?? 0) / 2,
          layoutOptions: { 'elk.port.side': sides[handle.position] },
        })),
      };
    }),
    // A loose edge says nothing about where nodes should be.
    edges: document.edges
      .filter(({ from, to }) => hasPort(from) && hasPort(to))
      .map((edge) => ({
        id: edgeId(edge),
        sources: [edge.from],
        targets: [edge.to],
        layoutOptions: { 'elk.layered.priority.straightness': parseEnd(edge.from).port === 'rejected' ? '1' : '10' },
      })),
  };
}

/** The places that ELK gave. */
export function placesOf({ children = [] }: ElkNode): Record<string, Position> {
  return Object.fromEntries(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
