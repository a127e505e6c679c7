import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type Problem } from '../../flows/kit/errors.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { emptyDocument, type FlowDocument } from '../../flows/model/document.ts';
import type { CalledFlows } from '../../flows/model/inlineCalls.ts';
import { applyEdit, type Edit } from '../../flows/model/edits.ts';
import { words } from '../words/words.ts';
import { emptyStack, markOf, popRedo, popUndo, pushStep, type UndoStack } from './undoStack.ts';

/** What the check of the document says, keyed for those who show it. */
interface Findings {
  readonly problems: readonly Problem[];
  readonly byNode: ReadonlyMap<string, readonly Problem[]>;
  /** "node.port" of out ports → its columns, where they are known. */
  readonly schemas: ReadonlyMap<string, Schema | undefined>;
}

export interface FlowState {
  /** The flow on show. */
  readonly document: FlowDocument;
  /** The flow as it stands, while the one on show is that of a past run; see `standing`. */
  readonly kept: FlowDocument | undefined;
  /** Shows the flow of a past run, which cannot be edited. */
  lookBack(then: FlowDocument): void;
  /** Shows the flow as it stands. */
  lookForward(): void;
  /** Absolute path of the flow file; blank while nothing is open. */
  readonly path: string;
  readonly undoStack: UndoStack;
  readonly savedMark: number;
  readonly findings: Findings;
  /** Edits of an earlier window that were never saved; offered until they are taken or refused. */
  readonly unsaved: { readonly document: FlowDocument; readonly at: string } | undefined;
  offer(unsaved: FlowState['unsaved']): void;
  /** The document becomes the one that is offered, unsaved. */
  restore(): void;
  open(path: string, document: FlowDocument): void;
  /** Does an edit and remembers how to take it back. Throws when the edit does not fit, and AppError `flowOfThen` where the flow on show is that of a past run. */
  edit(edit: Edit, mergeKey?: string): void;
  undo(): void;
  redo(): void;
  /** The document of `mark` is on disk. */
  saved(mark: number): void;
  found(findings: Findings): void;
  /** What has changed in the orgs since the flow was made for them. */
  readonly drift: readonly Problem[];
  drifted(problems: readonly Problem[]): void;
  /** The flows that this one calls, as far as they are known. */
  readonly called: CalledFlows;
  learned(called: CalledFlows): void;
}

export type FlowStore = StoreApi<FlowState>;

const noFindings: Findings = { problems: [], byNode: new Map(), schemas: new Map() };

/** The open flow: its document, what can be undone, what is saved. `now` gives ms. */
export function createFlowStore(now: () => number): FlowStore {
  return createStore<FlowState>((set, get) => ({
    document: emptyDocument('Flow'),
    kept: undefined,
    lookBack: (then) => set({ document: then, kept: standing(get()), findings: noFindings }),
    lookForward: () => {
      const { kept } = get();
      if (kept) set({ document: kept, kept: undefined });
    },
    path: '',
    undoStack: emptyStack,
    savedMark: 0,
    findings: noFindings,
    unsaved: undefined,
    offer: (unsaved) => set({ unsaved }),
    restore: () => {
      const { unsaved } = get();
      // A mark that no state of the new stack has: it is not what is on disk until it is saved.
      if (unsaved) set({ document: unsaved.document, kept: undefined, undoStack: emptyStack, savedMark: -1, unsaved: undefined });
    },
    open: (path, document) => set({ path, document, kept: undefined, undoStack: emptyStack, savedMark: 0, findings: noFindings, unsaved: undefined, drift: [], called: {} }),
    edit: (edit, mergeKey) => {
      if (get().kept) throw new AppError('settings', 'flowOfThen', { message: words.history.cannotEdit, hint: words.history.cannotEditHint });
      const { document, inverse } = applyEdit(get().document, edit);
      set({ document, undoStack: pushStep(get().undoStack, edit, inverse, mergeKey, now()) });
    },
    undo: () => {
      const popped = popUndo(get().undoStack);
      if (popped && !get().kept) set({ document: applyEdit(get().document, popped.step.inverse).document, undoStack: popped.stack });
    },
    redo: () => {
      const popped = popRedo(get().undoStack);
      if (popped && !get().kept) set({ document: applyEdit(get().document, popped.step.edit).document, undoStack: popped.stack });
    },
    saved: (mark) => set({ savedMark: mark }),
    found: (findings) => set({ findings }),
    drift: [],
    drifted: (drift) => set({ drift }),
    called: {},
    learned: (called) => set({ called }),
  }));
}

/** The flow as it stands, whatever is on show: what is saved, run and kept. */
export function standing({ document, kept }: Pick<FlowState, 'document' | 'kept'>): FlowDocument {
  return kept ?? document;
}

/** Whether the flow on show is that of a past run, which cannot be edited. */
export function isOfThen({ kept }: Pick<FlowState, 'kept'>): boolean {
  return kept !== undefined;
}

/** Whether there is something to save. */
export function isDirty(state: FlowState): boolean {
  return markOf(state.undoStack) !== state.savedMark;
}
