import { AppError } from '../../../kit/errors.ts';
import { defaultApiVersion, type OrgCounters, type SalesforceOrg } from '../salesforceOrg.ts';

/** A page of a query's results. */
export interface ResultPage {
  readonly path: string;
  readonly locator: string;
  /** The address of the list that names it: from here the list is read again. */
  readonly list: string;
}

interface ListAnswer {
  readonly resultPages?: readonly { readonly resultUrl: string }[];
  /** The guide spells it both ways. */
  readonly nextRecordsUrl?: string | null;
  readonly nextRecordUrl?: string | null;
  readonly done?: boolean;
}

const firstVersion = 58;

/**
 * All pages of a query's results in their order, from a page on; the org lists up to five at a time. Undefined where it lists none: then a
 * page names the next. Source: Bulk API 2.0, "Get Parallel Results for a Query Job", since API 58.
 * @param from a page that was given before
 */
export async function resultPages(org: SalesforceOrg, job: string, from: Pick<ResultPage, 'locator' | 'list'> | undefined, counters: OrgCounters, signal: AbortSignal): Promise<AsyncGenerator<ResultPage> | undefined> {
  const read = (list: string): Promise<ListAnswer> => org.request<ListAnswer>({ method: 'GET', path: list, idempotent: true, isFinishing: true }, counters, signal);
  if (Number(org.connection.settings['apiVersion'] ?? defaultApiVersion) < firstVersion) return undefined;
  const list = from?.list ?? `/jobs/query/${job}/resultPages`;
  let answer: ListAnswer;
  try {
    answer = await read(list);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'orgNotFound' || error.code === 'orgRefused')) return undefined;
    throw error;
  }
  const pages = pagesOf(answer, list);
  const at = from === undefined ? 0 : pages.findIndex(({ locator }) => locator === from.locator);
  return at < 0 || pages.length === 0 ? undefined : listed(answer, pages.slice(at), read);
}

async function* listed(first: ListAnswer, pages: readonly ResultPage[], read: (list: string) => Promise<ListAnswer>): AsyncGenerator<ResultPage> {
  yield* pages;
  for (let answer = first; ; ) {
    const next = answer.nextRecordsUrl ?? answer.nextRecordUrl;
    if (answer.done === true || !next) return;
    answer = await read(next);
    yield* pagesOf(answer, next);
  }
}

function pagesOf({ resultPages: pages = [] }: ListAnswer, list: string): ResultPage[] {
  return pages.map(({ resultUrl }) => ({ path: resultUrl, locator: new URL(resultUrl, 'http://org').searchParams.get('locator') ?? '', list }));
}
