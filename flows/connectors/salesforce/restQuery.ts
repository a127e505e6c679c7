import type { OrgRecord } from './recordCells.ts';
import { defaultApiVersion, type OrgCounters, type SalesforceOrg } from './salesforceOrg.ts';
import { translateError } from './translateError.ts';

/** A page of a query. */
export interface RestPage {
  readonly records: readonly OrgRecord[];
  /** How many records the org found, on all pages. */
  readonly totalSize: number;
  /** The path of the next page, good for two days; undefined on the last one. */
  readonly next: string | undefined;
}

interface ListAnswer {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly OrgRecord[];
}

/** An address and its headers may have 16,384 bytes together (help article 000386264); proxies on the way allow less. */
const longestPath = 6000;

/** The path of a query's first page. */
export function queryPath(soql: string, isAll: boolean): string {
  return `/${isAll ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
}

/**
 * The pages of a query from a path on (`queryPath`, or a page's `next`), each record with all of its children: where an org gives the
 * first children only, the others are fetched. The path of a next page is taken as the org gives it.
 */
export async function* restQuery(org: SalesforceOrg, path: string, pageSize: number, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<RestPage> {
  const headers = { 'Sforce-Query-Options': `batchSize=${pageSize}` };
  const get = (at: string): Promise<ListAnswer> =>
    at.length > longestPath ? getInBody<ListAnswer>(org, at, headers, counters, signal) : org.request<ListAnswer>({ method: 'GET', path: at, idempotent: true, headers }, counters, signal);
  for (let at: string | undefined = path; at !== undefined; ) {
    const { records, totalSize, done, nextRecordsUrl } = await get(at);
    at = done ? undefined : nextRecordsUrl;
    const whole: OrgRecord[] = [];
    for (const record of records) whole.push(await withAllChildren(record, get));
    yield { records: whole, totalSize, next: at };
  }
}

interface CompositeAnswer {
  readonly compositeResponse: readonly { readonly httpStatusCode: number; readonly body: unknown }[];
}

/** A GET whose path is too long for an address, as the only part of a composite call. Source: REST API, "Composite". */
async function getInBody<T>(org: SalesforceOrg, path: string, httpHeaders: Readonly<Record<string, string>>, counters: OrgCounters, signal: AbortSignal): Promise<T> {
  const url = `/services/data/v${org.connection.settings['apiVersion'] ?? defaultApiVersion}${path}`;
  const body = { compositeRequest: [{ method: 'GET', url, referenceId: 'query', httpHeaders }] };
  const answer = await org.request<CompositeAnswer>({ method: 'POST', path: '/composite', body, idempotent: true }, counters, signal);
  const { httpStatusCode, body: part } = answer.compositeResponse[0]!;
  if (httpStatusCode < 400) return part as T;
  const { errorCode = `ERROR_HTTP_${httpStatusCode}`, message = '' } = (part as readonly { errorCode?: string; message?: string }[])[0] ?? {};
  throw translateError(Object.assign(new Error(message), { errorCode }), org.connection);
}

async function withAllChildren(record: OrgRecord, get: (path: string) => Promise<ListAnswer>): Promise<OrgRecord> {
  let whole: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(record)) {
    if (!isList(value) || value.done) continue;
    const children = [...value.records];
    for (let next = value.nextRecordsUrl; next !== undefined; ) {
      const page = await get(next);
      children.push(...page.records);
      next = page.done ? undefined : page.nextRecordsUrl;
    }
    whole ??= { ...record };
    whole[name] = { totalSize: value.totalSize, done: true, records: children };
  }
  return whole ?? record;
}

function isList(value: unknown): value is ListAnswer {
  return value !== null && typeof value === 'object' && 'records' in value && 'done' in value;
}

/** The children of a record under a relationship's name. */
export function childrenOf(record: OrgRecord, relationship: string): readonly OrgRecord[] {
  const value = record[relationship] ?? Object.entries(record).find(([name]) => name.toLowerCase() === relationship.toLowerCase())?.[1];
  return isList(value) ? value.records : [];
}
