import { selectRows, type Batch } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { bindCondition, rowErrorOf } from '../../kit/formula/condition.ts';
import type { CompiledFormula } from '../../kit/formula/formula.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';

const reason = 'Condition is not true';

/** To find a way to ask all rows at once takes longer than to ask so many one by one. */
const fewRows = 500;

/** Narrows the selection of each batch; cells are only read where the condition asks for them. */
export const run = defineTransform(definition, {
  open: (context) => {
    let schema: Schema | undefined;
    let condition: CompiledFormula;
    let rowsSeen = 0;

    /** Writes the rows to keep into `kept`; a row whose condition cannot be worked out is rejected. */
    function keep(batch: Batch, kept: Int32Array): { count: number; rejected: number } {
      rowsSeen += batch.rows.length;
      const all = rowsSeen < fewRows ? undefined : keepAll(condition, batch, kept);
      if (all !== undefined) return { count: all, rejected: 0 };
      const { rows } = batch;
      let [count, rejected, position] = [0, 0, 0];
      while (position < rows.length) {
        try {
          for (; position < rows.length; position++) {
            const row = rows[position]!;
            if (condition.evaluate(batch, row) === true) kept[count++] = row;
          }
        } catch (thrown) {
          context.reject(batch, rows[position++]!, rowErrorOf(thrown));
          rejected++;
        }
      }
      return { count, rejected };
    }

    return {
      process: (batch, out) => {
        if (batch.schema !== schema) {
          condition = bindCondition(context.settings.condition, batch.schema, ['condition'], context.startedMs);
          schema = batch.schema;
        }
        const kept = new Int32Array(batch.rows.length);
        const { count, rejected } = keep(batch, kept);
        const dropped = batch.rows.length - count - rejected;
        if (dropped > 0) context.drop(dropped, reason);
        return out.emit(count === batch.rows.length ? batch : selectRows(batch, kept.subarray(0, count)));
      },
    };
  },
});

/** The rows to keep all at once; undefined where there is no such way, or where a row has no answer: then that row must be found. */
function keepAll({ kernels }: CompiledFormula, batch: Batch, kept: Int32Array): number | undefined {
  try {
    return kernels.condition?.(batch, kept);
  } catch (thrown) {
    rowErrorOf(thrown);
    return undefined;
  }
}
