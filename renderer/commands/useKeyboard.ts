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
      if (event.defaultPrevented || workbench.selection.getState().dialog) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      // A dialog that a part of the window opened by itself.
      if (target?.closest('[role="dialog"]')) return;
      const isInField = target?.closest('input, textarea, select, [contenteditable]') !== null && target !== undefined;
      const isInList = target !== undefined && target.closest('[role="listbox"], [role="grid"], [role="menu"]') !== null;
      for (const command of commands) {
        if (command.isByEvent || !command.shortcuts?.some((keys) => matchesShortcut(event, keys, isMac))) continue;
        const isPlainKey = !event.ctrlKey && !event.metaKey;
        if ((isInField && !command.worksInFields) || (isInList && isPlainKey)) continue;
        event.preventDefault();
        if (command.when?.(workbench) ?? true) command.run(workbench);
        return;
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [workbench]);
}
