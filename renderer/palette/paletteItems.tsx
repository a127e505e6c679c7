import { categories, type Category, type NodeDefinition } from '../../flows/kit/defineNode.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import type { SearchItem } from '../ui/SearchList.tsx';

export interface PaletteItem extends SearchItem {
  readonly definition: NodeDefinition;
}

/** The node types as things to pick, by category and title. */
export function paletteItems(definitions: Readonly<Record<string, NodeDefinition>>): PaletteItem[] {
  return Object.values(definitions)
    .map((definition) => ({
      id: definition.type,
      title: definition.title,
      detail: definition.summary,
      keywords: [definition.type, definition.category, definition.kind, ...(definition.keywords ?? [])].join(' '),
      icon: <NodeIcon type={definition.type} kind={definition.kind} size="small" />,
      definition,
    }))
    .sort((a, b) => rank(a.definition.category) - rank(b.definition.category) || a.title.localeCompare(b.title));
}

function rank(category: Category): number {
  return categories.indexOf(category);
}
