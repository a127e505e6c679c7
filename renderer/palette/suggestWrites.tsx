import type { Schema } from '../../flows/kit/schema.ts';
import { suggestObjects } from '../../flows/kit/mapping/suggestObjects.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import type { SearchItem } from '../ui/SearchList.tsx';
import { words } from '../words/words.ts';

/** The node type that writes records. */
const writer = 'salesforceWrite';

export interface WriteSuggestion extends SearchItem {
  readonly type: string;
  readonly settings: { readonly connection: string; readonly object: string; readonly operation: 'upsert' };
}

/** Writes that fit the columns of the rows: "Upsert Contact" where they look like contacts. */
export function suggestWrites(schema: Schema | undefined, connection: string | undefined): WriteSuggestion[] {
  if (!schema || connection === undefined) return [];
  const columns = schema.map(({ name, label, type }) => ({ name, label, type, samples: [] }));
  return suggestObjects(columns).map(({ object, columns: because }) => ({
    id: `${writer} ${object}`,
    title: words.palette.upsert(object),
    detail: words.palette.looksLike(because),
    keywords: 'salesforce write upsert',
    icon: <NodeIcon type={writer} kind="sink" size="small" />,
    type: writer,
    settings: { connection, object, operation: 'upsert' },
  }));
}
