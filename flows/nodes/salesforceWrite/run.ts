import { collectionsRequest, type RecordResult } from '../../connectors/salesforce/collections.ts';
import { isRequired } from '../../connectors/salesforce/objectDescribe.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { sharedOrg, uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import type { Batch } from '../../kit/batch.ts';
import { defineSink, type Choice, type NodeContext, type Outcome } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { recordMaker, type RecordMaker } from './recordMaker.ts';

type Settings = ReturnType<typeof definition.settings.parse>;

interface Call {
  readonly rows: number[];
  readonly records: Record<string, unknown>[];
}

export const run = defineSink(definition, {
  delivery: ({ operation }) => (operation === 'insert' ? 'atLeastOnce' : 'idempotent'),

  open: async (context) => {
    const { settings, signal } = context;
    const org = await sharedOrg(context);
    const describe = await org.describe(settings.object, context, signal);
    let schema: Schema | undefined;
    let maker: RecordMaker | undefined;

    return {
      write: async (batch) => {
        if (batch.schema !== schema) {
          maker = recordMaker(batch.schema, describe, settings);
          schema = batch.schema;
        }
        const calls = callsOf(batch, maker!, context);
        const outcomes: Outcome[] = [];
        // A shared iterator is the queue: each lane takes the next call when its last one is answered.
        const queue = calls.values();
        const lane = async (): Promise<void> => {
          for (const call of queue) outcomes.push(...(await send(org, call, batch, context)));
        };
        await Promise.all(Array.from({ length: Math.min(settings.parallel, calls.length) }, lane));
        return outcomes;
      },
    };
  },

  lookups: {
    objects: async (context): Promise<Choice[]> => {
      const org = await sharedOrg(context);
      const { sobjects } = await org.request<{ sobjects: { name: string; label: string; createable: boolean }[] }>({ method: 'GET', path: '/sobjects', idempotent: true }, uncounted, context.signal);
      return sobjects.filter((object) => object.createable).map((object) => ({ value: object.name, label: object.label, detail: object.name }));
    },
    keys: async (context): Promise<Choice[]> => {
      const describe = await (await sharedOrg(context)).describe(context.settings.object, uncounted, context.signal);
      return describe.fields.filter((field) => field.externalId || field.idLookup).map((field) => ({ value: field.name, label: field.label, detail: field.name }));
    },
    fields: async (context): Promise<Choice[]> => {
      const describe = await (await sharedOrg(context)).describe(context.settings.object, uncounted, context.signal);
      return describe.fields
        .filter((field) => field.createable || field.updateable)
        .map((field) => ({ value: field.name, label: field.label, detail: field.type, required: isRequired(field) }));
    },
  },
});

/** The rows of a batch as calls of at most `batchSize` records. Rows without the key they need are rejected here. */
function callsOf(batch: Batch, maker: RecordMaker, context: NodeContext<Settings>): Call[] {
  const calls: Call[] = [];
  let call: Call = { rows: [], records: [] };
  for (const row of batch.rows) {
    const record = maker(batch, row);
    if (record instanceof AppError) {
      context.reject(batch, row, record);
      continue;
    }
    if (call.rows.length === context.settings.batchSize) {
      calls.push(call);
      call = { rows: [], records: [] };
    }
    call.rows.push(row);
    call.records.push(record);
  }
  if (call.rows.length > 0) calls.push(call);
  return calls;
}

async function send(org: SalesforceOrg, call: Call, batch: Batch, context: NodeContext<Settings>): Promise<Outcome[]> {
  const { operation, object, key } = context.settings;
  const results = await org.request<RecordResult[]>(collectionsRequest(operation, object, key, call.records), context, context.signal);
  const outcomes: Outcome[] = [];
  for (let index = 0; index < call.rows.length; index++) {
    const row = call.rows[index]!;
    const result = results[index];
    if (result?.success) {
      const action = operation === 'delete' ? 'deleted' : operation === 'insert' || result.created ? 'inserted' : 'updated';
      outcomes.push({ row, action, ...(result.id ? { id: result.id } : {}) });
    } else {
      const error = result?.errors[0];
      // The org's own code goes on the rejected row: it is what people search for.
      context.reject(batch, row, new AppError('row', error?.statusCode ?? 'noAnswer', { message: error?.message ?? 'The org gave no answer for this row.', data: { fields: error?.fields ?? [] } }));
    }
  }
  return outcomes;
}
