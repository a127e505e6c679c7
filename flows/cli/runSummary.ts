import type { FinishedEvent } from '../engine/events.ts';
import { progressTable, type ProgressNode } from './runProgress.ts';
import type { Paint } from './terminal.ts';
import { counted, duration, grouped } from './words.ts';

/** What stands on the screen when a run is over: how it ended, the table, where rows were lost on the way and why. Of an undo, what was rejected is told elsewhere: it is what others changed. */
export function runSummary(name: string, nodes: readonly ProgressNode[], event: FinishedEvent, paint: Paint, isUndo = false): string {
  const ends = { succeeded: 'done in', failed: 'stopped after', cancelled: 'cancelled after', interrupted: 'interrupted after' } as const;
  const style = event.state === 'succeeded' ? (event.unhandled > 0 ? 'yellow' : 'green') : 'red';
  const blocks = [`${paint('bold', name)}: ${paint(style, ends[event.state])} ${duration(event.elapsedMs)}.`];
  if (Object.keys(event.nodes).length > 0) blocks.push(progressTable(nodes, event.nodes, paint).join('\n'));
  const notes = [...dropNotes(nodes, event), ...(isUndo ? [] : rejectNotes(nodes, event)), ...callNotes(event)];
  if (notes.length > 0) blocks.push(notes.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function dropNotes(nodes: readonly ProgressNode[], { drops }: FinishedEvent): string[] {
  return nodes.flatMap(({ id, title }) => {
    const reasons = Object.entries(drops[id] ?? {}).sort(([, a], [, b]) => b - a);
    return reasons.map(([reason, count]) => `${counted(count, 'row')} dropped by "${title}": ${reason.replace(/\.$/, '')}.`);
  });
}

/** Rejected rows are told apart by whether the flow does something with them. */
function rejectNotes(nodes: readonly ProgressNode[], { nodes: progress, unhandled }: FinishedEvent): string[] {
  const rejecting = nodes.filter(({ id }) => (progress[id]?.rejected ?? 0) > 0);
  const total = rejecting.reduce((sum, { id }) => sum + progress[id]!.rejected, 0);
  if (total === 0) return [];
  const by = rejecting.map(({ title }) => `"${title}"`).join(', ');
  const handled = total - unhandled;
  return [
    ...(handled > 0 ? [`${counted(handled, 'row')} rejected by ${by} went on by the rejected port.`] : []),
    ...(unhandled > 0 ? [`${counted(unhandled, 'row')} rejected by ${by} went nowhere. Connect the port "Rejected rows", for example to a CSV write, to see them and their errors.`] : []),
  ];
}

function callNotes({ nodes }: FinishedEvent): string[] {
  const sum = (key: 'apiCalls' | 'retries'): number => Object.values(nodes).reduce((total, counts) => total + counts[key], 0);
  const calls = sum('apiCalls');
  const retries = sum('retries');
  if (calls === 0) return [];
  return [`${counted(calls, 'API call')}${retries > 0 ? `; ${grouped(retries)} repeated because the service was busy` : ''}.`];
}
