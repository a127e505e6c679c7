import { parseEnd, type FlowDocument, type Position } from '../../flows/model/document.ts';
import type { NodeSize } from './arrangeNodes.ts';
import { columnGap, rowGap } from './placeNodes.ts';

/** Columns from left to right, at once. Does not look at which port an edge ends at. The library is loaded with the first call. */
export async function quickLayout(document: FlowDocument, sizeOf: (id: string) => NodeSize): Promise<Record<string, Position>> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap });
  for (const id of Object.keys(document.nodes)) graph.setNode(id, { ...sizeOf(id) });
  for (const { from, to } of document.edges) {
    const ends = [parseEnd(from).node, parseEnd(to).node] as const;
    if (graph.hasNode(ends[0]) && graph.hasNode(ends[1])) graph.setEdge(ends[0], ends[1], {}, `${from} ${to}`);
  }
  layout(graph);
  return Object.fromEntries(
    graph.nodes().map((id) => {
      const { width, height } = sizeOf(id);
      // Dagre speaks of middles.
      const { x = 0, y = 0 } = graph.node(id) as Partial<Position>;
      return [id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
}
