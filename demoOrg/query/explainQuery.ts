import type { OrgContext } from '../org.ts';
import { quoted } from '../schema/objectType.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { parseQuery } from '../soql/parseQuery.ts';
import { withQueryText } from '../soql/soqlFault.ts';
import { queryContextOf } from './queryContextOf.ts';
import { rowsOf } from './rowsOf.ts';

/** `explain=…`: the plan that SQLite makes of a query, in the terms of a real org. A cost under 1 means that an index is used. */
export function explainQuery(org: OrgContext, soql: string, userId: string): Record<string, unknown> {
  return withQueryText(soql, () => {
    const query = parseQuery(soql);
    const compiled = compileQuery(query, { ...queryContextOf(org, userId), all: false });
    const { object } = compiled;
    const steps = rowsOf(org, { ...compiled, sql: `EXPLAIN QUERY PLAN ${compiled.sql}` }).map((row) => String(row[3]));
    const [total] = org.database.get(`SELECT count(*) FROM ${quoted(object.name)}`)!;
    const lead = steps.find((step) => /\bt0\b/.test(step)) ?? '';
    const isIndexed = lead.startsWith('SEARCH');
    const fields = isIndexed ? [...lead.matchAll(/(\w+)[=<>]/g)].map(([, name]) => name!).filter((name) => name !== 'IsDeleted') : [];
    const cardinality = isIndexed ? Math.max(1, Math.round(Number(total) / 10)) : Number(total);
    const note = { description: 'Not considered for filter because unindexed', fields: ['IsDeleted'], tableEnumOrId: object.name };
    const plan = {
      cardinality,
      fields,
      leadingOperationType: isIndexed ? 'Index' : 'TableScan',
      notes: [note],
      relativeCost: isIndexed ? 0.1 : 1.5,
      sobjectCardinality: Number(total),
      sobjectType: object.name,
    };
    return { plans: [plan], sourceQuery: soql };
  });
}
