import { openDuck } from '../../connectors/duckdb/duck.ts';
import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform, type Choice, type LookupContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition, tables } from './definition.ts';

/** Puts all rows into tables of a database in memory, which goes to disk past its share of the run's memory, and then runs the query. */
export const run = defineTransform(definition, {
  lookups: { columns: columnChoices },
  async open(context) {
    const session = await context.shared(`sql:${context.node}`, () => openDuck(context), (opened) => opened.close());
    const { query, columns } = context.settings;
    return {
      process: (batch, _out, port) => session.add(tables[port]!, batch),
      async finish(out) {
        let isFirst = true;
        for await (const batch of session.query(query, context.node)) {
          if (isFirst) checkColumns(columns, batch.schema);
          isFirst = false;
          await out.emit(batch);
          await context.pause();
        }
      },
    };
  },
});

/** So much is enough for tables without rows. */
const lookMemoryBytes = 64 * 2 ** 20;

/** The columns that the query gives, of the columns that come in. */
async function columnChoices({ settings, signal, upstream, shared }: LookupContext<ReturnType<typeof definition.settings.parse>>): Promise<Choice[]> {
  const session = await shared('sql', () => openDuck({ memoryBytes: lookMemoryBytes, signal }), (opened) => opened.close());
  for (const [index, { name, title }] of definition.ports(settings).in.entries()) {
    const schema = upstream?.[index];
    if (!schema) throw inputUnknown(title);
    await session.add(tables[name]!, batchFromRows(schema, [], { source: '', ordinal: 0 }));
  }
  return (await session.columns(settings.query)).map(({ name, type }) => ({ value: name, label: name, type }));
}

function inputUnknown(title: string): AppError {
  const message = `The columns of "${title}" are not known before the flow runs.`;
  return new AppError('settings', 'sqlInputUnknown', { message, hint: 'Connect a node there that knows its columns.', where: { path: ['query'] } });
}

/** Nodes below were checked against what is declared. */
function checkColumns(declared: Schema, given: Schema): void {
  const say = (schema: Schema): string => schema.map(({ name, type }) => `${name} (${type})`).join(', ');
  if (declared.length === 0 || say(declared) === say(given)) return;
  throw new AppError('settings', 'sqlColumnsDiffer', {
    message: `The query gives the columns ${say(given)}; the node says ${say(declared)}.`,
    hint: 'Read the columns again, or remove them all.',
    where: { path: ['columns'] },
  });
}
