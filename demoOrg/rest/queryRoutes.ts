import { json } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { type Route, secured } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { runLocator, runQuery } from '../query/runQuery.ts';
import { baseOf } from './apiVersions.ts';

/** `Sforce-Query-Options: batchSize=200` may ask for smaller pages; 200 to 2,000, and 2,000 where nothing is said. */
function pageSize(request: OrgRequest): number {
  const asked = Number(/batchSize\s*=\s*(\d+)/i.exec(request.header('sforce-query-options') ?? '')?.[1] ?? 2_000);
  return Math.min(2_000, Math.max(200, asked));
}

export const queryRoutes: readonly Route[] = [
  secured('GET', '/services/data/{version}/query', (request, org) => query(request, org, false)),
  secured('GET', '/services/data/{version}/queryAll', (request, org) => query(request, org, true)),
  secured('GET', '/services/data/{version}/query/{locator}', nextPage),
  secured('GET', '/services/data/{version}/queryAll/{locator}', nextPage),
];

function query(request: OrgRequest, org: OrgContext, all: boolean): ReturnType<typeof json> {
  const soql = request.query.get('q');
  if (!soql) throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
  return json(runQuery(org, soql, { all, pageSize: pageSize(request), base: baseOf(request) }));
}

function nextPage(request: OrgRequest, org: OrgContext): ReturnType<typeof json> {
  return json(runLocator(org, request.params.locator!, { pageSize: pageSize(request), base: baseOf(request) }));
}
