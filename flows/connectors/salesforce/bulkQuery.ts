import { AppError } from '../../kit/errors.ts';
import { endOfJob, wordsOf, type BulkJob, type Patience } from './bulk/bulkJob.ts';
import { resultPages, type ResultPage } from './bulk/resultPages.ts';
import { resultRows, type ResultRows } from './bulk/resultRows.ts';
import type { OrgCounters, SalesforceOrg } from './salesforceOrg.ts';

/** Where reading a query's results can go on, in this run or a later one: results are kept for seven days. */
export interface BulkQueryPlace {
  readonly job: string;
  /** Of the page; blank for the first one. */
  readonly locator: string;
  /** The list that names the page (`resultPages`); blank where pages name one another. */
  readonly list: string;
  /** Rows of that page that have been given. */
  readonly passed: number;
  /** Rows of all pages that have been given. */
  readonly rows: number;
}

export interface BulkQueryRequest extends Patience {
  readonly soql: string;
  /** With deleted and archived records. */
  readonly isAll: boolean;
  /** One page after another, even where the org would give several at a time. */
  readonly isOneByOne?: boolean;
  /** Rows of a page where one names the next. A page is what is asked for again when its transfer breaks. */
  readonly pageRows?: number;
}

/** Some rows, and where reading goes on after them. */
export interface QueriedRows extends ResultRows {
  readonly place: BulkQueryPlace;
}

/** The same, with how many records the org counts in all, where it says so. */
export interface CountedRows extends QueriedRows {
  readonly counted: number | undefined;
}

interface Reading {
  readonly org: SalesforceOrg;
  readonly counters: OrgCounters;
  readonly signal: AbortSignal;
}

const usualPageRows = 100_000;
/** The page that is read, and those that are fetched meanwhile. */
const pagesAtOnce = 4;
/** Of a page that is fetched ahead, packed: ten times that as rows. */
const aheadBytes = 4 * 1024 * 1024;

