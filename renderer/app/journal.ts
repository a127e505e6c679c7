import { z } from 'zod';
import { documentSchema, type FlowDocument } from '../../flows/model/document.ts';
import { isDirty, standing } from '../stores/flowStore.ts';
import { notifyError } from './notify.ts';
import type { Workbench } from './workbench.ts';

const waitMs = 400;
const entrySchema = z.object({ document: documentSchema, at: z.string() });

/** Edits that were not saved when a window closed. */
export interface JournalEntry {
  readonly document: FlowDocument;
  /** When they were written down, ISO 8601. */
  readonly at: string;
}

const keyOf = (path: string): string => `journal:${path}`;

/** What the journal has for a flow file; undefined when it has nothing that can be read. */
export function readJournal(preferences: Readonly<Record<string, unknown>>, path: string): JournalEntry | undefined {
  const entry = entrySchema.safeParse(preferences[keyOf(path)]);
  return entry.data;
}

/**
 * Writes the unsaved document down shortly after each edit, by the host, so that a closed window loses nothing; forgets it once it is saved.
 * Gives the function that ends it.
 */
export function keepJournal({ flow, link }: Workbench): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept: string | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const state = flow.getState();
    const { path } = state;
    if (path === '') return;
    const value = isDirty(state) ? { document: standing(state), at: new Date().toISOString() } : null;
    if (value === null && kept !== path) return;
    kept = value === null ? undefined : path;
    // While the line is down nothing can be written; the next edit tries again.
    if (link.isUp()) link.client().app.setPreference({ key: keyOf(path), value: z.json().parse(value) }).catch(notifyError);
  };
  const later = flow.subscribe((state, before) => {
    if (state.path !== before.path) {
      clearTimeout(timer);
      kept = undefined;
      return;
    }
    if (standing(state) === standing(before) && state.savedMark === before.savedMark) return;
    // What was just saved needs no journal, whoever wrote it.
    if (state.savedMark !== before.savedMark && !isDirty(state)) kept = state.path;
    clearTimeout(timer);
    timer = setTimeout(write, waitMs);
  });
  const hurry = (): void => {
    if (timer !== undefined) write();
  };
  window.addEventListener('pagehide', hurry);
  document.addEventListener('visibilitychange', hurry);
  return () => {
    later();
    clearTimeout(timer);
    window.removeEventListener('pagehide', hurry);
    document.removeEventListener('visibilitychange', hurry);
  };
}

/** Nothing of the journal of a flow is wanted any more. */
export async function forgetJournal({ link }: Workbench, path: string): Promise<void> {
  await link.client().app.setPreference({ key: keyOf(path), value: null });
}
