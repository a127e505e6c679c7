import { columnIndex, selectRows, withColumns } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import type { AppError } from '../../kit/errors.ts';
import { bindFormula } from '../../kit/formula/bindFormula.ts';
import { fillColumn } from '../../kit/formula/fillColumn.ts';
import type { CompiledFormula } from '../../kit/formula/formula.ts';
import type { Schema } from '../../kit/schema.ts';
import { computedSchema, definition } from './definition.ts';

/** A formula bound to the columns it may use, and the columns there are after it. */
interface Step {
  readonly formula: CompiledFormula;
  readonly schema: Schema;
  readonly at: number;
}

/** Fills one column after the other for the living rows of a batch. A row is rejected once, as it came in, by the formula that failed first. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { columns } = context.settings;
    let bound: Schema | undefined;
    let steps: readonly Step[] = [];

    function bind(upstream: Schema): Step[] {
      let schema = upstream;
      return columns.map(({ column, formula: source }, index) => {
        const formula = bindFormula(source, schema, ['columns', index, 'formula'], { nowMs: context.startedMs });
        schema = computedSchema(schema, column, formula.type);
        return { formula, schema, at: columnIndex(schema, column) };
      });
    }

    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          steps = bind(batch.schema);
          bound = batch.schema;
        }
        const failed = new Map<number, AppError>();
        let made = batch;
        for (const { formula, schema, at } of steps) {
          const filled = [...made.columns];
          filled[at] = fillColumn(formula, made, failed);
          made = withColumns(made, schema, filled);
        }
        for (const row of failed.size === 0 ? [] : batch.rows) {
          const error = failed.get(row);
          if (error) context.reject(batch, row, error);
        }
        return out.emit(failed.size === 0 ? made : selectRows(made, batch.rows.filter((row) => !failed.has(row))));
      },
    };
  },
});
