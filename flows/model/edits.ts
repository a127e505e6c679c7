import { AppError } from '../kit/errors.ts';
import { edgeId, parseEnd, type FlowDocument, type FlowEdge, type FlowGroup, type FlowLimits, type FlowNode, type FlowNote, type FlowParameter, type Position } from './document.ts';
import { withValueAt, type SettingPath } from './settingPath.ts';

/** A change of a document, as plain data. Everything the person does to a flow is one of these. */
export type Edit =
  | { readonly edit: 'addNode'; readonly id: string; readonly node: FlowNode; readonly position?: Position | undefined }
  /** Takes the node's edges and its place with it, and takes it out of its group. */
  | { readonly edit: 'removeNode'; readonly id: string }
  /** Sets one value inside the settings: `['mapping', 2, 'formula']`. Undefined takes the key or the list entry out. */
  | { readonly edit: 'setSetting'; readonly id: string; readonly path: SettingPath; readonly value: unknown }
  | { readonly edit: 'setSettings'; readonly id: string; readonly settings: FlowNode['settings'] }
  /** Undefined or blank: the node shows its type's title. */
  | { readonly edit: 'setTitle'; readonly id: string; readonly title: string | undefined }
  | { readonly edit: 'setNote'; readonly id: string; readonly note: string | undefined }
  /** Undefined: the node has no place of its own. */
  | { readonly edit: 'moveNodes'; readonly positions: Readonly<Record<string, Position | undefined>> }
  /** `index`: where in the list of edges; at its end when missing. */
  | { readonly edit: 'addEdge'; readonly edge: FlowEdge; readonly index?: number | undefined }
  | { readonly edit: 'removeEdge'; readonly edge: FlowEdge }
  | { readonly edit: 'setName'; readonly name: string }
  | { readonly edit: 'setDescription'; readonly description: string | undefined }
  | { readonly edit: 'setParameters'; readonly parameters: Readonly<Record<string, FlowParameter>> }
  /** Undefined: the flow has none. */
  | { readonly edit: 'setLimits'; readonly limits: FlowLimits | undefined }
  /** Makes or changes a group; undefined: its nodes stay and are in no group. */
  | { readonly edit: 'putGroup'; readonly id: string; readonly group: FlowGroup | undefined }
  /** Makes, changes or removes a note of the canvas. */
  | { readonly edit: 'putNote'; readonly id: string; readonly note: FlowNote | undefined }
  /** The whole flow becomes another, as when a version is restored. */
  | { readonly edit: 'replaceFlow'; readonly document: FlowDocument }
  /** Several edits that are done and undone as one. */
  | { readonly edit: 'all'; readonly edits: readonly Edit[] };

export interface Applied {
  readonly document: FlowDocument;
  /** Takes the document back to what it was. */
  readonly inverse: Edit;
}

/**
 * Applies an edit. Pure: the given document stays as it is, and whatever the edit does not touch is the same object in the new one.
 * Throws an AppError of kind `settings`, code `editDoesNotFit`, when the edit speaks of something that is not there or is there already.
 */
export function applyEdit(document: FlowDocument, edit: Edit): Applied {
  switch (edit.edit) {
    case 'addNode':
      return addNode(document, edit.id, edit.node, edit.position);
    case 'removeNode':
      return removeNode(document, edit.id);
    case 'setSetting': {
      const { settings } = nodeOf(document, edit.id);
      const [first] = edit.path;
      if (typeof first !== 'string') throw misfit('A setting is named by a path that begins with its name.');
      const changed = withValueAt(settings, edit.path, edit.value) as FlowNode['settings'];
      return { document: withNode(document, edit.id, { settings: changed }), inverse: { edit: 'setSetting', id: edit.id, path: [first], value: settings[first] } };
    }
    case 'setSettings': {
      const { settings } = nodeOf(document, edit.id);
      return { document: withNode(document, edit.id, { settings: edit.settings }), inverse: { edit: 'setSettings', id: edit.id, settings } };
    }
    case 'setTitle': {
      const { title } = nodeOf(document, edit.id);
      return { document: withNode(document, edit.id, { title: edit.title || undefined }), inverse: { edit: 'setTitle', id: edit.id, title } };
    }
    case 'setNote': {
      const { note } = nodeOf(document, edit.id);
      return { document: withNode(document, edit.id, { note: edit.note || undefined }), inverse: { edit: 'setNote', id: edit.id, note } };
    }
    case 'moveNodes':
      return moveNodes(document, edit.positions);
    case 'addEdge':
      return addEdge(document, edit.edge, edit.index ?? document.edges.length);
    case 'removeEdge': {
      const index = indexOfEdge(document, edit.edge);
      if (index < 0) throw misfit(`There is no edge ${edgeId(edit.edge)}.`);
      return { document: { ...document, edges: document.edges.toSpliced(index, 1) }, inverse: { edit: 'addEdge', edge: document.edges[index]!, index } };
    }
    case 'setName':
      if (edit.name.trim() === '') throw misfit('A flow needs a name.');
      return { document: { ...document, name: edit.name }, inverse: { edit: 'setName', name: document.name } };
    case 'setDescription':
      return { document: withDefined(document, { description: edit.description || undefined }), inverse: { edit: 'setDescription', description: document.description } };
    case 'setParameters':
      return { document: { ...document, parameters: edit.parameters }, inverse: { edit: 'setParameters', parameters: document.parameters } };
    case 'setLimits':
      return { document: withDefined(document, { limits: edit.limits }), inverse: { edit: 'setLimits', limits: document.limits } };
    case 'putGroup':
      return putGroup(document, edit.id, edit.group);
    case 'putNote': {
      const inverse: Edit = { edit: 'putNote', id: edit.id, note: document.notes?.[edit.id] };
      return { document: withDefined(document, { notes: withEntry(document.notes, edit.id, edit.note) }), inverse };
    }
    case 'replaceFlow':
      return { document: edit.document, inverse: { edit: 'replaceFlow', document } };
    case 'all':
      return applyAll(document, edit.edits);
  }
}

