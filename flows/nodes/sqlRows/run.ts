import { DuckSession } from '../../connectors/duckdb/duckSession.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { definition, tables } from './definition.ts';

/** Puts all rows into tables of a database in memory, which goes to disk past its share of the run's memory, and then runs the query. */
export const run = defineTransform(definition, {
  async open(context) {
    const session = await context.shared(`sql:${context.node}`, () => DuckSession.open(context), (opened) => opened.close());
    return {
      process: (batch, _out, port) => session.add(tables[port]!, batch),
      async finish(out) {
        for await (const batch of session.query(context.settings.query, context.node)) {
          await out.emit(batch);
          await context.pause();
        }
      },
    };
  },
});
