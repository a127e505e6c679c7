import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { edgeId, type FlowDocument, type Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { newNodeId } from '../../flows/model/newNodeId.ts';
import type { Workbench } from '../app/workbench.ts';
import { whyNotConnect } from './connectRules.ts';
import { describeNode } from './describeNode.ts';
import { columnGap, freePlace, headHeight, nodeHeight, nodeWidth, placeNodes } from './placeNodes.ts';
import { spliceEdits } from './spliceNode.ts';

interface Where {
  /** The middle of the new node; with `from`, the end of the edge that feeds it. */
  readonly at?: Position | undefined;
  /** The out port ("node.port") to feed it from. */
  readonly from?: string | undefined;
  /** The edge (`edgeId`) to put it on. */
  readonly onEdge?: string | undefined;
}

/**
 * Adds a node and selects it. Without a place it goes right of the one selected node and is fed by it, where the ports allow,
 * else to the middle of what is seen. With an edge it goes between the edge's ends. `settings`: what is known of it already.
 */
export function addNode(workbench: Workbench, type: string, where: Where = {}, settings: Readonly<Record<string, unknown>> = {}): void {
  const { flow, selection, definitions, canvas } = workbench;
  const definition = definitions[type];
  if (!definition) return;
  const { document } = flow.getState();
  const id = newNodeId(document, type);
  const edgeUnder = document.edges.find((edge) => edgeId(edge) === where.onEdge);
  if (edgeUnder) {
    const node = { type, version: definition.version, settings: { ...settings } };
    const corner = where.at && { x: where.at.x - nodeWidth / 2, y: where.at.y - nodeHeight / 2 };
    const splice = spliceEdits(document, edgeUnder, { id, node, definition, at: corner });
    if (splice) {
      flow.getState().edit({ edit: 'all', edits: [{ edit: 'addNode', id, node, position: splice.position }, ...splice.edits] });
      selection.getState().selectNodes([id]);
      canvas.current?.reveal([id]);
      return;
    }
  }
  const from = where.from ?? (where.at ? undefined : freeOutPort(document, definitions, [...selection.getState().nodes]));
  const feeder = from?.split('.')[0];
  const at = where.at ?? (feeder ? rightOf(document, feeder) : (canvas.current?.middle() ?? { x: 0, y: 0 }));
  const isEdgeEnd = where.at !== undefined && where.from !== undefined;
  const corner = isEdgeEnd ? { x: at.x, y: onLineOf(document, feeder, at.y - headHeight / 2) } : { x: at.x - nodeWidth / 2, y: at.y - nodeHeight / 2 };
  const node = { type, version: definition.version, settings: { ...settings } };
  const position = where.at && !where.from ? roundPlace(corner) : freePlace(document, corner);
  const add: Edit = { edit: 'addNode', id, node, position };
  const inPort = describeNode(node, definition).ins[0]?.name;
  const edge = from && inPort ? { from, to: `${id}.${inPort}` } : undefined;
  flow.getState().edit(edge ? { edit: 'all', edits: [add, { edit: 'addEdge', edge }] } : add);
  selection.getState().selectNodes([id]);
  canvas.current?.reveal([id]);
}

/** Where an edge was dropped near the line of the node that feeds it, the new node stands on that line. */
function onLineOf(document: FlowDocument, feeder: string | undefined, y: number): number {
  const line = feeder === undefined ? undefined : placeNodes(document)[feeder]?.y;
  return line !== undefined && Math.abs(line - y) < nodeHeight / 2 ? line : y;
}

function roundPlace({ x, y }: Position): Position {
  return { x: Math.round(x), y: Math.round(y) };
}

function rightOf(document: FlowDocument, id: string): Position {
  const place = placeNodes(document)[id] ?? { x: 0, y: 0 };
  return { x: place.x + nodeWidth * 1.5 + columnGap, y: place.y + nodeHeight / 2 };
}

/** The first out port of the one selected node, when nothing takes its rows yet. */
function freeOutPort(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>, selected: readonly string[]): string | undefined {
  const [id] = selected;
  const node = selected.length === 1 && id !== undefined ? document.nodes[id] : undefined;
  const port = node && describeNode(node, definitions[node.type]).outs.find(({ name }) => name !== 'rejected');
  const from = port && `${id}.${port.name}`;
  return from && !document.edges.some((edge) => edge.from === from) ? from : undefined;
}

/** Joins two ports, or says why not. */
export function connectPorts({ flow }: Workbench, edge: { readonly from: string; readonly to: string }): string | undefined {
  const why = whyNotConnect(flow.getState().document, edge);
  if (why === undefined) flow.getState().edit({ edit: 'addEdge', edge });
  return why;
}
