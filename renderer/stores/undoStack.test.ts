import { describe, expect, it } from 'vitest';
import type { Edit } from '../../flows/model/edits.ts';
import { emptyStack, markOf, popRedo, popUndo, pushStep } from './undoStack.ts';

const named = (name: string): Edit => ({ edit: 'setName', name });

describe('the undo stack', () => {
  it('gives steps back in the opposite order and again in the order they were done', () => {
    const stack = pushStep(pushStep(emptyStack, named('b'), named('a'), undefined, 0), named('c'), named('b'), undefined, 5000);
    const first = popUndo(stack)!;
    const second = popUndo(first.stack)!;
    expect([first.step.inverse, second.step.inverse]).toEqual([named('b'), named('a')]);
    expect(popUndo(second.stack)).toBeUndefined();
    const again = popRedo(second.stack)!;
    expect(again.step.edit).toEqual(named('b'));
    expect(popRedo(again.stack)!.step.edit).toEqual(named('c'));
  });

  it('makes one step of quick steps with the same key, which goes back to before the first', () => {
    let stack = pushStep(emptyStack, named('S'), named(''), 'name', 0);
    stack = pushStep(stack, named('Sl'), named('S'), 'name', 300);
    expect(stack.past).toHaveLength(1);
    expect(popUndo(stack)!.step).toMatchObject({ edit: named('Sl'), inverse: named('') });
  });

  it('keeps steps apart when the key differs, is missing, or time has passed', () => {
    const start = pushStep(emptyStack, named('a'), named(''), 'name', 0);
    expect(pushStep(start, named('b'), named('a'), 'note', 1).past).toHaveLength(2);
    expect(pushStep(start, named('b'), named('a'), undefined, 1).past).toHaveLength(2);
    expect(pushStep(start, named('b'), named('a'), 'name', 1500).past).toHaveLength(2);
  });

  it('forgets what could be redone once something new is done', () => {
    const undone = popUndo(pushStep(emptyStack, named('b'), named('a'), undefined, 0))!.stack;
    expect(pushStep(undone, named('c'), named('a'), undefined, 1).future).toEqual([]);
  });

  it('has the same mark again after undo and redo, and another one after a new step', () => {
    const before = pushStep(emptyStack, named('b'), named('a'), undefined, 0);
    const undone = popUndo(before)!.stack;
    expect(markOf(undone)).toBe(markOf(emptyStack));
    expect(markOf(popRedo(undone)!.stack)).toBe(markOf(before));
    expect(markOf(pushStep(undone, named('c'), named('a'), undefined, 1))).not.toBe(markOf(before));
  });
});
