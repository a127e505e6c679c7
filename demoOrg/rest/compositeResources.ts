import type { Session } from '../auth/sessions.ts';
import { plainPath } from '../http/plainPath.ts';
import { json, refusal, type Reply } from '../http/reply.ts';
import { router } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { notFound, OrgError } from '../orgError.ts';
import { RecordFault } from '../records/outcome.ts';
import { filledIn } from './compositeReference.ts';
import { objectBody, type Resource, resource, type ResourceRequest, switchOf } from './resource.ts';

const mostSubrequests = 25;
const mostGraphs = 75;
const mostNodes = 500;

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
}

interface Subresponse {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Several requests in one: composite with references, batch, and graphs. `resources` is what may stand in them. */
export function compositeResources(resources: readonly Resource[]): readonly Resource[] {
  const match = router(resources);

  function perform(method: string, url: string, body: unknown, outer: ResourceRequest, org: OrgContext, session: Session): Reply {
    const [rawPath = '', search = ''] = url.split(/\?(.*)/s);
    const path = plainPath(rawPath);
    try {
      const found = match(method.toUpperCase(), path);
      if (found.kind === 'unknown') throw notFound();
      if (found.kind === 'wrongMethod')
        throw new OrgError('METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${found.allowed.join(',')}`, { status: 405 });
      const { origin, header } = outer;
      return found.route.answer({ params: found.params, query: new URLSearchParams(search), origin, header, body }, org, session);
    } catch (error) {
      if (error instanceof OrgError) return refusal(error);
      if (error instanceof RecordFault) return refusal({ ...error.errors[0]!, errorCode: error.errors[0]!.statusCode, status: 400 });
      throw error;
    }
  }

  /** The requests in order; each may take values from the answers before it. */
  function performAll(subrequests: readonly Subrequest[], outer: ResourceRequest, org: OrgContext, session: Session, allOrNone: boolean): Subresponse[] {
    const answers = new Map<string, unknown>();
    const work = (): Subresponse[] =>
      subrequests.map(({ method, url, referenceId, body }) => {
        const given = filledIn({ url, body }, answers);
        if ('missing' in given)
          return halted(referenceId, `Invalid reference specified. No value for ${given.missing} found in ${given.missing.split('.')[0]!}`);
        const reply = perform(method, given.url, given.body, outer, org, session);
        const content: unknown = reply.body === undefined || reply.body === '' ? null : JSON.parse(reply.body);
        if (reply.status < 400) answers.set(referenceId, content);
        return { body: content, httpHeaders: locationOf(reply, url, content), httpStatusCode: reply.status, referenceId };
      });
    if (!allOrNone) return work();
    return undoneUnlessAll(org, work);
  }

  return [
    resource('POST', '/composite', (request, org, session) => {
      const { compositeRequest, allOrNone } = objectBody(request);
      const subrequests = readSubrequests(compositeRequest, mostSubrequests);
      return json({ compositeResponse: performAll(subrequests, request, org, session, switchOf(allOrNone, 'allOrNone')) });
    }),
    resource('POST', '/composite/batch', (request, org, session) => {
      const { batchRequests, haltOnError } = objectBody(request);
      const list = listOf(batchRequests, 'batchRequests', mostSubrequests);
      const halts = switchOf(haltOnError, 'haltOnError');
      let isHalted = false;
      const results = list.map((item) => {
        const { method, url, richInput } = objectBody({ body: item }, 'Every batch request is a JSON object with a method and a url.');
        if (isHalted) return { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }] };
        if (typeof method !== 'string' || typeof url !== 'string') throw new OrgError('JSON_PARSER_ERROR', 'Every batch request needs a method and a url.');
        const reply = perform(method, url.startsWith('/services') ? url : `/services/data/${url}`, richInput, request, org, session);
        isHalted = reply.status >= 400 && halts;
        return { statusCode: reply.status, result: reply.body ? (JSON.parse(reply.body) as unknown) : null };
      });
      return json({ hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
    }),
    resource('POST', '/composite/graph', (request, org, session) => {
      const graphs = listOf(objectBody(request).graphs, 'graphs', mostGraphs).map((graph) => {
        const { graphId, compositeRequest } = objectBody({ body: graph }, 'Every graph is a JSON object with a graphId and a compositeRequest.');
        if (typeof graphId !== 'string') throw new OrgError('JSON_PARSER_ERROR', 'Every graph needs a graphId.');
        return { graphId, subrequests: readSubrequests(compositeRequest, mostNodes) };
      });
      return json({
        graphs: graphs.map(({ graphId, subrequests }) => {
          const compositeResponse = performAll(subrequests, request, org, session, true);
          return { graphId, graphResponse: { compositeResponse }, isSuccessful: compositeResponse.every(({ httpStatusCode }) => httpStatusCode < 400) };
        }),
      });
    }),
  ];
}

class Undone extends Error {
  readonly answers: Subresponse[];

  constructor(answers: Subresponse[]) {
    super('not all requests succeeded');
    this.answers = answers;
  }
}

const undoneMessage = 'The transaction was rolled back since another operation in the same transaction failed.';

function undoneUnlessAll(org: OrgContext, work: () => Subresponse[]): Subresponse[] {
  try {
    return org.database.transaction(() => {
      const answers = work();
      if (answers.some(({ httpStatusCode, body }) => httpStatusCode >= 400 || isFailedCollection(body))) throw new Undone(answers);
      return answers;
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    return error.answers.map((answer) => (answer.httpStatusCode >= 400 ? answer : halted(answer.referenceId, undoneMessage)));
  }
}

/** A collection answers 200 even where some of its records are refused. */
function isFailedCollection(body: unknown): boolean {
  return Array.isArray(body) && body.some((item: unknown) => typeof item === 'object' && item !== null && (item as { success?: unknown }).success === false);
}

function halted(referenceId: string, message: string): Subresponse {
  return { body: [{ errorCode: 'PROCESSING_HALTED', message }], httpHeaders: {}, httpStatusCode: 400, referenceId };
}

function locationOf({ status }: Reply, url: string, content: unknown): Record<string, string> {
  const id = (content as { id?: unknown } | null)?.id;
  return status === 201 && typeof id === 'string' ? { Location: `${url.split('?')[0]!}/${id}` } : {};
}

function listOf(value: unknown, name: string, most: number): unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new OrgError('JSON_PARSER_ERROR', `The body needs "${name}", a list of requests.`);
  if (value.length > most) throw new OrgError('LIMIT_EXCEEDED', `Limit for a composite request exceeded: ${value.length} of at most ${most} in "${name}".`);
  return value;
}

function readSubrequests(value: unknown, most: number): Subrequest[] {
  const names = new Set<string>();
  return listOf(value, 'compositeRequest', most).map((item) => {
    const { method, url, referenceId, body } = objectBody({ body: item }, 'Every subrequest is a JSON object.');
    if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string')
      throw new OrgError('JSON_PARSER_ERROR', 'Every subrequest needs a method, a url and a referenceId.');
    if (names.has(referenceId)) throw new OrgError('INVALID_INPUT', `Duplicate reference id in the request: ${referenceId}`);
    names.add(referenceId);
    return { method, url, referenceId, body };
  });
}
