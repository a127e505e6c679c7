import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { describeFields } from '../../flows/kit/fields.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';
import { flowOrder } from '../../flows/model/flowGraph.ts';
import { groupViewId } from '../annotations/groups.ts';
import { noteViewId } from '../annotations/notes.ts';
import { words } from '../words/words.ts';

/** Something in a flow that can be found, and where it leads. */
export interface FindItem {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** The node it is about; for groups and notes, the view of the canvas. */
  readonly node: string;
  readonly type: string | undefined;
  /** The setting to put the person in. */
  readonly setting: string | undefined;
}

/** Everything that can be found in a flow: nodes by name and note, then their settings, then their columns; groups and notes. */
export function findItems(
  document: FlowDocument,
  definitions: Readonly<Record<string, NodeDefinition>>,
  schemas: ReadonlyMap<string, Schema | undefined>,
): FindItem[] {
  const nodes: FindItem[] = [];
  const settings: FindItem[] = [];
  const columns: FindItem[] = [];
  for (const id of flowOrder(document)) {
    const node = document.nodes[id]!;
    const definition = definitions[node.type];
    const title = node.title ?? definition?.title ?? id;
    nodes.push({ id: `node ${id}`, title, detail: [definition?.title ?? node.type, node.note].filter(Boolean).join(' · '), node: id, type: node.type, setting: undefined });
    const titles = new Map(definition ? describeFields(definition.settings).map((field) => [field.name, field.title]) : []);
    for (const [name, value] of Object.entries(node.settings)) {
      for (const [index, text] of textsIn(value).entries()) {
        settings.push({ id: `setting ${id} ${name} ${index}`, title: text, detail: words.find.setting(titles.get(name) ?? name, title), node: id, type: node.type, setting: name });
      }
    }
  }
  // A column is found once, at the node it comes from first.
  const seen = new Set<string>();
  for (const [end, schema] of schemas) {
    const { node, port } = parseEnd(end);
    if (port === 'rejected' || !document.nodes[node]) continue;
    const title = nodes.find((item) => item.node === node)!.title;
    for (const { name } of schema ?? []) {
      if (seen.has(name)) continue;
      seen.add(name);
      columns.push({ id: `column ${end} ${name}`, title: name, detail: words.find.column(title), node, type: document.nodes[node].type, setting: undefined });
    }
  }
  const groups = Object.entries(document.groups ?? {}).map(([id, group]) => ({ id: `group ${id}`, title: group.title, detail: words.find.group, node: groupViewId(id), type: undefined, setting: undefined }));
  const notes = Object.entries(document.notes ?? {}).map(([id, { text }]) => ({ id: `note ${id}`, title: text.split('\n')[0]!, detail: words.annotations.note, node: noteViewId(id), type: undefined, setting: undefined }));
  return [...nodes, ...groups, ...notes, ...settings, ...columns];
}

/** The texts in a setting, each once: formulas, names of columns, file names. What the form offers to pick from is not searched. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null)) {
    return value.map((entry) => Object.values(entry as object).filter((part) => typeof part === 'string' && part !== '').join(' = ')).filter((text) => text !== '');
  }
  return Object.values(value).flatMap(textsIn);
}
