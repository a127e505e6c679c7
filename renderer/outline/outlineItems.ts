import type { NodeDefinition, NodeKind } from '../../flows/kit/defineNode.ts';
import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';
import { flowOrder, indexEdges } from '../../flows/model/flowGraph.ts';

export interface OutlineItem {
  readonly id: string;
  readonly type: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** Where its rows come from: the titles of the nodes that feed it, and whether by their rejected port. */
  readonly from: readonly { readonly title: string; readonly isRejected: boolean }[];
  /** 0 for what nothing feeds; one more than the deepest of what feeds it by rejected rows, else as deep. */
  readonly depth: number;
}

/** The nodes in the order rows go, each with what feeds it. Side ways for rejected rows are one step deeper than the line they leave. */
export function outlineItems(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): OutlineItem[] {
  const depths = new Map<string, number>();
  const title = (id: string): string => {
    const node = document.nodes[id];
    return node?.title ?? definitions[node?.type ?? '']?.title ?? id;
  };
  const edges = indexEdges(document);
  return flowOrder(document).map((id) => {
    const node = document.nodes[id]!;
    const into = edges.into(id).map(({ from }) => parseEnd(from));
    const depth = Math.max(0, ...into.map((end) => (depths.get(end.node) ?? 0) + (end.port === 'rejected' ? 1 : 0)));
    depths.set(id, depth);
    return {
      id,
      type: node.type,
      kind: definitions[node.type]?.kind ?? 'transform',
      title: title(id),
      from: into.map((end) => ({ title: title(end.node), isRejected: end.port === 'rejected' })),
      depth,
    };
  });
}
