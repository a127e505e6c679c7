import type { NodeDefinition } from '../kit/defineNode.ts';
import { describeFields } from '../kit/fields.ts';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';

/** One thing that differs between two states of a flow, in words. */
export interface FlowChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly text: string;
  /** The node it is about, as far as the later state has it. */
  readonly node?: string;
}

/**
 * What was done to a flow between two states of it, in words: the flow itself, then its nodes in their order, edges, groups and notes.
 * Moving things about is one line, however many were moved.
 */
export function describeChanges(before: FlowDocument, after: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): FlowChange[] {
  const title = (id: string): string => titleOf(id, after.nodes[id] ?? before.nodes[id], definitions);
  const changes: FlowChange[] = [];
  const changed = (text: string, node?: string): void => void changes.push({ change: 'changed', text, ...(node === undefined ? {} : { node }) });
  if (before.name !== after.name) changed(`The flow is called “${after.name}”; it was “${before.name}”.`);
  if ((before.description ?? '') !== (after.description ?? '')) changed('The description of the flow');
  if (!isEqual(before.limits ?? {}, after.limits ?? {})) changed('The limits of the flow');
  for (const [name, kind] of entriesOf(before.parameters, after.parameters)) changes.push({ change: kind, text: `Parameter “${name}”` });
  for (const [id, kind] of entriesOf(before.nodes, after.nodes)) {
    if (kind === 'changed') for (const text of nodeChanges(before.nodes[id]!, after.nodes[id]!, definitions)) changed(`${title(id)}: ${text}`, id);
    else changes.push({ change: kind, text: `Node “${title(id)}”`, ...(kind === 'added' ? { node: id } : {}) });
  }
  changes.push(...edgeChanges(before, after, title));
  const groups = { ...before.groups, ...after.groups };
  for (const [id, kind] of entriesOf(before.groups ?? {}, after.groups ?? {})) changes.push({ change: kind, text: `Group “${groups[id]!.title}”` });
  const notes = { ...before.notes, ...after.notes };
  for (const [id, kind] of entriesOf(before.notes ?? {}, after.notes ?? {})) changes.push({ change: kind, text: `Note “${notes[id]!.text.split('\n')[0]!.slice(0, 60)}”` });
  const moved = Object.keys(after.nodes).filter((id) => before.nodes[id] && !isEqual(before.layout[id], after.layout[id]));
  if (moved.length > 0) changed(moved.length === 1 ? `Place of “${title(moved[0]!)}”` : `Places of ${moved.length} nodes`);
  return changes;
}

function nodeChanges(before: FlowNode, after: FlowNode, definitions: Readonly<Record<string, NodeDefinition>>): string[] {
  if (before.type !== after.type) return [`is of type “${after.type}”; it was “${before.type}”`];
  const definition = definitions[after.type];
  const fields = new Map((definition ? describeFields(definition.settings) : []).map((field) => [field.name, field]));
  const texts: string[] = [];
  if ((before.title ?? '') !== (after.title ?? '')) texts.push(`was called “${before.title ?? definition?.title ?? before.type}”`);
  if ((before.note ?? '') !== (after.note ?? '')) texts.push('note');
  for (const [name] of entriesOf(before.settings, after.settings)) {
    const field = fields.get(name);
    const say = (value: unknown): string | undefined => plainly(value ?? field?.default);
    const [from, to] = [say(before.settings[name]), say(after.settings[name])];
    const label = field?.title ?? name;
    if (from === undefined || to === undefined) texts.push(listChange(label, before.settings[name], after.settings[name]));
    else if (from !== to) texts.push(`${label} ${from} → ${to}`);
  }
  return texts;
}

/** A list or a table is too long for a line: how many of its entries came, went and changed. */
function listChange(label: string, before: unknown, after: unknown): string {
  if (!Array.isArray(before) || !Array.isArray(after)) return label;
  const [old, now] = [new Set(before.map((entry) => JSON.stringify(entry))), new Set(after.map((entry) => JSON.stringify(entry)))];
  const [gone, come] = [[...old].filter((entry) => !now.has(entry)).length, [...now].filter((entry) => !old.has(entry)).length];
  const both = Math.min(gone, come);
  const parts = [both && `${both} changed`, come - both && `${come - both} added`, gone - both && `${gone - both} removed`].filter(Boolean);
  return parts.length === 0 ? `${label} in another order` : `${label}, ${parts.join(', ')}`;
}

function plainly(value: unknown): string | undefined {
  if (value === undefined || value === '') return 'blank';
  if (typeof value === 'string') return `“${value.length > 60 ? `${value.slice(0, 59)}…` : value}”`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function edgeChanges(before: FlowDocument, after: FlowDocument, title: (id: string) => string): FlowChange[] {
  const [old, now] = [new Set(before.edges.map(edgeId)), new Set(after.edges.map(edgeId))];
  const say = ({ from, to }: FlowEdge): string => {
    const start = parseEnd(from);
    return `Edge ${title(start.node)}${start.port === 'rejected' ? ' (rejected)' : ''} → ${title(parseEnd(to).node)}`;
  };
  return [
    ...before.edges.filter((edge) => !now.has(edgeId(edge))).map((edge): FlowChange => ({ change: 'removed', text: say(edge) })),
    ...after.edges.filter((edge) => !old.has(edgeId(edge))).map((edge): FlowChange => ({ change: 'added', text: say(edge) })),
  ];
}

/** The keys that differ, those of the later table first. */
function entriesOf(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): [string, FlowChange['change']][] {
  const now = Object.keys(after).flatMap((key): [string, FlowChange['change']][] =>
    !Object.hasOwn(before, key) ? [[key, 'added']] : isEqual(before[key], after[key]) ? [] : [[key, 'changed']],
  );
  return [...now, ...Object.keys(before).flatMap((key): [string, FlowChange['change']][] => (Object.hasOwn(after, key) ? [] : [[key, 'removed']]))];
}

function titleOf(id: string, node: FlowNode | undefined, definitions: Readonly<Record<string, NodeDefinition>>): string {
  return node?.title ?? definitions[node?.type ?? '']?.title ?? id;
}

/** Both are plain data of one format; the order of keys is that of the file or of the form, which is the same. */
function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
