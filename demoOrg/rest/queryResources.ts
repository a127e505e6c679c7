import type { Session } from '../auth/sessions.ts';
import { json, type Reply } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { columnMetadata } from '../query/columnMetadata.ts';
import { explainQuery } from '../query/explainQuery.ts';
import { runLocator, runQuery } from '../query/runQuery.ts';
import { runSearch } from '../sosl/runSearch.ts';
import { baseOf } from './apiVersions.ts';
import { type Resource, resource, type ResourceRequest } from './resource.ts';

/** `Sforce-Query-Options: batchSize=200` may ask for smaller pages; 200 to 2,000, and 2,000 where nothing is said. */
function pageSize(request: ResourceRequest, org: OrgContext): number {
  const asked = Number(/batchSize\s*=\s*(\d+)/i.exec(request.header('sforce-query-options') ?? '')?.[1] ?? 2_000);
  return Math.min(2_000, Math.max(200, asked), org.faults.pageSize() ?? 2_000);
}

/** SOQL with its pages, its plan and its columns, and SOSL. */
export const queryResources: readonly Resource[] = [
  resource('GET', '/query', (request, org, session) => query(request, org, session, false)),
  resource('GET', '/queryAll', (request, org, session) => query(request, org, session, true)),
  resource('GET', '/query/{locator}', nextPage),
  resource('GET', '/queryAll/{locator}', nextPage),
  resource('GET', '/search', (request, org, session) => {
    const sosl = request.query.get('q');
    if (!sosl) throw new OrgError('MALFORMED_SEARCH', 'A search string has to be specified');
    return json(runSearch(org, sosl, { base: baseOf(request), userId: session.userId }));
  }),
];

function query(request: ResourceRequest, org: OrgContext, { userId }: Session, all: boolean): Reply {
  const explained = request.query.get('explain');
  if (explained) return json(explainQuery(org, explained, userId));
  const soql = request.query.get('q');
  if (!soql) throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
  if (request.query.get('columns') === 'true') return json(columnMetadata(org, soql, userId));
  return json(runQuery(org, soql, { all, pageSize: pageSize(request, org), base: baseOf(request), userId }));
}

function nextPage(request: ResourceRequest, org: OrgContext, { userId }: Session): Reply {
  return json(runLocator(org, request.params.locator!, { pageSize: pageSize(request, org), base: baseOf(request), userId }));
}
