import { queryPath, type RestPage } from '../../connectors/salesforce/restQuery.ts';
import { parseSelectList } from '../../connectors/salesforce/selectList.ts';
import { clausesOf, joinClauses, restricted } from '../../connectors/salesforce/soql/clauses.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { makeBatch, type Batch, type Cursor } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineSource, type Choice, type NodeContext } from '../../kit/defineRun.ts';
import { AppError, closest } from '../../kit/errors.ts';
import { builderLookups } from './builderLookups.ts';
import { bulkBatches } from './bulkBatches.ts';
import { definition } from './definition.ts';
import { changesOf } from './changesOf.ts';
import { columnsOf, preparedQuery, type PreparedQuery, type Settings } from './preparedQuery.ts';
import { rangeBatches } from './rangeBatches.ts';
import { restBatches } from './restBatches.ts';
import { usedObjects } from './usedObjects.ts';

/** While a flow is drawn, a describe of some minutes ago will do; a newer one is fetched meanwhile. */
const describeAgeMs = 10 * 60_000;
/** With more records than this, pages one after another take long, and cutting them up takes a few calls. */
const rangesFrom = 20_000;
const usualRanges = 4;

export const run = defineSource(definition, {
  async *read(context, _split, from): AsyncGenerator<Batch> {
    const org = await sharedOrg(context);
    try {
      yield* records(org, context, from);
    } catch (error) {
      throw await atQuery(error, org, context.signal);
    }
  },

  usedObjects,

  lookups: {
    ...builderLookups,
    columns: async (context): Promise<Choice[]> => {
      const org = await sharedOrg(context);
      const { settings, signal } = context;
      // Parameters have no values here; the columns depend on none of them.
      const list = parseSelectList(settings.soql);
      if (!list) {
        await org.request({ method: 'GET', path: queryPath(settings.soql, settings.deleted), idempotent: true }, uncounted, signal);
        return [];
      }
      const added = [...(settings.changes === 'all' ? [] : ['Id', 'SystemModstamp']), ...(settings.deleted ? ['IsDeleted'] : [])];
      const soql = joinClauses(restricted(clausesOf(settings.soql)!, undefined, added));
      const columns = await columnsOf(org, soql, settings, uncounted, signal, describeAgeMs);
      return columns.map(({ name, type, options }) => ({ value: name, label: name, type, ...(options ? { examples: options } : {}) }));
    },
  },
});

async function* records(org: SalesforceOrg, context: NodeContext<Settings>, from: Cursor | undefined): AsyncGenerator<Batch> {
  const { api, splits, ranges } = context.settings;
  const changes = await changesOf(org, context, from);
  const query = await preparedQuery(org, context.settings, changes, context, context.signal);
  const tracker = changes?.tracker;
  const reading = { org, query, tracker, context, from };
  if (api === 'bulk' && query.notBulk !== undefined) throw notForBulk(query.notBulk);
  if (splits === 'ranges' && query.notRanges !== undefined) throw notForRanges(query.notRanges);
  let way = from ? (from['api'] as Way) : api === 'bulk' ? 'bulk' : 'rest';
  let isFirst = true;
  // What the org counts with the first page, against what has been given: not of a run that is gone on with.
  let total = 0;
  let given = 0;
  const count = ({ rowCount }: Batch): void => {
    isFirst = false;
    given += rowCount;
    if (total > 0) context.reached?.(Math.min(1, given / total));
  };
  if (way === 'rest') {
    const batches = restBatches(reading, (first) => {
      // The first page says how many there are, and is the only call that is lost when they are many.
      way = wayOf(context.settings, query, first);
      total = first.totalSize;
      return way === 'rest';
    });
    for await (const batch of batches) {
      count(batch);
      yield batch;
    }
  }
  try {
    for await (const batch of way === 'bulk' ? bulkBatches(reading) : way === 'ranges' ? rangeBatches(reading, splits === 'ranges' ? ranges : usualRanges) : []) {
      count(batch);
      yield batch;
    }
  } catch (error) {
    const isOurChoice = way === 'bulk' ? api === 'auto' : splits === 'auto';
    if (!isOurChoice || from || !isFirst || !isRefusal(error)) throw error;
    context.log('warning', `The org does not take this query ${way === 'bulk' ? 'as a bulk job' : 'by ranges of Id'}, so it is read as pages. ${error.message}`);
    for await (const batch of restBatches(reading, () => true)) {
      count(batch);
      yield batch;
    }
  }
  if (tracker && tracker.known > 0) context.log('info', `${tracker.known} records of the overlap were read by the last run already.`);
  // Columns travel even where there is no record.
  if (isFirst) yield makeBatch(query.schema, query.schema.map(({ type }) => new ValueColumn(type, [])), 0, { source: context.node, ordinal: 0 });
}

/** How records come: one page after another, as the results of a bulk job, or as pages of ranges side by side. */
type Way = 'rest' | 'bulk' | 'ranges';

/** How to go on after the first page. */
function wayOf({ api, bulkFrom, splits }: Settings, query: PreparedQuery, { next, totalSize }: RestPage): Way {
  if (next === undefined) return 'rest';
  if (api === 'auto' && query.notBulk === undefined && totalSize > bulkFrom) return 'bulk';
  return splits === 'ranges' || (splits === 'auto' && query.notRanges === undefined && totalSize > rangesFrom) ? 'ranges' : 'rest';
}

/** Some fields and objects the Bulk API does not read, and some have no Ids that can be compared: only the org knows. Whatever else stops a job would stop pages too. */
function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && (error.kind === 'settings' || ['bulkJobFailed', 'orgRefused', 'noPermission'].includes(error.code));
}

function notForBulk(reason: string): AppError {
  return new AppError('settings', 'queryNotForBulk', { message: `This query cannot be a bulk job: ${reason}.`, hint: 'Read it as pages, or change the query.', where: { path: ['api'] } });
}

function notForRanges(reason: string): AppError {
  return new AppError('settings', 'queryNotForRanges', { message: `This query cannot be read by ranges of Id: ${reason}.`, hint: 'Read it in one piece, or change the query.', where: { path: ['splits'] } });
}

/** What is wrong with the query is said at it, with the field that was probably meant. */
async function atQuery(error: unknown, org: SalesforceOrg, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof AppError) || (error.code !== 'fieldUnknown' && error.code !== 'queryMalformed') || error.where.path) return error;
  const { code, message, hint, data } = error;
  const { object, field } = data;
  const fields = typeof object === 'string' ? await org.describe(object, uncounted, signal).then((found) => found.fields, () => []) : [];
  const near = typeof field === 'string' ? closest(field, fields.map(({ name }) => name)) : undefined;
  const help = near === undefined ? hint : `Did you mean ${near}?`;
  return new AppError('settings', code, { message, ...(help === undefined ? {} : { hint: help }), where: { path: ['soql'] }, data, cause: error });
}
