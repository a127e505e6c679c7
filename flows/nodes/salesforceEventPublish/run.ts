import { usedByPaths } from '../../connectors/salesforce/fieldFacts.ts';
import { isRequired } from '../../connectors/salesforce/objectDescribe.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import type { Batch } from '../../kit/batch.ts';
import { defineSink, type Choice, type Outcome } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { eventBody } from './eventBody.ts';

/** The answer for one event of a collections call. */
interface RecordResult {
  readonly id?: string | null;
  readonly success: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

export const run = defineSink(definition, {
  delivery: () => 'atLeastOnce',

  async open(context) {
    const { event, mayRepeat, batchSize } = context.settings;
    const org = await sharedOrg(context);
    const describe = await org.describe(event, context, context.signal);
    if (!describe.name.endsWith('__e')) {
      throw new AppError('settings', 'notAnEvent', { message: `${describe.name} is no platform event; those end with __e.`, hint: 'Records are written by Salesforce write.', where: { path: ['event'] } });
    }
    let bound: Schema | undefined;
    let bodyOf: (batch: Batch, row: number) => Record<string, Cell>;

    async function publish(batch: Batch, rows: Int32Array): Promise<Outcome[]> {
      const records = [...rows].map((row) => ({ attributes: { type: describe.name }, ...bodyOf(batch, row) }));
      let results: readonly RecordResult[];
      try {
        results = await org.request<readonly RecordResult[]>({ method: 'POST', path: '/composite/sobjects', body: { allOrNone: false, records }, idempotent: mayRepeat }, context, context.signal);
      } catch (error) {
        if (!(error instanceof AppError) || error.kind !== 'busy') throw error;
        const why = error.code === 'orgUnreachable' ? 'The connection was cut before the org answered; the event may have been published.' : `The org did not take the event, and it is not sent again: ${error.message}`;
        for (const row of rows) context.reject(batch, row, new AppError('row', error.code === 'orgUnreachable' ? 'answerLost' : 'eventBusy', { message: why, cause: error }));
        return [];
      }
      return [...rows].flatMap((row, index): Outcome[] => {
        const result = results[index];
        if (result?.success === true) return [{ row, action: 'inserted', id: publishedId(result) }];
        const { statusCode = 'UNKNOWN', message = 'The org did not answer for this event.' } = result?.errors[0] ?? {};
        context.reject(batch, row, new AppError('row', statusCode, { message }));
        return [];
      });
    }

    return {
      async write(batch) {
        if (batch.schema !== bound) bodyOf = eventBody(batch.schema, describe);
        bound = batch.schema;
        const outcomes: Outcome[] = [];
        // One call after the other: subscribers get the events in the order of the rows.
        for (let at = 0; at < batch.rows.length; at += batchSize) outcomes.push(...(await publish(batch, batch.rows.subarray(at, at + batchSize))));
        return outcomes;
      },
    };
  },

  usedObjects: async (context, [upstream]) => {
    const { connection, event } = context.settings;
    if (event === '') return [];
    const org = await sharedOrg(context);
    const used = await usedByPaths(connection, event, (upstream ?? []).map(({ name }) => name), (name) => org.describe(name, uncounted, context.signal, 0));
    return used.map((one) => ({ ...one, access: ['create'] }));
  },

  lookups: {
    events: async (context): Promise<Choice[]> => {
      const org = await sharedOrg(context);
      const { sobjects } = await org.request<{ sobjects: { name: string; label: string; createable: boolean }[] }>({ method: 'GET', path: '/sobjects', idempotent: true }, uncounted, context.signal);
      return sobjects.filter(({ name, createable }) => createable && name.endsWith('__e')).map(({ name, label }) => ({ value: name, label, detail: name }));
    },
    fields: async (context): Promise<Choice[]> => {
      const { fields } = await (await sharedOrg(context)).describe(context.settings.event, uncounted, context.signal);
      return fields.filter(({ createable }) => createable).map((field) => ({ value: field.name, label: field.label, detail: field.type, required: isRequired(field) }));
    },
  },
});

/** The id that subscribers see: the org says it in the message of OPERATION_ENQUEUED. Source: Platform Events Developer Guide, "Publish Event Messages with REST". */
function publishedId({ id, errors }: RecordResult): string {
  const uuid = errors.find(({ statusCode }) => statusCode === 'OPERATION_ENQUEUED')?.message ?? '';
  return /^[0-9a-f-]{36}$/i.test(uuid) ? uuid : (id ?? '');
}
