import { createStore, type StoreApi } from 'zustand/vanilla';

export type PanelTab = 'results' | 'nodes' | 'problems' | 'log';
export type Dialog = 'commands' | 'shortcuts' | 'connections' | 'open' | 'quickAdd';
export type Side = 'palette' | 'inspector' | 'runPanel';

/** The place of a setting the person is led to: from a problem to its field. */
export interface FieldPlace {
  readonly node: string;
  readonly setting: string | undefined;
}

/** What the person has picked and is looking at. Nothing of it is part of the flow. */
export interface SelectionState {
  readonly nodes: ReadonlySet<string>;
  /** The id (`edgeId`) of the edge whose rows are shown. */
  readonly edge: string | undefined;
  readonly field: FieldPlace | undefined;
  readonly tab: PanelTab;
  readonly dialog: Dialog | undefined;
  readonly hidden: ReadonlySet<Side>;
  selectNodes(ids: Iterable<string>): void;
  selectEdge(id: string | undefined): void;
  goToField(place: FieldPlace): void;
  showTab(tab: PanelTab): void;
  showDialog(dialog: Dialog | undefined): void;
  setHidden(side: Side, hidden: boolean): void;
}

export type SelectionStore = StoreApi<SelectionState>;

const none: ReadonlySet<string> = new Set();

export function createSelectionStore(): SelectionStore {
  return createStore<SelectionState>((set, get) => ({
    nodes: none,
    edge: undefined,
    field: undefined,
    tab: 'results',
    dialog: undefined,
    hidden: new Set<Side>(),
    selectNodes: (ids) => {
      const nodes = new Set(ids);
      const current = get();
      if (nodes.size === current.nodes.size && nodes.isSubsetOf(current.nodes) && (nodes.size === 0 || current.edge === undefined)) return;
      set({ nodes, field: undefined, ...(nodes.size > 0 ? { edge: undefined } : {}) });
    },
    selectEdge: (edge) => set({ edge, nodes: none, field: undefined, ...(edge ? { tab: 'results' as const } : {}) }),
    goToField: (field) => set({ nodes: new Set([field.node]), edge: undefined, field, hidden: without(get().hidden, 'inspector') }),
    showTab: (tab) => set({ tab, hidden: without(get().hidden, 'runPanel') }),
    showDialog: (dialog) => set({ dialog }),
    setHidden: (side, hidden) => {
      if (get().hidden.has(side) !== hidden) set({ hidden: hidden ? new Set([...get().hidden, side]) : without(get().hidden, side) });
    },
  }));
}

function without(sides: ReadonlySet<Side>, side: Side): ReadonlySet<Side> {
  return sides.has(side) ? new Set([...sides].filter((other) => other !== side)) : sides;
}
