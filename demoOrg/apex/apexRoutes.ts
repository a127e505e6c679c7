import type { Session } from '../auth/sessions.ts';
import { json, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { type Route, secured } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { runQuery } from '../query/runQuery.ts';
import { RecordFault, type Outcome } from '../records/outcome.ts';
import { authorOf } from '../rest/authorOf.ts';
import type { ApexHandler, ApexHandlers, ApexOrg } from './apexHandlers.ts';

const root = '/services/apexrest';
const mostRows = 50_000;

/** The Apex REST handlers that seeds declare. @throws Error for a key that names no method and path. */
export function apexRoutes(handlers: readonly ApexHandlers[]): readonly Route[] {
  return handlers.flatMap((each) =>
    Object.entries(each).map(([key, handler]) => {
      const [, method, path] = /^(GET|POST|PUT|PATCH|DELETE) (\/\S*)$/.exec(key) ?? [];
      if (method === undefined) throw new Error(`An Apex REST handler is named by a method and a path, like "GET /ships/{id}", not by "${key}".`);
      return secured(method, root + path!, (request, org, session) => answer(handler, request, org, session));
    }),
  );
}

async function answer(handler: ApexHandler, request: OrgRequest, org: OrgContext, session: Session): Promise<Reply> {
  const body = await request.text();
  const response = { status: 200 };
  const asked = {
    method: request.method,
    path: request.path.slice(root.length),
    params: request.params,
    query: Object.fromEntries(request.query),
    body: body === '' ? undefined : parsed(body),
  };
  try {
    const value: unknown = await handler(asked, apexOrg(org, session), response);
    return value === undefined ? { status: response.status } : json(value, response.status);
  } catch (error) {
    if (error instanceof OrgError || error instanceof RecordFault) throw error;
    throw new OrgError('APEX_ERROR', `System.${(error as Error).name}: ${(error as Error).message}`, { status: 500 });
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw new OrgError('JSON_PARSER_ERROR', (error as Error).message);
  }
}

function apexOrg(org: OrgContext, session: Session): ApexOrg {
  const options = { author: authorOf(org, session), allOrNone: true };
  return {
    query: (soql) => runQuery(org, soql, { all: false, pageSize: mostRows, base: '/services/data/v68.0', userId: session.userId }).records,
    insert: (object, input) => written(org.records.create([{ object: org.schema.at(object), input }], options)),
    update: (id, input) => void written(org.records.update([{ id, input }], options)),
    delete: (id) => void written(org.records.delete([id], options)),
  };
}

function written([outcome]: readonly Outcome[]): string {
  if (!outcome!.success) throw new RecordFault(outcome!.errors);
  return outcome!.id;
}
