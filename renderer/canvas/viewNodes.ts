import { Position as Side, type Node, type NodeHandle } from '@xyflow/react';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { FlowDocument, FlowNode, Position } from '../../flows/model/document.ts';
import { words } from '../words/words.ts';
import { cardLayout, rejectedY } from './cardLayout.ts';
import { describeNode, type NodeShape } from './describeNode.ts';
import { nodeHeight, placeNodes } from './placeNodes.ts';

interface NodeData extends Record<string, unknown> {
  readonly node: FlowNode;
  readonly definition: NodeDefinition | undefined;
  readonly shape: NodeShape;
  /** The place in the document this view was made from; the view's own may be ahead of it during a drag. */
  readonly place: Position | undefined;
}

export type NodeView = Node<NodeData, 'step'>;

/**
 * The nodes as React Flow draws them. A view is the same object as before while its part of the document and its selection are the same,
 * so that a change of one node re-renders one node; `data` also survives moves and selection. What React Flow measured is kept while the node is
 * the same. `hidden`: the nodes that something else stands for.
 */
export function viewNodes(
  previous: readonly NodeView[],
  document: FlowDocument,
  definitions: Readonly<Record<string, NodeDefinition>>,
  selected: ReadonlySet<string>,
  hidden: Pick<ReadonlySet<string>, 'has'> = new Set(),
): NodeView[] {
  const before = new Map(previous.map((view) => [view.id, view]));
  const places = placeNodes(document);
  const views = Object.entries(document.nodes).map(([id, node]) => viewNode(before.get(id), id, node, definitions[node.type], places[id], selected.has(id), hidden.has(id)));
  const isSame = views.length === previous.length && views.every((view, index) => view === previous[index]);
  return isSame ? (previous as NodeView[]) : views;
}

function viewNode(
  view: NodeView | undefined,
  id: string,
  node: FlowNode,
  definition: NodeDefinition | undefined,
  place: Position | undefined,
  selected: boolean,
  hidden: boolean,
): NodeView {
  const isSameNode = view?.data.node === node && view.data.definition === definition;
  const isSamePlace = view !== undefined && samePlace(view.data.place, place);
  if (view && isSameNode && isSamePlace) return view.selected === selected && (view.hidden ?? false) === hidden ? view : { ...view, selected, hidden };
  const shape = isSameNode ? view.data.shape : describeNode(node, definition);
  const data = isSameNode && isSamePlace ? view.data : { node, definition, shape, place };
  const position = view && isSamePlace ? view.position : (place ?? { x: 0, y: 0 });
  return { ...view, ...(isSameNode ? {} : layoutOf(shape, view)), id, type: 'step', position, data, selected, hidden, ariaLabel: words.canvas.node(shape.title, words.kinds[definition?.kind ?? 'transform'], undefined) };
}

/** With the ports a card had before, it also has the size that was measured. */
function layoutOf(shape: NodeShape, view: NodeView | undefined): Pick<NodeView, 'measured' | 'handles'> {
  const { width, height, handles } = cardLayout(shape);
  const isSame = view?.handles?.length === handles.length && handles.every(({ id, type, position }, index) => {
    const before = view.handles![index]!;
    return before.id === id && before.type === type && before.position === position;
  });
  return isSame ? {} : { measured: { width, height }, handles };
}

/** The view with its port for rejected rows at the lower edge, wherever that was measured to be: counts may have made the card higher. */
export function withRejectedBelow(view: NodeView): NodeView {
  const y = rejectedY(view.measured?.height ?? nodeHeight);
  const isBelow = (handle: NodeHandle): boolean => handle.position === Side.Bottom;
  if (!view.handles?.some((handle) => isBelow(handle) && handle.y !== y)) return view;
  return { ...view, handles: view.handles.map((handle) => (isBelow(handle) ? { ...handle, y } : handle)) };
}

function samePlace(a: Position | undefined, b: Position | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.x === b.x && a.y === b.y);
}
