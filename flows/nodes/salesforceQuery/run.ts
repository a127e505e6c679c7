import { queryPath } from '../../connectors/salesforce/restQuery.ts';
import { parseSelectList } from '../../connectors/salesforce/selectList.ts';
import { clausesOf, joinClauses, restricted } from '../../connectors/salesforce/soql/clauses.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import { makeBatch, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineSource, type Choice } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { builderLookups } from './builderLookups.ts';
import { bulkBatches } from './bulkBatches.ts';
import { definition } from './definition.ts';
import { changesOf } from './changesOf.ts';
import { columnsOf, preparedQuery } from './preparedQuery.ts';
import { restBatches } from './restBatches.ts';
import { usedObjects } from './usedObjects.ts';

/** While a flow is drawn, a describe of some minutes ago will do; a newer one is fetched meanwhile. */
const describeAgeMs = 10 * 60_000;

export const run = defineSource(definition, {
  async *read(context, _split, from): AsyncGenerator<Batch> {
    const org = await sharedOrg(context);
    const { api, bulkFrom } = context.settings;
    const changes = await changesOf(org, context, from);
    const query = await preparedQuery(org, context.settings, changes, context, context.signal);
    const tracker = changes?.tracker;
    const reading = { org, query, tracker, context, from };
    if (api === 'bulk' && query.notBulk !== undefined) throw notForBulk(query.notBulk);
    let isBulk = from ? from['api'] === 'bulk' : api === 'bulk';
    let isFirst = true;
    if (!isBulk) {
      const batches = restBatches(reading, (first) => {
        // The first page says how many there are, and is the only call that is lost when they are many.
        isBulk = api === 'auto' && query.notBulk === undefined && first.next !== undefined && first.totalSize > bulkFrom;
        return !isBulk;
      });
      for await (const batch of batches) {
        isFirst = false;
        yield batch;
      }
    }
    if (isBulk) {
      try {
        for await (const batch of bulkBatches(reading)) {
          isFirst = false;
          yield batch;
        }
      } catch (error) {
        if (api !== 'auto' || from || !isFirst || !isBulkRefusal(error)) throw error;
        context.log('warning', `The org does not take this query as a bulk job, so it is read as pages. ${error.message}`);
        for await (const batch of restBatches(reading, () => true)) {
          isFirst = false;
          yield batch;
        }
      }
    }
    if (tracker && tracker.known > 0) context.log('info', `${tracker.known} records of the overlap were read by the last run already.`);
    // Columns travel even where there is no record.
    if (isFirst) yield makeBatch(query.schema, query.schema.map(({ type }) => new ValueColumn(type, [])), 0, { source: context.node, ordinal: 0 });
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

/** Some fields and objects the Bulk API does not read, which only the org knows. Whatever else stops a job would stop pages too. */
function isBulkRefusal(error: unknown): error is AppError {
  return error instanceof AppError && (error.kind === 'settings' || ['bulkJobFailed', 'orgRefused', 'noPermission'].includes(error.code));
}

function notForBulk(reason: string): AppError {
  return new AppError('settings', 'queryNotForBulk', { message: `This query cannot be a bulk job: ${reason}.`, hint: 'Read it as pages, or change the query.', where: { path: ['api'] } });
}
