import { queryPath } from '../restQuery.ts';
import type { OrgCounters, SalesforceOrg } from '../salesforceOrg.ts';
import { clause, joinClauses, listItems, restricted, type Clauses, type Keyword } from './clauses.ts';

/** A part of a query's records. The outermost ranges are open, so that together they are all there are, later ones too. */
export interface IdRange {
  /** The first Id that belongs to it, with 15 letters. */
  readonly from?: string;
  /** The first that does not. */
  readonly to?: string;
}

interface Piece extends IdRange {
  /** Of the records in it. */
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** The digits of an Id in the order in which the org compares them. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLetters = 15;

const wholes: readonly Keyword[] = ['group by', 'having', 'order by', 'limit', 'offset'];
const aggregates = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'grouping']);

/** What keeps a query from being read by ranges of Id, as the end of a sentence; undefined where nothing does: what counts or orders all records needs them in one piece. */
export function whyNotRanges(clauses: Clauses): string | undefined {
  const whole = wholes.find((keyword) => clause(clauses, keyword) !== undefined);
  if (whole !== undefined) return `it has ${whole.toUpperCase()}`;
  const call = listItems(clause(clauses, 'select')!).map((item) => /^(\w+)\s*\(/.exec(item)?.[1]?.toLowerCase() ?? '').find((name) => aggregates.has(name));
  return call === undefined ? undefined : `it has ${call.toUpperCase()}()`;
}

/** The query with nothing but the records of a range. */
export function inRange(clauses: Clauses, { from, to }: IdRange): Clauses {
  const conditions = [...(from === undefined ? [] : [`Id >= '${from}'`]), ...(to === undefined ? [] : [`Id < '${to}'`])];
  return conditions.length === 0 ? clauses : restricted(clauses, conditions.join(' AND '), []);
}

/**
 * Cuts a query's records into ranges of Id that have about as many each, three short calls a cut. The largest is cut between its first and
 * its last record: Ids of an org lie in clusters, and a range that is all gap would be cut for nothing.
 * @param wanted so many ranges, or fewer where there are not so many records
 */
export async function idRanges(org: SalesforceOrg, clauses: Clauses, isAll: boolean, wanted: number, counters: OrgCounters, signal: AbortSignal): Promise<IdRange[]> {
  interface Answer {
    readonly totalSize: number;
    readonly records: readonly { readonly Id: string }[];
  }
  const ask = (select: string, range: IdRange, end: string): Promise<Answer> => {
    const kept = inRange(clauses, range).filter(([keyword]) => ['from', 'using scope', 'where', 'with'].includes(keyword));
    return org.request<Answer>({ method: 'GET', path: queryPath(`${joinClauses([['select', select], ...kept])}${end}`, isAll), idempotent: true }, counters, signal);
  };
  const count = async (range: IdRange): Promise<number> => (await ask('COUNT()', range, '')).totalSize;
  const end = async (range: IdRange, order: 'ASC' | 'DESC'): Promise<string | undefined> => (await ask('Id', range, ` ORDER BY Id ${order} LIMIT 1`)).records[0]?.Id.slice(0, idLetters);

  const [all, first, last] = await Promise.all([count({}), end({}, 'ASC'), end({}, 'DESC')]);
  if (first === undefined || last === undefined) return [{}];
  const pieces: Piece[] = [{ first, last, count: all }];
  while (pieces.length < wanted) {
    const largest = pieces.reduce((most, piece) => (piece.first < piece.last && (most.first >= most.last || piece.count > most.count) ? piece : most));
    if (largest.first >= largest.last) break;
    const at = between(largest.first, largest.last);
    const [left, right] = [{ ...(largest.from === undefined ? {} : { from: largest.from }), to: at }, { from: at, ...(largest.to === undefined ? {} : { to: largest.to }) }];
    const [before, lastOfLeft, firstOfRight] = await Promise.all([count(left), end(left, 'DESC'), end(right, 'ASC')]);
    // Records that went meanwhile leave an end where it was.
    pieces.splice(
      pieces.indexOf(largest), 1,
      { ...left, first: largest.first, last: lastOfLeft ?? largest.first, count: before },
      { ...right, first: firstOfRight ?? largest.last, last: largest.last, count: Math.max(0, largest.count - before) },
    );
  }
  return pieces.map(({ from, to }) => ({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }));
}

/** An Id above the one and not above the other. */
function between(low: string, high: string): string {
  return idOf((numberOf(low) + numberOf(high) + 1n) / 2n);
}

function numberOf(id: string): bigint {
  let value = 0n;
  for (const letter of id) value = value * 62n + BigInt(digits.indexOf(letter));
  return value;
}

function idOf(value: bigint): string {
  let id = '';
  for (let left = value; id.length < idLetters; left /= 62n) id = digits[Number(left % 62n)]! + id;
  return id;
}
