import { parseSelectList, selectedColumns } from '../../connectors/salesforce/selectList.ts';
import type { OrgCounters, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { recordCell, type OrgRecord } from '../../connectors/salesforce/recordCells.ts';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import { defineSource, type Choice } from '../../kit/defineRun.ts';
import type { ColumnSpec } from '../../kit/schema.ts';
import { definition } from './definition.ts';

interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly OrgRecord[];
}

export const run = defineSource(definition, {
  async *read(context, _split, from): AsyncGenerator<Batch> {
    const org = await sharedOrg(context);
    const { soql, columns, pageSize } = context.settings;
    const schema = columns.length > 0 ? columns : await columnsOf(org, soql, context, context.signal);
    const paths = schema.map((column) => column.name.split('.'));
    let ordinal = Number(from?.['ordinal'] ?? 0);
    let next: string | undefined = from ? String(from['next']) : `/query?q=${encodeURIComponent(soql)}`;
    while (next !== undefined) {
      const page: QueryPage = await org.request({ method: 'GET', path: next, idempotent: true, headers: { 'Sforce-Query-Options': `batchSize=${pageSize}` } }, context, context.signal);
      const rows = page.records.map((record) => paths.map((path, index) => recordCell(record, path, schema[index]!.type)));
      next = page.nextRecordsUrl;
      yield batchFromRows(schema, rows, { source: context.node, ordinal }, next === undefined ? undefined : { next, ordinal: ordinal + rows.length });
      ordinal += rows.length;
    }
  },

  lookups: {
    columns: async (context): Promise<Choice[]> => {
      const org = await sharedOrg(context);
      const columns = await columnsOf(org, context.settings.soql, uncounted, context.signal);
      return columns.map((column) => ({ value: column.name, label: column.name, type: column.type }));
    },
  },
});

async function columnsOf(org: SalesforceOrg, soql: string, counters: OrgCounters, signal: AbortSignal): Promise<ColumnSpec[]> {
  const list = parseSelectList(soql);
  // A query we cannot read is sent as it is: the org names what is wrong with it, and where.
  if (!list) await org.request({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}`, idempotent: true }, counters, signal);
  return list ? selectedColumns(list, (object) => org.describe(object, counters, signal)) : [];
}
