import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { useCallback, useState } from 'react';
import { standIns } from '../annotations/groups.ts';
import { viewCanvas, type CanvasView } from '../annotations/viewCanvas.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { useFlow, useSelection, useWorkbench } from '../app/workbench.ts';
import { withRejectedBelow } from './viewNodes.ts';
import { viewEdges, type EdgeView } from './viewEdges.ts';

interface Views {
  readonly nodes: CanvasView[];
  readonly edges: EdgeView[];
  /** What they were made from. */
  readonly document: FlowDocument | undefined;
  readonly picked: ReadonlySet<string> | undefined;
  readonly pickedEdge: string | undefined;
}

const nothing: Views = { nodes: [], edges: [], document: undefined, picked: undefined, pickedEdge: undefined };

/**
 * What the canvas draws. Views are made anew only when the document or what is picked is another; between, React Flow's own changes (a drag, a measured
 * size) go to the views they concern, and no other view is looked at.
 */
export function useCanvasViews(): { readonly nodes: CanvasView[]; readonly edges: EdgeView[]; change(this: void, changes: NodeChange<CanvasView>[]): void } {
  const { definitions } = useWorkbench();
  const document = useFlow((state) => state.document);
  const picked = useSelection((state) => state.nodes);
  const pickedEdge = useSelection((state) => state.edge);
  const [before, setViews] = useState(nothing);
  let views = before;
  if (before.document !== document || before.picked !== picked || before.pickedEdge !== pickedEdge) {
    views = {
      nodes: viewCanvas(before.nodes, document, definitions, picked),
      edges: viewEdges(before.edges, document, pickedEdge, standIns(document)),
      document,
      picked,
      pickedEdge,
    };
    setViews(views);
  }
  const change = useCallback(
    (changes: NodeChange<CanvasView>[]) =>
      setViews((now) => {
        const moved = applyNodeChanges(changes, now.nodes);
        const nodes = changes.some(({ type }) => type === 'dimensions') ? moved.map((view) => (view.type === 'step' ? withRejectedBelow(view) : view)) : moved;
        // Frames follow the nodes in them.
        return { ...now, nodes: now.document?.groups ? viewCanvas(nodes, now.document, definitions, now.picked!) : nodes };
      }),
    [definitions],
  );
  return { nodes: views.nodes, edges: views.edges, change };
}
