import { useEffect } from 'react';
import { useWorkbench } from '../app/workbench.ts';
import { commands } from './commands.ts';
import { matchesShortcut } from './shortcut.ts';

/** Runs the command whose shortcut is pressed. Dialogs have the keyboard to themselves, and text fields have most of it. */
export function useKeyboard(): void {
  const workbench = useWorkbench();
  useEffect(() => {
    const isMac = /mac/i.test(navigator.platform);
    const onKeyDown = (event: KeyboardEvent): void => {
      const isPlainKey = !event.ctrlKey && !event.metaKey;
      const isEarly = event.eventPhase === Event.CAPTURING_PHASE;
      if (event.defaultPrevented || workbench.selection.getState().dialog) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      // A dialog that a part of the window opened by itself.
      if (target?.closest('[role="dialog"]')) return;
      const isInField = target?.closest('input, textarea, select, [contenteditable]') !== null && target !== undefined;
      const isInList = target !== undefined && target.closest('[role="listbox"], [role="grid"], [role="menu"]') !== null;
      const meant = commands.filter(
        ({ isByEvent, worksInFields = false, shortcuts }) => !isByEvent && worksInFields === isEarly && (worksInFields || !isInField) && !(isInList && isPlainKey) && shortcuts?.some((keys) => matchesShortcut(event, keys, isMac)),
      );
      if (meant.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      // Keys that two commands share belong to the one that can be run now.
      meant.find(({ when }) => when?.(workbench) ?? true)?.run(workbench);
    };
    // What works in fields is heard before the field, which may have a use of its own for the keys: an open list for Enter, an editor for Ctrl+Enter.
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [workbench]);
}