/** Starts a query job and gives the place of its first row: from here on the job is the org's, and its id is all that is needed to go on. */
export async function startBulkQuery(org: SalesforceOrg, { soql, isAll }: BulkQueryRequest, counters: OrgCounters, signal: AbortSignal): Promise<BulkQueryPlace> {
  const body = { operation: isAll ? 'queryAll' : 'query', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  // A job that was made twice, because an answer got lost, is read once.
  const { id } = await org.request<BulkJob>({ method: 'POST', path: '/jobs/query', body, idempotent: true }, counters, signal);
  return { job: id, locator: '', list: '', passed: 0, rows: 0 };
}

/**
 * The rows of a query job from a place on, page after page as they arrive; the next pages are fetched side by side meanwhile, where the org
 * lists them. Little is held but what is on its way. Rejects with kind `service` when the org ended the job (`bulkJobFailed`) and when, in
 * the end, the org's count is not what was read (`bulkCountDiffers`).
 */
export async function* bulkQuery(org: SalesforceOrg, request: BulkQueryRequest, from: BulkQueryPlace, counters: OrgCounters, signal: AbortSignal): AsyncGenerator<CountedRows> {
  const { job } = from;
  const ended = await endOfJob(org, 'query', job, counters, signal, request);
  if (ended.state !== 'JobComplete') throw notComplete(ended);
  const reading = { org, counters, signal };
  // What was begun page by page goes on so: its locators are in no list.
  const isChained = request.isOneByOne === true || (from.locator !== '' && from.list === '');
  const pages = isChained ? undefined : await resultPages(org, job, from.list === '' ? undefined : from, counters, signal);
  let { rows } = from;
  const { numberRecordsProcessed: counted } = ended;
  for await (const part of pages ? sideBySide(reading, pages, from) : oneByOne(reading, from, request.pageRows ?? usualPageRows)) {
    ({ rows } = part.place);
    yield { ...part, counted };
  }
  if (counted !== undefined && counted !== rows) throw countDiffers(ended, rows);
}

/** Each page says which one comes next. */
async function* oneByOne({ org, counters, signal }: Reading, from: BulkQueryPlace, pageRows: number): AsyncGenerator<QueriedRows> {
  let place: BulkQueryPlace = { ...from, list: '' };
  for (let isLast = false; !isLast; ) {
    let next = '';
    const { locator } = place;
    const path = `/jobs/query/${from.job}/results?maxRecords=${pageRows}${locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`}`;
    const onHeaders = (headers: Readonly<Record<string, string>>): void => {
      next = headers['sforce-locator'] ?? 'null';
    };
    for await (const part of unread(resultRows(org, path, counters, signal, { onHeaders }), place)) {
      ({ place } = part);
      yield part;
    }
    // The last page says it in a word (Bulk API 2.0, "Get Results for a Query Job").
    isLast = next === 'null' || next === '';
    place = { ...place, locator: next, passed: 0 };
  }
}

/** A page that is on its way. */
interface Coming {
  readonly page: ResultPage;
  readonly parts: AsyncGenerator<ResultRows>;
  readonly first: Promise<IteratorResult<ResultRows>>;
}

/** The pages are given in their order, so that a row has the same place whenever it is read. */
async function* sideBySide({ org, counters, signal }: Reading, pages: AsyncGenerator<ResultPage>, from: BulkQueryPlace): AsyncGenerator<QueriedRows> {
  const left = new AbortController();
  const until = AbortSignal.any([signal, left.signal]);
  const coming: Coming[] = [];
  let { rows } = from;
  try {
    for (;;) {
      while (coming.length === 0 || (coming.length < pagesAtOnce && org.hasRoom())) {
        const next = await pages.next();
        if (next.done === true) break;
        const parts = resultRows(org, next.value.path, counters, until, { aheadBytes });
        const first = parts.next();
        // It is heard when its turn comes.
        first.catch(() => undefined);
        coming.push({ page: next.value, parts, first });
      }
      const current = coming[0];
      if (!current) return;
      const { locator, list } = current.page;
      const start: BulkQueryPlace = { job: from.job, locator, list, passed: locator === from.locator ? from.passed : 0, rows };
      for await (const part of unread(resumed(current), start)) {
        ({ rows } = part.place);
        yield part;
      }
      coming.shift();
    }
  } finally {
    left.abort();
    await Promise.allSettled([pages.return(undefined), ...coming.map(({ parts }) => parts.return(undefined))]);
  }
}

async function* resumed({ first, parts }: Coming): AsyncGenerator<ResultRows> {
  const begun = await first;
  if (begun.done === true) return;
  yield begun.value;
  yield* parts;
}

/** The rows of a page that have not been given before, each with its place. */
async function* unread(parts: AsyncIterable<ResultRows>, from: BulkQueryPlace): AsyncGenerator<QueriedRows> {
  let { passed, rows } = from;
  let seen = 0;
  for await (const part of parts) {
    seen += part.rowCount - part.first;
    if (seen <= passed) continue;
    const first = Math.max(part.first, part.rowCount - (seen - passed));
    rows += part.rowCount - first;
    passed = seen;
    yield { ...part, first, place: { ...from, passed, rows } };
  }
}

function notComplete(job: BulkJob): AppError {
  return new AppError('service', 'bulkJobFailed', {
    message: `The org ended the bulk query ${job.id} before its end (${wordsOf(job)}).`,
    hint: 'Run again, or let the query go through the REST API.',
    data: { job: job.id },
  });
}

function countDiffers({ id, numberRecordsProcessed }: BulkJob, rows: number): AppError {
  return new AppError('service', 'bulkCountDiffers', {
    message: `The org says that the bulk query ${id} found ${numberRecordsProcessed} records, and ${rows} were read.`,
    hint: 'Do not use what was written; run again.',
    data: { job: id, counted: numberRecordsProcessed, rows },
  });
}
