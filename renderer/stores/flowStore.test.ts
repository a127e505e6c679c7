import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../flows/model/document.ts';
import { createFlowStore, isDirty, standing } from './flowStore.ts';

function opened() {
  const store = createFlowStore(() => 0);
  store.getState().open('/flows/leads.flow.json', emptyDocument('Leads'));
  return store;
}

describe('the flow store', () => {
  it('is clean after opening, dirty after an edit, clean again after undoing it', () => {
    const store = opened();
    expect(isDirty(store.getState())).toBe(false);
    store.getState().edit({ edit: 'setName', name: 'Clean leads' });
    expect(store.getState().document.name).toBe('Clean leads');
    expect(isDirty(store.getState())).toBe(true);
    store.getState().undo();
    expect(store.getState().document.name).toBe('Leads');
    expect(isDirty(store.getState())).toBe(false);
  });

  it('is dirty when a saved edit is undone, and clean when it is done again', () => {
    const store = opened();
    store.getState().edit({ edit: 'setName', name: 'Clean leads' });
    store.getState().saved(store.getState().undoStack.past.at(-1)!.id);
    expect(isDirty(store.getState())).toBe(false);
    store.getState().undo();
    expect(isDirty(store.getState())).toBe(true);
    store.getState().redo();
    expect(isDirty(store.getState())).toBe(false);
  });

  it('leaves everything as it was when an edit does not fit', () => {
    const store = opened();
    const before = store.getState();
    expect(() => before.edit({ edit: 'setTitle', id: 'nobody', title: 'x' })).toThrow('There is no node "nobody".');
    expect(store.getState()).toBe(before);
  });

  it('shows the flow of a past run, which nothing changes, and has its own again behind it', () => {
    const store = opened();
    store.getState().edit({ edit: 'setName', name: 'Clean leads' });
    store.getState().lookBack(emptyDocument('Then'));
    expect(store.getState().document.name).toBe('Then');
    expect(standing(store.getState()).name).toBe('Clean leads');
    expect(() => store.getState().edit({ edit: 'setName', name: 'x' })).toThrow('This is the flow of a past run: it cannot be changed.');
    store.getState().undo();
    store.getState().lookBack(emptyDocument('Before that'));
    store.getState().lookForward();
    expect(store.getState()).toMatchObject({ document: { name: 'Clean leads' }, kept: undefined });
    store.getState().undo();
    expect(store.getState().document.name).toBe('Leads');
  });
});
