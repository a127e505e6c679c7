import { callApexRest } from '../../connectors/salesforce/apexRest.ts';
import { sharedOrg } from '../../connectors/salesforce/sharedOrg.ts';
import { selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ConstantColumn, type Column } from '../../kit/column.ts';
import { defineTransform, type NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { UnderWay } from '../../kit/underWay.ts';
import { answerColumns, answerEntries } from './answerColumns.ts';
import { answeredSchema, definition } from './definition.ts';
import { rowRequests, type RowRequest, type RowRequests } from './rowRequests.ts';
import type { Settings } from './settings.ts';

export const run = defineTransform(definition, {
  async open(context) {
    const { settings } = context;
    const org = await sharedOrg(context);
    const onlyReads = settings.method === 'GET' || settings.effect === 'reads';
    const isSent = onlyReads || context.isPlan !== true;
    if (!isSent) context.log('info', 'A plan calls nothing that may change the org: the columns of the answers are blank.');
    const call = ({ path, body }: RowRequest): Promise<unknown> =>
      callApexRest(org, { method: settings.method, path, body, isRepeatable: onlyReads || settings.effect === 'repeatable' }, context, context.signal);
    const underWay = new UnderWay(settings.parallel);
    let bound: Schema | undefined;
    let requestsOf: (batch: Batch) => RowRequests;
    let refused = 0;
    let firstRefusal: AppError | undefined;

    /** Sends without waiting for more than a free place. */
    async function forget(requests: readonly RowRequest[]): Promise<void> {
      for (const request of requests) {
        await underWay.start(async () => {
          await call(request).catch((error: unknown) => {
            if (!(error instanceof AppError) || error.kind !== 'row') throw error;
            refused += request.rows.length;
            firstRefusal ??= error;
          });
        });
      }
    }

    async function replies(requests: readonly RowRequest[], failed: Map<number, AppError>): Promise<Map<number, unknown>> {
      const answers = new Map<number, unknown>();
      for (const request of requests) {
        await underWay.start(async () => {
          try {
            const entries = answerEntries(await call(request), request, settings);
            for (const [index, row] of request.rows.entries()) answers.set(row, entries[index]);
          } catch (error) {
            if (!(error instanceof AppError) || error.kind !== 'row') throw error;
            for (const row of request.rows) failed.set(row, error);
          }
        });
      }
      await underWay.end();
      return answers;
    }

    return {
      async process(batch, out) {
        if (batch.schema !== bound) requestsOf = rowRequests(batch.schema, settings, context.startedMs);
        bound = batch.schema;
        const made = requestsOf(batch);
        const failed = new Map(made.failed);
        let added: readonly Column[];
        if (!isSent) added = settings.mode === 'forget' ? [] : settings.answers.map(({ type }) => new ConstantColumn(type, null));
        else if (settings.mode === 'forget') {
          await forget(made.requests);
          added = [];
        } else added = answerColumns(await replies(made.requests, failed), batch.rowCount, settings, failed);
        const whole = withColumns(batch, answeredSchema(batch.schema, settings), [...batch.columns, ...added]);
        return out.emit(withoutFailed(whole, batch, failed, context));
      },
      async finish() {
        await underWay.end();
        if (firstRefusal) context.log('warning', `The requests for ${refused} rows were not taken. The first: ${firstRefusal.message}`);
      },
    };
  },
});

function withoutFailed(whole: Batch, batch: Batch, failed: ReadonlyMap<number, AppError>, context: NodeContext<Settings>): Batch {
  if (failed.size === 0) return whole;
  for (const row of batch.rows) if (failed.has(row)) context.reject(batch, row, failed.get(row)!);
  return selectRows(whole, batch.rows.filter((row) => !failed.has(row)));
}
