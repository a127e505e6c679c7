import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { type CompileContext, type CompiledQuery, compileQuery } from '../soql/compileQuery.ts';
import type { ChildPlan } from '../soql/compileSelect.ts';
import { parseQuery } from '../soql/parseQuery.ts';
import type { Query } from '../soql/query.ts';
import { withQueryText } from '../soql/soqlFault.ts';
import type { SqlRow } from '../database.ts';
import { queryContextOf } from './queryContextOf.ts';
import { rowsOf } from './rowsOf.ts';
import { type LocatorPlan, openLocators } from './locators.ts';
import { type ApiRecord, type ChildLists, shapeRecord } from './shapeRecords.ts';

export interface QueryResult {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly ApiRecord[];
}

export interface QueryOptions {
  /** Records in the recycle bin too. */
  readonly all: boolean;
  readonly pageSize: number;
  /** Who asks, and so sees what their permissions show; everything where it is not given. */
  readonly userId?: string;
  /** `/services/data/v68.0`: what the links in the answer begin with. */
  readonly base: string;
}

/** Runs SOQL and gives its first page. @throws OrgError with the wording and the place that a real org gives. */
export function runQuery(org: OrgContext, soql: string, options: QueryOptions): QueryResult {
  return withQueryText(soql, () => {
    const query = parseQuery(soql);
    const context = { ...queryContextOf(org, options.userId), all: options.all };
    const compiled = compileQuery(query, { ...context, atMost: options.pageSize + 1 });
    const rows = rowsOf(org, compiled);
    if (compiled.result === 'count') return { totalSize: Number(rows[0]![0]), done: true, records: [] };
    const hasMore = rows.length > options.pageSize;
    if (hasMore && compiled.result === 'aggregates') {
      throw new OrgError('EXCEEDED_ID_LIMIT', 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch');
    }
    const plan: LocatorPlan = { soql, all: options.all, child: [] };
    const page = new PageReader(org, plan, context, options);
    if (!hasMore) return { totalSize: rows.length, done: true, records: page.records(compiled, rows) };
    const idQuery = compileQuery(query, { ...context, idsOnly: true });
    const ids = rowsOf(org, idQuery).map(([id]) => id as string);
    const locator = openLocators(org.database, org.now).keep(plan, ids);
    return { ...linked(options, locator, options.pageSize, ids.length), records: page.records(compiled, rows.slice(0, options.pageSize)) };
  });
}

/** The next page of a result. @throws OrgError `INVALID_QUERY_LOCATOR` */
export function runLocator(org: OrgContext, locator: string, options: Omit<QueryOptions, 'all'>): QueryResult {
  const { id, plan, total, start, ids } = openLocators(org.database, org.now).read(locator, options.pageSize);
  return withQueryText(plan.soql, () => {
    const query = plan.child.reduce((outer, index) => subQueries(outer)[index]!, parseQuery(plan.soql));
    const context = { ...queryContextOf(org, options.userId), all: plan.all };
    const object = org.schema.ofId(ids[0]!)!;
    const compiled = compileQuery({ ...query, from: { ...query.from, name: object.name } }, { ...context, source: { kind: 'snapshot', ids } });
    const rows = rowsOf(org, compiled);
    const page = new PageReader(org, plan, context, options);
    return { ...linked(options, id, start + ids.length, total), records: page.records(compiled, rows) };
  });
}

function subQueries(query: Query): Query[] {
  return query.select.flatMap((item) => (item.kind === 'query' ? [item.query] : []));
}

function linked({ base }: { base: string }, locator: string, read: number, totalSize: number): Omit<QueryResult, 'records'> {
  return read < totalSize ? { totalSize, done: false, nextRecordsUrl: `${base}/query/${locator}-${read}` } : { totalSize, done: true };
}

/** Makes records of rows, and runs each sub-query once for all of them. */
class PageReader {
  readonly #org: OrgContext;
  readonly #plan: LocatorPlan;
  readonly #context: CompileContext;
  readonly #options: Omit<QueryOptions, 'all'>;

  constructor(org: OrgContext, plan: LocatorPlan, context: CompileContext, options: Omit<QueryOptions, 'all'>) {
    this.#org = org;
    this.#plan = plan;
    this.#context = context;
    this.#options = options;
  }

  records(compiled: CompiledQuery, rows: readonly SqlRow[], path: readonly number[] = this.#plan.child): ApiRecord[] {
    const lists: ChildLists = rows.length === 0 ? [] : compiled.children.map((child, index) => this.#childLists(child, compiled, rows, [...path, index]));
    return rows.map((row) => shapeRecord(compiled.shape, row, this.#options.base, lists));
  }

  #childLists(child: ChildPlan, parent: CompiledQuery, rows: readonly SqlRow[], path: readonly number[]): ReadonlyMap<string, QueryResult> {
    const ids = rows.map((row) => row[parent.shape.idColumn] as string);
    const compiled = compileQuery(child.query, { ...this.#context, source: { kind: 'childrenOf', object: child.object, field: child.field, ids } });
    const byParent = Map.groupBy(rowsOf(this.#org, compiled), (row) => row[compiled.parentColumn] as string);
    const { offset = 0, limit = Number.POSITIVE_INFINITY } = child.query;
    const { pageSize } = this.#options;
    const lists = new Map<string, QueryResult>();
    for (const [id, all] of byParent) {
      const wanted = all.slice(offset, offset + limit);
      if (wanted.length === 0) continue;
      const records = this.records(compiled, wanted.slice(0, pageSize), path);
      const isWhole = wanted.length <= pageSize;
      const locator = isWhole
        ? ''
        : openLocators(this.#org.database, this.#org.now).keep(
            { ...this.#plan, child: path },
            wanted.map((row) => row[compiled.shape.idColumn] as string),
          );
      lists.set(id, { ...linked(this.#options, locator, records.length, wanted.length), records });
    }
    return lists;
  }
}
