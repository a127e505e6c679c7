import { isSent, type ChangeAction } from '../kit/change.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { FinishedEvent } from '../engine/events.ts';
import type { RunStore } from '../engine/runStore.ts';
import type { ActionCounts, LedgerEntry } from '../engine/trust/ledgerEntry.ts';
import type { FlowDocument } from '../model/document.ts';
import { overLimits } from '../model/overLimits.ts';
import { rejectReasons } from './rejectReasons.ts';
import type { Paint } from './terminal.ts';
import { counted, grouped } from './words.ts';

const words: Readonly<Record<ChangeAction, string>> = {
  insert: 'to insert', update: 'to update', delete: 'to delete', undelete: 'to undelete', unchanged: 'unchanged', conflict: 'in conflict', noMatch: 'without a match', rejected: 'rejected',
};
const shownSamples = 5;

/** A plan as a person reads it: per sink what would happen, which fields change with samples, what it takes; then why rows are rejected, and the files that would be written. */
export function planSummary(store: RunStore, run: string, document: FlowDocument, finished: FinishedEvent, definitions: Readonly<Record<string, NodeDefinition>>, paint: Paint, heading?: string): string {
  const counts = store.countLedger(run);
  const targets = store.readTargets(run);
  const title = (node: string): string => document.nodes[node]?.title ?? definitions[document.nodes[node]?.type ?? '']?.title ?? node;
  const blocks = [`${paint('bold', heading ?? `Plan for ${document.name}`)} ${paint('dim', run.slice(0, 8))}`];
  for (const [node, { target, cost }] of Object.entries(targets)) {
    const actions = counts[node]?.actions ?? {};
    blocks.push([
      `${paint('bold', title(node))}: ${target.object} in ${target.name}${target.isProduction ? paint('red', ' (production)') : ''}`,
      `  ${told(actions)}`,
      ...fieldLines(store, run, node, actions),
      ...(cost && total(actions) > 0 ? [`  Takes ${counted(cost.apiCalls, 'API call')} (${[`${grouped(cost.readCalls ?? 0)} to read`, ...(cost.bulkJobs > 0 ? [counted(cost.bulkJobs, 'bulk job')] : [])].join(', ')})${cost.callsLeft === undefined ? '' : ` of the ${grouped(cost.callsLeft)} left today${cost.callsKept ? `, ${grouped(cost.callsKept)} of them in reserve` : ''}`}, about ${cost.minutes < 1 ? 'a minute or less' : `${Math.ceil(cost.minutes)} min`}.`] : []),
      ...(cost?.callsLeft !== undefined && cost.apiCalls > cost.callsLeft - (cost.callsKept ?? 0) ? [`  ${paint('red', `That is more than ${cost.apiCalls > cost.callsLeft ? 'the org has left today' : 'may be used today without the reserve'}: it would stop half-way, and can be resumed when there are more.`)}`] : []),
    ].join('\n'));
  }
  const sum: Partial<Record<ChangeAction, number>> = {};
  for (const { actions } of Object.values(counts)) for (const [action, count] of Object.entries(actions)) sum[action as ChangeAction] = (sum[action as ChangeAction] ?? 0) + count;
  const over = overLimits(heading === undefined ? (document.limits ?? {}) : {}, sum);
  if (over.length > 0) blocks.push(over.map(({ what, most, planned }) => paint('red', `That is more than the limits of the flow allow: ${grouped(planned)} ${what}, and a run may write ${grouped(most)}. It would stop before.`)).join('\n'));
  const reasons = heading === undefined ? rejectReasons(store, run, Object.keys(document.nodes).map((id) => ({ id, title: title(id) }))) : [];
  if (reasons.length > 0) blocks.push(reasons.join('\n'));
  const files = Object.entries(finished.nodes).filter(([node, { written }]) => written > 0 && definitions[document.nodes[node]?.type ?? '']?.kind === 'sink' && !(node in targets));
  if (files.length > 0) blocks.push(files.map(([node, { written }]) => `${title(node)}: would write ${counted(written, 'row')}.`).join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

/** How many rows of a plan would be sent. */
export function total(actions: ActionCounts): number {
  return Object.entries(actions).reduce((sum, [action, count]) => sum + (isSent(action as ChangeAction) ? count : 0), 0);
}

function told(actions: ActionCounts): string {
  const parts = Object.entries(words).flatMap(([action, text]) => (actions[action as ChangeAction] ? [`${grouped(actions[action as ChangeAction]!)} ${text}`] : []));
  return parts.length === 0 ? 'No rows.' : `${parts.join(', ')}.`;
}

/** The fields that updates change, most first, and the first changes old → new. */
function fieldLines(store: RunStore, run: string, node: string, actions: ActionCounts): string[] {
  if (!actions.update) return [];
  const fields = new Map<string, number>();
  const samples: LedgerEntry[] = [];
  for (const { entries } of store.readLedger(run, { node })) {
    for (const entry of entries) {
      if (entry.action !== 'update') continue;
      for (const { name } of entry.fields) fields.set(name, (fields.get(name) ?? 0) + 1);
      if (samples.length < shownSamples) samples.push(entry);
    }
  }
  const list = [...fields].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${grouped(count)}`).join(', ');
  const rows = samples.flatMap(({ key, fields: changed, isBlind }) =>
    changed.slice(0, 3).map(({ name, before, after }, at) => [at === 0 ? `    ${key}` : '', name, `${isBlind ? '(not read)' : shown(before)} → ${shown(after)}`]),
  );
  return [...(list === '' ? [] : [`  Fields: ${list}.`]), ...evenLeft(rows)];
}

function evenLeft(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}

function shown(value: string | number | boolean | null): string {
  if (value === null) return '(blank)';
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

