import { useEffect } from 'react';
import { isDirty } from '../stores/flowStore.ts';
import { useFlow, useWorkbench } from './workbench.ts';

/** Asks before the window closes with something unsaved, and says in its title which flow it holds. */
export function useUnsavedWarning(): void {
  const { flow } = useWorkbench();
  const name = useFlow((state) => state.document.name);
  const dirty = useFlow(isDirty);
  useEffect(() => {
    document.title = `${dirty ? '• ' : ''}${name} – Sluice`;
  }, [name, dirty]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (isDirty(flow.getState())) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [flow]);
}
