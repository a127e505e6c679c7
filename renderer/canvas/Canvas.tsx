import {
  Background,
  BackgroundVariant,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  useStoreApi,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
} from '@xyflow/react';
import { useCallback, type MouseEvent as ReactMouseEvent } from 'react';
import { GroupFrame } from '../annotations/GroupFrame.tsx';
import { withGroupMoves } from '../annotations/groups.ts';
import { NoteCard } from '../annotations/NoteCard.tsx';
import { noteMoves } from '../annotations/notes.ts';
import type { CanvasView } from '../annotations/viewCanvas.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { notify, orNotify } from '../app/notify.ts';
import { useFlow, useSelection, useWorkbench } from '../app/workbench.ts';
import { calledFile, openCalled } from '../calls/openCalled.ts';
import { words } from '../words/words.ts';
import { isOfThen } from '../stores/flowStore.ts';
import styles from './Canvas.module.css';
import { CanvasControls } from './CanvasControls.tsx';
import { connectPorts } from './addNode.ts';
import { whyNotConnect } from './connectRules.ts';
import { DetailContext, detailOf } from './detail.ts';
import { edgeLines } from './edgeLines.ts';
import { edgeNear } from './edgeNear.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FarEdges } from './FarEdges.tsx';
import { fitViewOptions } from './fitViewOptions.ts';
import { movesOf } from './movesOf.ts';
import { NodeCard } from './NodeCard.tsx';
import { Overview } from './Overview.tsx';
import { RowsEdge } from './RowsEdge.tsx';
import { useCanvasDrop } from './useCanvasDrop.ts';
import { useCanvasHandle } from './useCanvasHandle.ts';
import { useCanvasViews } from './useCanvasViews.ts';
import { useClipboard } from './useClipboard.ts';
import { useKnownSizes } from './useKnownSizes.ts';
import { useSpliceDrag } from './useSpliceDrag.ts';
import type { EdgeView } from './viewEdges.ts';

const nodeTypes = { step: NodeCard, frame: GroupFrame, note: NoteCard };
const edgeTypes = { rows: RowsEdge };
const snapGrid: [number, number] = [8, 8];
const noEdges: EdgeView[] = [];
/** From far away an edge takes a click so many px beside it, as it does nearby. */
const nearPx = 12;
const hideOffscreenAbove = 150;

/** The canvas: draws the document, and turns what the person does on it into edits and selections. */
export function Canvas() {
  const workbench = useWorkbench();
  const { flow, selection } = workbench;
  const snaps = useSelection((state) => state.snaps);
  const canEdit = !useFlow(isOfThen);
  const { nodes, edges, change } = useCanvasViews();
  const detail = useStore(detailOf);
  const isFar = detail === 'block';
  useKnownSizes();
  const { screenToFlowPosition, getZoom } = useReactFlow();
  const drawn = useStoreApi();
  const drop = useCanvasDrop();
  const spliceDrag = useSpliceDrag();
  const pane = useCanvasHandle();
  useClipboard();

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasView>[]) => {
      const select = changes.filter((change) => change.type === 'select');
      const rest = withGroupMoves(changes.filter((change) => change.type !== 'select' && change.type !== 'remove'), flow.getState().document);
      if (select.length > 0) {
        const ids = new Set(selection.getState().nodes);
        for (const { id, selected } of select) {
          if (selected) ids.add(id);
          else ids.delete(id);
        }
        selection.getState().selectNodes(ids);
      }
      if (rest.length > 0) change(rest);
      const positions = movesOf(rest, flow.getState().document);
      const edits: Edit[] = [...(positions ? [{ edit: 'moveNodes' as const, positions }] : []), ...noteMoves(rest, flow.getState().document)];
      const [first, ...more] = edits;
      const mergeKey = `move ${rest.map((change) => ('id' in change ? change.id : '')).join(' ')}`;
      if (first) flow.getState().edit(more.length === 0 ? first : { edit: 'all', edits }, mergeKey);
    },
    [flow, selection, change],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<EdgeView>[]) => {
      // A box picks nodes; the edges between them are not what the person asked for.
      if (drawn.getState().userSelectionRect) return;
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) selection.getState().selectEdge(change.id);
        else if (selection.getState().edge === change.id) selection.getState().selectEdge(undefined);
      }
    },
    [selection, drawn],
  );
  const onConnect = useCallback((connection: Connection) => connectPorts(workbench, edgeOf(connection)), [workbench]);
  const isValidConnection = useCallback(
    (connection: Connection | EdgeView) => whyNotConnect(flow.getState().document, edgeOf(connection)) === undefined,
    [flow],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid || !state.fromNode || !state.fromHandle) return;
      const from = `${state.fromNode.id}.${state.fromHandle.id ?? 'out'}`;
      if (state.toNode && state.toHandle) {
        const why = whyNotConnect(flow.getState().document, { from, to: `${state.toNode.id}.${state.toHandle.id ?? 'in'}` });
        if (why && state.toNode.id !== state.fromNode.id) notify(why);
        return;
      }
      if (state.fromHandle.type !== 'source' || !('clientX' in event)) return;
      selection.getState().showQuickAdd({ at: screenToFlowPosition({ x: event.clientX, y: event.clientY }), from });
    },
    [flow, selection, screenToFlowPosition],
  );
  const onDoubleClick = (event: ReactMouseEvent): void => {
    const node = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node')?.dataset['id'];
    if (calledFile(workbench, node) !== undefined) return orNotify(openCalled(workbench, node!));
    if (!(event.target as HTMLElement).classList.contains('react-flow__pane')) return;
    selection.getState().showQuickAdd({ at: screenToFlowPosition({ x: event.clientX, y: event.clientY }) });
  };

  const onPaneClick = (event: ReactMouseEvent): void => {
    if (!isFar) return;
    const place = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
    selection.getState().selectEdge(edgeNear(edgeLines(nodes, edges), place, nearPx / getZoom()));
  };

  return (
    <section ref={pane} className={styles['canvas']} aria-label={words.canvas.label} data-testid="canvas" {...drop}>
      <DetailContext value={detail}>
        <ReactFlow<CanvasView, EdgeView>
          className={detail === 'all' ? '' : 'isFar'}
          onDoubleClick={onDoubleClick}
          onPaneClick={onPaneClick}
          nodes={nodes}
          edges={isFar ? noEdges : edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          {...spliceDrag}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          isValidConnection={isValidConnection}
          nodesDraggable={canEdit}
          nodesConnectable={canEdit}
          onlyRenderVisibleElements={nodes.length > hideOffscreenAbove}
          snapToGrid={snaps}
          snapGrid={snapGrid}
          connectionRadius={28}
          fitView
          fitViewOptions={fitViewOptions}
          minZoom={0.1}
          maxZoom={2}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          multiSelectionKeyCode={multiSelect}
          selectionMode={SelectionMode.Partial}
          proOptions={proOptions}
        >
          {isFar ? (
            <FarEdges nodes={nodes} edges={edges} />
          ) : (
            // From far away its dots are a haze that nobody sees and that costs half of drawing a frame.
            <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} color="var(--dots)" />
          )}
          <Overview />
          <CanvasControls />
        </ReactFlow>
      </DetailContext>
      {nodes.length === 0 ? <EmptyCanvas /> : null}
    </section>
  );
}

const multiSelect = ['Shift', 'Meta', 'Control'];
const proOptions = { hideAttribution: true };

function edgeOf({ source, sourceHandle, target, targetHandle }: Connection | EdgeView): { from: string; to: string } {
  return { from: `${source}.${sourceHandle ?? 'out'}`, to: `${target}.${targetHandle ?? 'in'}` };
}
