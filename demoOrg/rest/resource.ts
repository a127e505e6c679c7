import type { Session } from '../auth/sessions.ts';
import type { Reply } from '../http/reply.ts';
import { type Route, secured } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';

/** A request whose body has been read: one of its own, or a part of a composite request. */
export interface ResourceRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly origin: string;
  /** The JSON of the body; undefined where the method has none. */
  readonly body: unknown;
  readonly header: (name: string) => string | undefined;
}

/** A REST resource. It answers at once, so that several can share one transaction. */
export interface Resource {
  readonly method: string;
  readonly pattern: string;
  readonly answer: (request: ResourceRequest, org: OrgContext, session: Session) => Reply;
}

export function resource(method: string, pattern: string, answer: Resource['answer']): Resource {
  return { method, pattern: `/services/data/{version}${pattern}`, answer };
}

const withBody = new Set(['POST', 'PATCH', 'PUT']);

/** Resources as routes of the server. */
export function routesOf(resources: readonly Resource[]): Route[] {
  return resources.map(({ method, pattern, answer }) =>
    secured(method, pattern, async (request, org, session) => {
      const { params, query, origin } = request;
      const body = withBody.has(method) ? await request.json() : undefined;
      return answer({ params, query, origin, header: (name) => request.header(name), body }, org, session);
    }),
  );
}

/** The body as one JSON object. @throws OrgError `JSON_PARSER_ERROR` */
export function objectBody({ body }: Pick<ResourceRequest, 'body'>, what = 'The body is one JSON object.'): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new OrgError('JSON_PARSER_ERROR', what);
  return body as Record<string, unknown>;
}

/** A switch of a body: off where it is not given. @throws OrgError `JSON_PARSER_ERROR` for anything else than true and false, so that nothing is half done by mistake */
export function switchOf(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  throw new OrgError('JSON_PARSER_ERROR', `"${name}" is true or false.`);
}
