import type { Edit } from '../../flows/model/edits.ts';

/** One thing the person did: how to do it again and how to take it back. */
interface Step {
  readonly id: number;
  readonly edit: Edit;
  readonly inverse: Edit;
  /** Steps of the same key that follow each other quickly are one step: the letters of a word. */
  readonly mergeKey: string | undefined;
  readonly at: number;
}

export interface UndoStack {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  readonly nextId: number;
}

export const emptyStack: UndoStack = { past: [], future: [], nextId: 1 };

const mergeWithinMs = 1000;
const keep = 500;

/** Adds what was just done. `at` is a time in ms; what could be redone is gone. */
export function pushStep(stack: UndoStack, edit: Edit, inverse: Edit, mergeKey: string | undefined, at: number): UndoStack {
  const last = stack.past.at(-1);
  const merges = last !== undefined && mergeKey !== undefined && last.mergeKey === mergeKey && at - last.at < mergeWithinMs;
  // A later edit of the same kind says all of it: the last letter, the last place. One of another kind adds to it.
  const adds = merges && last.edit.edit !== edit.edit;
  const step: Step = {
    id: stack.nextId,
    edit: adds ? { edit: 'all', edits: [last.edit, edit] } : edit,
    inverse: adds ? { edit: 'all', edits: [inverse, last.inverse] } : merges ? last.inverse : inverse,
    mergeKey,
    at,
  };
  const past = merges ? stack.past.slice(0, -1) : stack.past.slice(-keep + 1);
  return { past: [...past, step], future: [], nextId: stack.nextId + 1 };
}

/** The step to take back, and the stack after that. */
export function popUndo(stack: UndoStack): { step: Step; stack: UndoStack } | undefined {
  const step = stack.past.at(-1);
  return step && { step, stack: { ...stack, past: stack.past.slice(0, -1), future: [step, ...stack.future] } };
}

/** The step to do again, and the stack after that. */
export function popRedo(stack: UndoStack): { step: Step; stack: UndoStack } | undefined {
  const [step, ...future] = stack.future;
  return step && { step, stack: { ...stack, past: [...stack.past, step], future } };
}

/** Names the state the document is in: the last step done. Two equal marks mean the same document. */
export function markOf(stack: UndoStack): number {
  return stack.past.at(-1)?.id ?? 0;
}
