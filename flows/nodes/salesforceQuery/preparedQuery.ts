import { parseSelectList, selectedColumns, type SelectedColumn } from '../../connectors/salesforce/selectList.ts';
import type { OrgCounters, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { bindValues } from '../../connectors/salesforce/soql/bindValues.ts';
import { clausesOf, joinClauses, restricted, type Clauses } from '../../connectors/salesforce/soql/clauses.ts';
import { whyNotRanges } from '../../connectors/salesforce/soql/idRanges.ts';
import { whyNotBulk } from '../../connectors/salesforce/soql/whyNotBulk.ts';
import { queryPath } from '../../connectors/salesforce/restQuery.ts';
import type { Cursor } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import type { Schema } from '../../kit/schema.ts';
import type { ChangeTracker } from './changeProgress.ts';
import { childColumns } from './childColumns.ts';
import type { definition } from './definition.ts';

export type Settings = ReturnType<typeof definition.settings.parse>;

/** A query as it is sent, and what comes back. */
export interface PreparedQuery {
  readonly soql: string;
  /** Undefined where they are not known. */
  readonly clauses: Clauses | undefined;
  readonly isAll: boolean;
  readonly schema: Schema;
  /** Why it cannot be a bulk job, as the end of a sentence. */
  readonly notBulk: string | undefined;
  /** Why it cannot be read by ranges of Id, as the end of a sentence. */
  readonly notRanges: string | undefined;
}

/** Everything that reading a query takes. */
export interface Reading {
  readonly org: SalesforceOrg;
  readonly query: PreparedQuery;
  /** Tells the new records, where only changes are read. */
  readonly tracker: ChangeTracker | undefined;
  readonly context: NodeContext<Settings>;
  /** Where an earlier run stopped. */
  readonly from: Cursor | undefined;
}

/** Where the changes to read begin. */
export interface ChangesFrom {
  /** Milliseconds since the epoch; undefined for the beginning. */
  readonly sinceMs: number | undefined;
}

/**
 * Binds the values, adds what the settings ask for beyond the text, and finds out the columns where the settings do not name them.
 * @param changes given where only changes are read
 */
export async function preparedQuery(org: SalesforceOrg, settings: Settings, changes: ChangesFrom | undefined, counters: OrgCounters, signal: AbortSignal): Promise<PreparedQuery> {
  const { deleted, columns } = settings;
  const bound = bindValues(settings.soql, settings.binds);
  const asked = clausesOf(bound);
  if (!asked) return unread(org, bound, settings, counters, signal);
  const fields = [...(changes ? ['Id', 'SystemModstamp'] : []), ...(deleted ? ['IsDeleted'] : [])];
  const condition = changes?.sinceMs === undefined ? undefined : `SystemModstamp >= ${new Date(changes.sinceMs).toISOString()}`;
  const clauses = changes || deleted ? restricted(asked, condition, fields) : asked;
  const soql = clauses === asked ? bound : joinClauses(clauses);
  const schema = columns.length > 0 ? columns : (await columnsOf(org, soql, settings, counters, signal)).map(({ name, type }) => ({ name, type }));
  return { soql, clauses, isAll: deleted, schema, notBulk: whyNotBulk(clauses), notRanges: whyNotRanges(clauses) };
}

/** A query that we cannot read is sent as it is: the org names what is wrong with it, and where. */
async function unread(org: SalesforceOrg, soql: string, { deleted, columns }: Settings, counters: OrgCounters, signal: AbortSignal): Promise<PreparedQuery> {
  await org.request({ method: 'GET', path: queryPath(soql, deleted), idempotent: true }, counters, signal);
  const unknown = 'its clauses are not known';
  return { soql, clauses: undefined, isAll: deleted, schema: columns, notBulk: unknown, notRanges: unknown };
}

/**
 * The columns of a query's rows, from the describes of the objects it goes through; with the values of picklists.
 * @param maxAgeMs so old a describe may be
 */
export async function columnsOf(org: SalesforceOrg, soql: string, settings: Settings, counters: OrgCounters, signal: AbortSignal, maxAgeMs = 0): Promise<readonly SelectedColumn[]> {
  const list = parseSelectList(soql)!;
  const columns = await selectedColumns(list, (object) => org.describe(object, counters, signal, maxAgeMs));
  return settings.children === 'columns' ? childColumns(list, columns, settings.childColumns) : columns;
}
