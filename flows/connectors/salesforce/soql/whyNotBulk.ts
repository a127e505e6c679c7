import { clause, listItems, type Clauses } from './clauses.ts';

/** What keeps a query from going through the Bulk API 2.0, as the end of a sentence; undefined where nothing does. Source: "Understanding Bulk API 2.0 Query". */
export function whyNotBulk(clauses: Clauses): string | undefined {
  if (clause(clauses, 'group by') !== undefined) return 'it has GROUP BY';
  if (clause(clauses, 'offset') !== undefined) return 'it has OFFSET';
  for (const item of listItems(clause(clauses, 'select')!)) {
    if (item.startsWith('(')) return 'it has a child sub-query';
    if (/^typeof\s/i.test(item)) return 'it has TYPEOF';
    const call = /^(\w+)\s*\(/.exec(item)?.[1]?.toLowerCase();
    if (call !== undefined && call !== 'fields' && call !== 'tolabel') return `it has ${call.toUpperCase()}()`;
  }
  return undefined;
}