function applyAll(document: FlowDocument, edits: readonly Edit[]): Applied {
  const inverses: Edit[] = [];
  for (const edit of edits) {
    const applied = applyEdit(document, edit);
    document = applied.document;
    inverses.push(applied.inverse);
  }
  return { document, inverse: { edit: 'all', edits: inverses.reverse() } };
}

function addNode(document: FlowDocument, id: string, node: FlowNode, position: Position | undefined): Applied {
  if (hasNode(document, id)) throw misfit(`There is a node "${id}" already.`);
  const layout = position ? { ...document.layout, [id]: position } : document.layout;
  return { document: { ...document, nodes: { ...document.nodes, [id]: node }, layout }, inverse: { edit: 'removeNode', id } };
}

function removeNode(document: FlowDocument, id: string): Applied {
  const node = nodeOf(document, id);
  const { [id]: _node, ...nodes } = document.nodes;
  const { [id]: position, ...layout } = document.layout;
  const group = Object.entries(document.groups ?? {}).find(([, { nodes: members }]) => members.includes(id));
  const regrouped: Edit[] = group ? [{ edit: 'putGroup', id: group[0], group: group[1] }] : [];
  const left = group?.[1].nodes.filter((member) => member !== id) ?? [];
  const touches = (edge: FlowEdge): boolean => parseEnd(edge.from).node === id || parseEnd(edge.to).node === id;
  const restored = document.edges.flatMap((edge, index): Edit[] => (touches(edge) ? [{ edit: 'addEdge', edge, index }] : []));
  const ungrouped = group ? withDefined(document, { groups: withEntry(document.groups, group[0], left.length > 0 ? { ...group[1], nodes: left } : undefined) }) : document;
  return {
    document: {
      ...ungrouped,
      nodes,
      edges: restored.length > 0 ? document.edges.filter((edge) => !touches(edge)) : document.edges,
      layout: position ? layout : document.layout,
    },
    inverse: { edit: 'all', edits: [{ edit: 'addNode', id, node, position }, ...regrouped, ...restored] },
  };
}

function moveNodes(document: FlowDocument, positions: Readonly<Record<string, Position | undefined>>): Applied {
  const before: Record<string, Position | undefined> = {};
  const layout: Record<string, Position> = { ...document.layout };
  for (const [id, position] of Object.entries(positions)) {
    nodeOf(document, id);
    before[id] = document.layout[id];
    if (position) layout[id] = position;
    else delete layout[id];
  }
  return { document: { ...document, layout }, inverse: { edit: 'moveNodes', positions: before } };
}

function addEdge(document: FlowDocument, edge: FlowEdge, index: number): Applied {
  nodeOf(document, parseEnd(edge.from).node);
  nodeOf(document, parseEnd(edge.to).node);
  if (indexOfEdge(document, edge) >= 0) throw misfit(`There is an edge ${edgeId(edge)} already.`);
  return { document: { ...document, edges: document.edges.toSpliced(index, 0, edge) }, inverse: { edit: 'removeEdge', edge } };
}

function putGroup(document: FlowDocument, id: string, group: FlowGroup | undefined): Applied {
  const others = Object.entries(document.groups ?? {}).filter(([other]) => other !== id);
  if (group?.nodes.length === 0) throw misfit('A group needs a node.');
  for (const node of group?.nodes ?? []) {
    nodeOf(document, node);
    const taken = others.find(([, other]) => other.nodes.includes(node));
    if (taken) throw misfit(`The node "${node}" is in the group "${taken[1].title}" already.`);
  }
  const inverse: Edit = { edit: 'putGroup', id, group: document.groups?.[id] };
  return { document: withDefined(document, { groups: withEntry(document.groups, id, group) }), inverse };
}

/** A table with one entry set or, where it is undefined, taken out. Undefined when nothing is left. */
function withEntry<T>(entries: Readonly<Record<string, T>> | undefined, id: string, entry: T | undefined): Record<string, T> | undefined {
  const { [id]: _before, ...others } = entries ?? {};
  const changed = entry === undefined ? others : { ...others, [id]: entry };
  return Object.keys(changed).length > 0 ? changed : undefined;
}

function indexOfEdge(document: FlowDocument, { from, to }: FlowEdge): number {
  return document.edges.findIndex((edge) => edge.from === from && edge.to === to);
}

function hasNode(document: FlowDocument, id: string): boolean {
  return Object.hasOwn(document.nodes, id);
}

function nodeOf(document: FlowDocument, id: string): FlowNode {
  if (!hasNode(document, id)) throw misfit(`There is no node "${id}".`);
  return document.nodes[id]!;
}

function withNode(document: FlowDocument, id: string, change: Partial<{ [K in keyof FlowNode]: FlowNode[K] | undefined }>): FlowDocument {
  return { ...document, nodes: { ...document.nodes, [id]: withDefined(nodeOf(document, id), change) } };
}

/** The object with a change; what the change makes undefined is taken out. */
function withDefined<T extends object>(object: T, change: Partial<{ [K in keyof T]: T[K] | undefined }>): T {
  const changed = { ...object, ...change };
  for (const key of Object.keys(change) as (keyof T)[]) if (changed[key] === undefined) delete changed[key];
  return changed;
}

function misfit(message: string): AppError {
  return new AppError('settings', 'editDoesNotFit', { message });
}
