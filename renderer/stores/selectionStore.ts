import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Position } from '../../flows/model/document.ts';

export type PanelTab = 'results' | 'changes' | 'lineage' | 'nodes' | 'problems' | 'log' | 'history';
export type Dialog = 'commands' | 'shortcuts' | 'connections' | 'useMyOrg' | 'open' | 'quickAdd' | 'connect' | 'parameters' | 'move' | 'find' | 'versions' | 'audit' | 'handOver' | 'keeping';
type LeftTab = 'palette' | 'outline';
export type Side = 'palette' | 'inspector' | 'runPanel';

/** The place of a setting the person is led to: from a problem to its field. */
interface FieldPlace {
  readonly node: string;
  readonly setting: string | undefined;
}

/** What the person has picked and is looking at. Nothing of it is part of the flow. */
export interface SelectionState {
  /** Ids of nodes, and of what else of the canvas is picked like them: groups (`groupViewId`) and notes (`noteViewId`). */
  readonly nodes: ReadonlySet<string>;
  /** The id (`edgeId`) of the picked edge. */
  readonly edge: string | undefined;
  /** What rows are shown of: the edge picked last, also while nodes are picked, or `node.rejected`. */
  readonly shownEdge: string | undefined;
  readonly field: FieldPlace | undefined;
  readonly tab: PanelTab;
  readonly left: LeftTab;
  readonly dialog: Dialog | undefined;
  /** Where the node of the dialog `quickAdd` goes, and the out port that feeds it or the edge it is put on. */
  readonly quickAdd: { readonly at?: Position | undefined; readonly from?: string | undefined; readonly onEdge?: string | undefined };
  /** The edge that what is dragged would be put on. */
  readonly dropEdge: string | undefined;
  readonly hidden: ReadonlySet<Side>;
  /** The run panel has most of the height. */
  readonly isTall: boolean;
  /** The note of the canvas that is being written in. */
  readonly writing: string | undefined;
  /** Whether dragged nodes keep to the grid. */
  readonly snaps: boolean;
  selectNodes(ids: Iterable<string>): void;
  selectEdge(id: string | undefined): void;
  /** Shows the rows of an edge; what is picked stays. The edge need not be one of the flow: a run up to a node has one more. */
  showEdge(id: string): void;
  /** Shows the rows a node rejected, in a tall panel: their causes come first. */
  showRejected(node: string): void;
  goToField(place: FieldPlace): void;
  showTab(tab: PanelTab): void;
  showLeft(left: LeftTab): void;
  showDialog(dialog: Dialog | undefined): void;
  showQuickAdd(where: SelectionState['quickAdd']): void;
  /** Nothing is picked or shown of a flow. */
  clear(): void;
  setHidden(side: Side, hidden: boolean): void;
  setTall(isTall: boolean): void;
  setSnaps(snaps: boolean): void;
  setDropEdge(edge: string | undefined): void;
  setWriting(note: string | undefined): void;
}

export type SelectionStore = StoreApi<SelectionState>;

const none: ReadonlySet<string> = new Set();

export function createSelectionStore(): SelectionStore {
  return createStore<SelectionState>((set, get) => ({
    nodes: none,
    edge: undefined,
    shownEdge: undefined,
    field: undefined,
    quickAdd: {},
    dropEdge: undefined,
    writing: undefined,
    tab: 'results',
    left: 'palette',
    dialog: undefined,
    hidden: new Set<Side>(),
    isTall: false,
    snaps: true,
    selectNodes: (ids) => {
      const nodes = new Set(ids);
      const current = get();
      if (nodes.size === current.nodes.size && [...nodes].every((id) => current.nodes.has(id)) && (nodes.size === 0 || current.edge === undefined)) return;
      set({ nodes, field: undefined, ...(nodes.size > 0 ? { edge: undefined } : {}) });
    },
    selectEdge: (edge) => {
      if (edge === undefined) set({ edge });
      else set({ edge, shownEdge: edge, nodes: none, field: undefined, tab: 'results', hidden: without(get().hidden, 'runPanel') });
    },
    showEdge: (shownEdge) => set({ shownEdge, tab: 'results', hidden: without(get().hidden, 'runPanel') }),
    showRejected: (node) => set({ edge: undefined, shownEdge: `${node}.rejected`, tab: 'results', isTall: true, hidden: without(get().hidden, 'runPanel') }),
    goToField: (field) => set({ nodes: new Set([field.node]), edge: undefined, field, hidden: without(get().hidden, 'inspector') }),
    showTab: (tab) => set({ tab, hidden: without(get().hidden, 'runPanel') }),
    showLeft: (left) => set({ left, hidden: without(get().hidden, 'palette') }),
    showDialog: (dialog) => set({ dialog }),
    showQuickAdd: (quickAdd) => set({ dialog: 'quickAdd', quickAdd }),
    clear: () => set({ nodes: none, edge: undefined, shownEdge: undefined, field: undefined }),
    setDropEdge: (dropEdge) => {
      if (get().dropEdge !== dropEdge) set({ dropEdge });
    },
    setWriting: (writing) => set({ writing }),
    setTall: (isTall) => set({ isTall, hidden: isTall ? without(get().hidden, 'runPanel') : get().hidden }),
    setSnaps: (snaps) => set({ snaps }),
    setHidden: (side, hidden) => {
      if (get().hidden.has(side) !== hidden) set({ hidden: hidden ? new Set([...get().hidden, side]) : without(get().hidden, side) });
    },
  }));
}

function without(sides: ReadonlySet<Side>, side: Side): ReadonlySet<Side> {
  return sides.has(side) ? new Set([...sides].filter((other) => other !== side)) : sides;
}
