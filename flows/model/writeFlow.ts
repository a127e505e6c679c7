import type { NodeDefinition } from '../kit/defineNode.ts';
import { describeFields, type FieldDescription } from '../kit/fields.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';

/**
 * The canonical text of a flow: equal flows give equal texts, whatever order they were built in. Keys in fixed order, nodes by id,
 * settings in the order of their form with defaults left out, edges sorted one to a line, layout last with one line per node,
 * so that moving a node changes one line and two people's changes rarely meet. Settings nobody knows are kept.
 */
export function writeFlow(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): string {
  const ids = Object.keys(document.nodes).sort();
  const blocks = [`"sluice": ${document.sluice}`, `"name": ${JSON.stringify(document.name)}`];
  if (document.description) blocks.push(`"description": ${JSON.stringify(document.description)}`);
  const parameters = Object.keys(document.parameters).sort();
  if (parameters.length > 0) blocks.push(block('parameters', '{}', parameters.map((name) => entry(name, oneLine(pick(document.parameters[name]!, ['type', 'default', 'description']))))));
  const limits = oneLine(pick(document.limits ?? {}, ['rows', 'deletes', 'sandboxFirst']));
  if (limits !== '{}') blocks.push(`"limits": ${limits}`);
  const forms = formsOf(definitions);
  blocks.push(block('nodes', '{}', ids.map((id) => entry(id, writeNode(document.nodes[id]!, forms)))));
  blocks.push(block('edges', '[]', [...document.edges].sort(byEnds).map((edge) => oneLine(pick(edge, ['from', 'to'])))));
  blocks.push(...writeGroups(document), ...writeNotes(document));
  const placed = ids.filter((id) => Object.hasOwn(document.layout, id));
  if (placed.length > 0) blocks.push(block('layout', '{}', placed.map((id) => entry(id, oneLine(rounded(document.layout[id]!))))));
  return `{\n${blocks.map((text) => indent(text)).join(',\n')}\n}\n`;
}

/** One line for each group; what is no node of the flow any more is left out. */
function writeGroups({ groups = {}, nodes }: FlowDocument): string[] {
  const lines = Object.keys(groups).sort().flatMap((id) => {
    const group = groups[id]!;
    const members = group.nodes.filter((node) => Object.hasOwn(nodes, node)).sort();
    return members.length === 0 ? [] : [entry(id, oneLine({ title: group.title, nodes: members, isCollapsed: group.isCollapsed || undefined }))];
  });
  return lines.length === 0 ? [] : [block('groups', '{}', lines)];
}

function writeNotes({ notes = {} }: FlowDocument): string[] {
  const lines = Object.keys(notes).sort().map((id) => {
    const { text, ...box } = notes[id]!;
    const rounded = Object.entries(box).map(([name, value]) => [name, Math.round(value) + 0]);
    return entry(id, oneLine({ text, ...Object.fromEntries(rounded) }));
  });
  return lines.length === 0 ? [] : [block('notes', '{}', lines)];
}

/** The settings of a node type, and what its form says of each. */
interface Form {
  readonly settings: NodeDefinition['settings'];
  readonly fields: readonly FieldDescription[];
}

/** Gives the form of a node type, undefined for one that nobody knows. It is looked at once for all nodes of that type. */
function formsOf(definitions: Readonly<Record<string, NodeDefinition>>): (type: string) => Form | undefined {
  const known = new Map<string, Form>();
  return (type) => {
    const form = known.get(type);
    if (form || !Object.hasOwn(definitions, type)) return form;
    const { settings } = definitions[type]!;
    const made = { settings, fields: describeFields(settings) };
    known.set(type, made);
    return made;
  };
}

function writeNode(node: FlowNode, formOf: (type: string) => Form | undefined): string {
  const parts = [`"type": ${JSON.stringify(node.type)}`, `"version": ${node.version}`];
  if (node.title) parts.push(`"title": ${JSON.stringify(node.title)}`);
  if (node.note) parts.push(`"note": ${JSON.stringify(node.note)}`);
  const settings = canonicalSettings(node.settings, formOf(node.type));
  parts.push(block('settings', '{}', settings.map(([name, value]) => entry(name, writeValue(value)))));
  return `{\n${parts.map((text) => indent(text)).join(',\n')}\n}`;
}

/** Settings in the order of the form without those at their default, then what the form does not know, by name. */
function canonicalSettings(settings: FlowNode['settings'], form: Form | undefined): [string, unknown][] {
  const fields = form?.fields ?? [];
  const known = fields.flatMap(({ name, default: standard }): [string, unknown][] => {
    const value = settings[name];
    if (value === undefined) return [];
    // Parsing puts the names inside list entries in the schema's order; what does not parse stays as it is.
    const read = form!.settings.shape[name]!.safeParse(value) as { success: boolean; data?: unknown };
    const canonical = read.success ? read.data : value;
    return JSON.stringify(canonical) === JSON.stringify(standard) ? [] : [[name, canonical]];
  });
  const names = new Set(fields.map((field) => field.name));
  const unknown = Object.keys(settings).filter((name) => !names.has(name) && settings[name] !== undefined).sort();
  return [...known, ...unknown.map((name): [string, unknown] => [name, settings[name]])];
}

/** A setting: a list with one entry to a line, everything inside an entry on that line. */
function writeValue(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return oneLine(value);
  return `[\n${value.map((item) => indent(oneLine(item))).join(',\n')}\n]`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([name, inner]) => entry(name, oneLine(inner))).join(', ')} }`;
}

function block(name: string, brackets: '{}' | '[]', entries: readonly string[]): string {
  const inside = entries.length === 0 ? '' : `\n${entries.map((text) => indent(text)).join(',\n')}\n`;
  return `${JSON.stringify(name)}: ${brackets[0]!}${inside}${brackets[1]!}`;
}

function entry(name: string, value: string): string {
  return `${JSON.stringify(name)}: ${value}`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function pick<T extends object>(object: T, keys: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(keys.map((key) => [key, object[key]])) as Partial<T>;
}

function rounded({ x, y }: { x: number; y: number }): { x: number; y: number } {
  // Adding 0 turns -0, which would be written and read differently, into 0.
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
}

function byEnds(a: FlowEdge, b: FlowEdge): number {
  return compare(a.from, b.from) || compare(a.to, b.to);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
