import { json } from '../http/reply.ts';
import { OrgError } from '../orgError.ts';
import { runQuery } from '../query/runQuery.ts';
import { baseOf } from './apiVersions.ts';
import { type Resource, resource } from './resource.ts';

/** Objects of the Tooling API that clients ask for and that are always empty here: sandboxes and scratch orgs are made elsewhere. */
const alwaysEmpty = new Set(['sandboxprocess', 'sandboxinfo']);
const mostRows = 2_000;

/** Tooling queries. What is no object of its own there is looked for among the objects of the org. */
export const toolingResources: readonly Resource[] = [
  resource('GET', '/tooling/query', (request, org, session) => {
    const soql = request.query.get('q');
    if (!soql) throw new OrgError('MALFORMED_QUERY', 'A query string has to be specified');
    const name = /\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? '';
    if (alwaysEmpty.has(name.toLowerCase())) return json({ size: 0, totalSize: 0, done: true, queryLocator: null, entityTypeName: name, records: [] });
    const result = runQuery(org, soql, { all: false, pageSize: mostRows, base: baseOf(request), userId: session.userId });
    return json({ size: result.records.length, queryLocator: null, entityTypeName: name, ...result });
  }),
];
