import { queryPath, restQuery, type RestPage } from '../../connectors/salesforce/restQuery.ts';
import { joinClauses } from '../../connectors/salesforce/soql/clauses.ts';
import { idRanges, inRange, type IdRange } from '../../connectors/salesforce/soql/idRanges.ts';
import type { Batch } from '../../kit/batch.ts';
import { pageBatch } from './pageBatch.ts';
import type { Reading } from './preparedQuery.ts';
import { audit } from './restBatches.ts';

/** A range and how far it is read. */
interface RangePlace extends IdRange {
  /** The next page; absent before the first, null after the last. */
  readonly next?: string | null;
  /** What the org counted when the range was begun. */
  readonly counted: number;
}

/** Where reading goes on: all ranges, since their borders are found once a run, and whose turn it is. */
interface Place {
  readonly ranges: readonly RangePlace[];
  readonly turn: number;
}

/**
 * The records of a query by ranges of Id, a page of each in turn, while the next pages of all of them are on their way. The turns do not
 * depend on who answers first, so a record has the same ordinal when a run is resumed.
 * @param wanted so many ranges; not heard where a run is gone on with
 */
export async function* rangeBatches(reading: Reading, wanted: number): AsyncGenerator<Batch> {
  const { org, query, context, from } = reading;
  const { settings, signal } = context;
  const known = from ? (JSON.parse(String(from['ranges'])) as Place) : undefined;
  const ranges: RangePlace[] = known ? [...known.ranges] : (await idRanges(org, query.clauses!, query.isAll, wanted, context, signal)).map((range) => ({ ...range, counted: 0 }));
  if (!known) context.log('info', `The query is read in ${ranges.length} ranges of Id side by side.`);
  const pages = ranges.map(({ next, ...range }) => (next === null ? nothing : ahead(restQuery(org, next ?? queryPath(joinClauses(inRange(query.clauses!, range)), query.isAll), settings.pageSize, context, signal))));
  const batchOf = pageBatch(reading);
  let ordinal = Number(from?.['ordinal'] ?? 0);
  try {
    for (let turn = known?.turn ?? 0; ranges.some(({ next }) => next !== null); turn = (turn + 1) % ranges.length) {
      const range = ranges[turn]!;
      if (range.next === null) continue;
      const page = await pages[turn]!.take();
      ranges[turn] = { ...range, next: page.next ?? null, counted: range.next === undefined ? page.totalSize : range.counted };
      const place: Place = { ranges, turn: (turn + 1) % ranges.length };
      const after = ordinal + page.records.length;
      yield batchOf(page, ordinal, { api: 'ranges', ranges: JSON.stringify(place), ordinal: after });
      ordinal = after;
    }
  } finally {
    await Promise.all(pages.map((one) => one.close()));
  }
  audit(context, ranges.reduce((sum, { counted }) => sum + counted, 0), ordinal, ranges.length);
}

interface PagesAhead {
  take(): Promise<RestPage>;
  close(): Promise<void>;
}

/** Of a range that was read to its end by the run before. */
const nothing: PagesAhead = { take: () => Promise.reject(new Error('The range has been read.')), close: () => Promise.resolve() };

/** Has the next page on its way before it is asked for. */
function ahead(pages: AsyncGenerator<RestPage>): PagesAhead {
  const ask = (): Promise<IteratorResult<RestPage>> => {
    const next = pages.next();
    // It is heard when its turn comes.
    next.catch(() => undefined);
    return next;
  };
  let coming = ask();
  return {
    async take() {
      const { value } = (await coming) as IteratorYieldResult<RestPage>;
      coming = ask();
      return value;
    },
    async close() {
      await coming.catch(() => undefined);
      await pages.return(undefined).catch(() => undefined);
    },
  };
}
