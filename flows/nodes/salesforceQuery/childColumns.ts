import { childrenOf } from '../../connectors/salesforce/restQuery.ts';
import type { OrgRecord } from '../../connectors/salesforce/recordCells.ts';
import { parseSelectList, type SelectedColumn, type SelectList } from '../../connectors/salesforce/selectList.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';

/** The columns with `Contacts.1.Name`, `Contacts.2.Name` … in place of a sub-query's one column. Their values travel as text. */
export function childColumns(list: SelectList, columns: readonly SelectedColumn[], count: number): readonly SelectedColumn[] {
  const inner = new Map(list.items.filter((item) => item.startsWith('(')).flatMap((item) => {
    const sub = parseSelectList(item.slice(1, -1));
    return sub ? [[sub.object, sub.items] as const] : [];
  }));
  return columns.flatMap((column) => {
    const fields = inner.get(column.name);
    if (!fields) return [column];
    const nth = (index: number): SelectedColumn[] => fields.map((field) => ({ name: `${column.name}.${index + 1}.${field.split(' ')[0]}`, type: 'text' }));
    return Array.from({ length: count }, (_, index) => nth(index)).flat();
  });
}

/** The relationships that a schema spreads over columns. */
export function spreadRelationships(schema: Schema): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of schema) {
    const [, relationship, index] = /^(\w+)\.(\d+)\./.exec(name) ?? [];
    if (relationship !== undefined) counts.set(relationship, Math.max(counts.get(relationship) ?? 0, Number(index)));
  }
  return counts;
}

/** The record with its first children under `Contacts.1`, `Contacts.2`; or why it has no room for all of them. */
export function spread(record: OrgRecord, relationships: ReadonlyMap<string, number>): OrgRecord | AppError {
  const wide: Record<string, unknown> = { ...record };
  for (const [relationship, room] of relationships) {
    const children = childrenOf(record, relationship);
    if (children.length > room) {
      return new AppError('row', 'moreChildren', {
        message: `The record has ${children.length} ${relationship}, and there are columns for ${room}.`,
        hint: 'Set more children per record, or keep them as JSON.',
      });
    }
    wide[relationship] = Object.fromEntries(children.map((child, index) => [String(index + 1), child]));
  }
  return wide;
}
