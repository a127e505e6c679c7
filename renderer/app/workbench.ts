import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { Position } from '../../flows/model/document.ts';
import type { NodeSize } from '../canvas/arrangeNodes.ts';
import type { ConnectionState, ConnectionStore } from '../stores/connectionStore.ts';
import type { FlowState, FlowStore } from '../stores/flowStore.ts';
import type { RunStore, RunStoreState } from '../stores/runStore.ts';
import type { SelectionState, SelectionStore } from '../stores/selectionStore.ts';
import type { TrustState, TrustStore } from '../stores/trustStore.ts';
import type { HostLink } from './connectHost.ts';

/** What the canvas can be asked by commands that live outside it. */
interface CanvasHandle {
  /** Shows the whole flow, or these nodes of it. */
  fit(nodes?: readonly string[]): void;
  zoom(by: 'in' | 'out'): void;
  /** The middle of what is seen, in the flow's coordinates. */
  middle(): Position;
  /** The pointer, when it is over the canvas, in the flow's coordinates. */
  pointer(): Position | undefined;
  focusNode(id: string): void;
  /** Moves what is seen by as little as it takes to have these nodes in sight; shows the whole flow where that does not do. */
  reveal(nodes: readonly string[]): void;
  sizeOf(id: string): NodeSize;
  /** Moves what is drawn, not the document. Resolves when it stands. */
  glide(to: Readonly<Record<string, Position>>): Promise<void>;
}

/** Everything the window works with. Made once in main.tsx and handed down; commands get it as their argument. */
export interface Workbench {
  readonly link: HostLink;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly flow: FlowStore;
  readonly selection: SelectionStore;
  readonly run: RunStore;
  readonly connections: ConnectionStore;
  readonly trust: TrustStore;
  readonly canvas: { current: CanvasHandle | undefined };
  /** What was copied last in this window, for pasting without the clipboard's event. */
  readonly clipboard: { text: string };
}

/** Says which canvas commands are to reach. Gives the function that takes it back. */
export function attachCanvas({ canvas }: Workbench, handle: CanvasHandle): () => void {
  canvas.current = handle;
  return () => {
    canvas.current = undefined;
  };
}

const context = createContext<Workbench | undefined>(undefined);
export const WorkbenchProvider = context.Provider;

export function useWorkbench(): Workbench {
  const workbench = useContext(context);
  if (!workbench) throw new Error('There is no workbench above this component.');
  return workbench;
}

export function useFlow<T>(selector: (state: FlowState) => T): T {
  return useStore(useWorkbench().flow, selector);
}
export function useSelection<T>(selector: (state: SelectionState) => T): T {
  return useStore(useWorkbench().selection, selector);
}
export function useRun<T>(selector: (state: RunStoreState) => T): T {
  return useStore(useWorkbench().run, selector);
}
export function useConnections<T>(selector: (state: ConnectionState) => T): T {
  return useStore(useWorkbench().connections, selector);
}
export function useTrust<T>(selector: (state: TrustState) => T): T {
  return useStore(useWorkbench().trust, selector);
}
