import { recordCell, type OrgRecord } from '../../connectors/salesforce/recordCells.ts';
import { defaultApiVersion, type OrgCounters, type SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';
import type { FieldDescribe } from '../../connectors/salesforce/objectDescribe.ts';

export interface TargetQuery {
  readonly object: string;
  readonly select: readonly string[];
  /** The field whose values are asked for. */
  readonly by: FieldDescribe;
  readonly keys: readonly string[];
  /** A condition that records must meet as well. */
  readonly where?: string;
  /** Also what lies in the recycle bin. */
  readonly isAll?: boolean;
}

interface QueryAnswer {
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly OrgRecord[];
}

/** An address with all of a query stays below this; URI and headers together may have 16,384 bytes (help article 000386264). */
const mostAddress = 12_000;
/** A query may have 100,000 characters ("SOQL and SOSL Limits for Search Queries"); one that is part of a composite call needs no short address. */
const mostSoql = 60_000;
/** Of the 25 requests in a composite call 5 may be queries ("Using Composite Resources"). */
const mostQueries = 5;

/**
 * The records with these keys, in as few calls as there can be: one plain query while its address is short enough, else composite calls
 * that carry up to five long queries each.
 */
export async function readTarget(org: SalesforceOrg, query: TargetQuery, counters: OrgCounters, signal: AbortSignal): Promise<OrgRecord[]> {
  if (query.keys.length === 0) return [];
  const resource = query.isAll ? 'queryAll' : 'query';
  const soqls = soqlsOf(query);
  const only = soqls.length === 1 ? `/${resource}?q=${encodeURIComponent(soqls[0]!)}` : '';
  if (only !== '' && only.length <= mostAddress) return allPages(await org.request<QueryAnswer>({ method: 'GET', path: only, idempotent: true }, counters, signal), org, counters, signal);
  const version = org.connection.settings['apiVersion'] ?? defaultApiVersion;
  const records: OrgRecord[] = [];
  for (let at = 0; at < soqls.length; at += mostQueries) {
    const compositeRequest = soqls.slice(at, at + mostQueries).map((soql, index) => ({ method: 'GET', url: `/services/data/v${version}/${resource}?q=${encodeURIComponent(soql)}`, referenceId: `q${index}` }));
    const { compositeResponse } = await org.request<{ compositeResponse: readonly { body: unknown; httpStatusCode: number }[] }>(
      { method: 'POST', path: '/composite', body: { allOrNone: false, compositeRequest }, idempotent: true },
      counters,
      signal,
    );
    for (const { body, httpStatusCode } of compositeResponse) {
      if (httpStatusCode !== 200) throw refused(body, org);
      records.push(...(await allPages(body as QueryAnswer, org, counters, signal)));
    }
  }
  return records;
}

/** A record's value at `Email` or `Account.External_Key__c`, as the org wrote it. */
export function valueAt(record: OrgRecord, name: string): Cell {
  return recordCell(record, name.split('.'), 'text');
}

async function allPages(first: QueryAnswer, org: SalesforceOrg, counters: OrgCounters, signal: AbortSignal): Promise<OrgRecord[]> {
  const records = [...first.records];
  for (let page = first; !page.done && page.nextRecordsUrl !== undefined; ) {
    page = await org.request<QueryAnswer>({ method: 'GET', path: page.nextRecordsUrl, idempotent: true }, counters, signal);
    records.push(...page.records);
  }
  return records;
}

function soqlsOf({ object, select, by, keys, where }: TargetQuery): string[] {
  const head = `SELECT ${select.join(',')} FROM ${object} WHERE ${where === undefined ? '' : `${where} AND `}${by.name} IN (`;
  const isBare = ['int', 'double', 'currency', 'percent', 'long'].includes(by.type);
  const soqls: string[] = [];
  let list = '';
  for (const key of keys) {
    const literal = isBare ? key : `'${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
    if (list !== '' && head.length + list.length + literal.length > mostSoql) {
      soqls.push(`${head}${list})`);
      list = '';
    }
    list += list === '' ? literal : `,${literal}`;
  }
  soqls.push(`${head}${list})`);
  return soqls;
}

function refused(body: unknown, { connection }: SalesforceOrg): AppError {
  const [error] = Array.isArray(body) ? (body as { errorCode?: string; message?: string }[]) : [];
  return new AppError('service', 'orgRefused', { message: `The org behind "${connection.name}" says ${error?.errorCode ?? 'something unknown'}: ${error?.message ?? JSON.stringify(body)}` });
}
