import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { groupViewId } from '../annotations/groups.ts';
import { noteViewId } from '../annotations/notes.ts';
import { outlineItems, type OutlineItem } from './outlineItems.ts';

/** A line of the outline. `view` is the id under which the canvas selects it. */
export type OutlineRow =
  | { readonly what: 'node'; readonly view: string; readonly depth: number; readonly item: OutlineItem }
  | { readonly what: 'group'; readonly view: string; readonly depth: number; readonly title: string; readonly count: number; readonly isOpen: boolean }
  | { readonly what: 'note'; readonly view: string; readonly depth: number; readonly text: string };

/**
 * All of a flow as lines: the nodes in the order rows go, a group where its first node stands with its nodes below it (none while it is
 * collapsed), and the notes last.
 */
export function outlineRows(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): OutlineRow[] {
  const items = outlineItems(document, definitions);
  const groups = Object.entries(document.groups ?? {});
  const groupOf = new Map(groups.flatMap(([id, { nodes }]) => nodes.map((node) => [node, id] as const)));
  const inGroup = Map.groupBy(items, ({ id }) => groupOf.get(id));
  const told = new Set<string>();
  const rows = items.flatMap((item): OutlineRow[] => {
    const id = groupOf.get(item.id);
    const group = id === undefined ? undefined : document.groups?.[id];
    if (id === undefined || !group) return [{ what: 'node', view: item.id, depth: item.depth, item }];
    if (told.has(id)) return [];
    told.add(id);
    const members = inGroup.get(id)!;
    const least = Math.min(...members.map(({ depth }) => depth));
    const isOpen = !group.isCollapsed;
    return [
      { what: 'group', view: groupViewId(id), depth: item.depth, title: group.title, count: members.length, isOpen },
      ...(isOpen ? members.map((one): OutlineRow => ({ what: 'node', view: one.id, depth: item.depth + 1 + one.depth - least, item: one })) : []),
    ];
  });
  return [...rows, ...Object.entries(document.notes ?? {}).map(([id, { text }]): OutlineRow => ({ what: 'note', view: noteViewId(id), depth: 0, text }))];
}
