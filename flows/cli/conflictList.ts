import type { RunStore } from '../engine/runStore.ts';
import { counted, grouped } from './words.ts';

/** So many are listed; the window pages through all. */
const most = 100;

/** What an undo, or its dry run, keeps as it is: each record with the value before, ours, and the value now. Blank where there is none. */
export function conflictList(store: RunStore, run: string, isDry: boolean): string {
  const { messages, total } = isDry ? ofPlan(store, run) : ofRun(store, run);
  if (total === 0) return '';
  const lines = messages.map((message) => `  ${message}`);
  return [`${counted(total, 'record')} ${isDry ? 'would be' : total === 1 ? 'was' : 'were'} left as ${total === 1 ? 'it is' : 'they are'}:`, ...lines, ...(total > lines.length ? [`  … and ${grouped(total - lines.length)} more.`] : []), ''].join('\n');
}

function ofPlan(store: RunStore, run: string): { messages: string[]; total: number } {
  const { rows, total } = store.readChanges(run, { action: 'conflict', offset: 0, limit: most });
  return { messages: rows.map(({ entry: { reason, key } }) => reason?.message ?? key), total };
}

function ofRun(store: RunStore, run: string): { messages: string[]; total: number } {
  const pages = Object.keys(store.readTargets(run)).map((node) => store.readSample(run, `${node}.rejected`, 0, most));
  const messages = pages.flatMap(({ schema, rows }) => {
    const at = schema.findIndex(({ name }) => name === 'Error Message');
    return rows.map((row) => String(row[at]));
  });
  return { messages: messages.slice(0, most), total: pages.reduce((sum, page) => sum + page.total, 0) };
}
