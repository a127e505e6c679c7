import { makeBatch, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn, type Column } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import type { Cell, ColumnSpec, Schema } from '../../kit/schema.ts';
import { ScriptBatches, type ScriptResult } from '../../connectors/script/scriptBatch.ts';
import { definition, keepsOthers, scriptedSchema } from './definition.ts';

/**
 * Calls the user's script inside an interpreter of its own, a batch at a time: only columns it reads go in, only those it gives come out.
 * The script is read anew when the columns that come in change, and forgets what it kept in its variables then.
 */
export const run = defineTransform(definition, {
  open(context) {
    const { settings } = context;
    const outputs: readonly ColumnSpec[] = settings.columns.map(({ name, type }) => ({ name: name.trim(), type }));
    let bound: Schema | undefined;
    let script: ScriptBatches | undefined;
    let made = 0;
    const outSchema = (schema: Schema): Schema => (keepsOthers(settings) ? scriptedSchema(schema, outputs) : outputs);
    let leaving: Schema = outputs;

    async function bind(schema: Schema): Promise<ScriptBatches> {
      bound = schema;
      leaving = outSchema(schema);
      script = await ScriptBatches.start({
        script: settings.script,
        mode: settings.mode,
        incoming: schema,
        outputs,
        timeoutMs: settings.timeoutMs,
        memoryBytes: settings.memoryMb * 2 ** 20,
        seed: settings.seed,
        nowMs: context.startedMs,
      });
      return script;
    }

    function newRows({ count, cells }: ScriptResult): Batch {
      const columns = outputs.map(({ type }, index) => new ValueColumn(type, cells[index]!));
      const batch = makeBatch(outputs, columns, count, { source: context.node, ordinal: made });
      made += count;
      return batch;
    }

    function sameRows(batch: Batch, { cells, dropped, failed }: ScriptResult): Batch {
      const placed = outputs.map(({ type }, index): Column => new ValueColumn(type, atRows(batch, cells[index]!)));
      const columns = keepsOthers(settings) ? [...batch.columns] : [];
      for (const [index, { name }] of outputs.entries()) columns[keepsOthers(settings) ? findColumn(leaving, name) : index] = placed[index]!;
      const result = withColumns(batch, leaving, columns);
      if (dropped.length === 0 && failed.size === 0) return result;
      for (const [at, error] of failed) context.reject(batch, batch.rows[at]!, error);
      if (dropped.length > 0) context.drop(dropped.length, 'The script gave nothing for them');
      const gone = new Set([...dropped, ...failed.keys()]);
      return selectRows(result, batch.rows.filter((_, at) => !gone.has(at)));
    }

    return {
      async process(batch, out) {
        const ready = script && batch.schema === bound ? script : await bind(batch.schema);
        const result = await ready.run(batch, () => context.pause());
        await out.emit(settings.mode === 'batch' ? newRows(result) : sameRows(batch, result));
      },
    };
  },
});

/** Cells of the living rows at their physical places. */
function atRows(batch: Batch, cells: readonly Cell[]): readonly Cell[] {
  if (batch.rows.length === batch.rowCount) return cells;
  const placed: Cell[] = [];
  placed.length = batch.rowCount;
  for (const [at, row] of batch.rows.entries()) placed[row] = cells[at]!;
  return placed;
}
