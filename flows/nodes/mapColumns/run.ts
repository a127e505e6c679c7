import { selectRows, withColumns } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import type { AppError } from '../../kit/errors.ts';
import { bindFormula } from '../../kit/formula/bindFormula.ts';
import { fillColumn } from '../../kit/formula/fillColumn.ts';
import type { CompiledFormula } from '../../kit/formula/formula.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { mappedSchema, mappedSources, type MappedSource } from './mappedSchema.ts';

/** The formulas bound to one schema, and what the result looks like. */
interface Mapping {
  readonly formulas: readonly CompiledFormula[];
  readonly sources: readonly MappedSource[];
  readonly schema: Schema;
}

/**
 * Works out one column after the other for the living rows of a batch. A column that is only renamed or kept is passed on as the object it
 * is, so that it stays lazy; a constant takes no room. A row for which a formula cannot be worked out is rejected once, by the first that failed.
 */
export const run = defineTransform(definition, {
  open: (context) => {
    const { columns, keepOthers } = context.settings;
    let bound: Schema | undefined;
    let mapping: Mapping;

    function bind(schema: Schema): Mapping {
      const formulas = columns.map(({ formula }, index) => bindFormula(formula, schema, ['columns', index, 'formula'], { nowMs: context.startedMs }));
      const types = formulas.map(({ type }) => type);
      return { formulas, sources: mappedSources(schema, columns, keepOthers), schema: mappedSchema(schema, columns, types, keepOthers) };
    }

    return {
      process: (batch, out) => {
        if (batch.schema !== bound) {
          mapping = bind(batch.schema);
          bound = batch.schema;
        }
        const failed = new Map<number, AppError>();
        const made = mapping.formulas.map((formula) => fillColumn(formula, batch, failed));
        const mapped = withColumns(
          batch,
          mapping.schema,
          mapping.sources.map((source) => ('incoming' in source ? batch.columns[source.incoming]! : made[source.entry]!)),
        );
        if (failed.size === 0) return out.emit(mapped);
        for (const row of batch.rows) {
          const error = failed.get(row);
          if (error) context.reject(batch, row, error);
        }
        return out.emit(
          selectRows(
            mapped,
            batch.rows.filter((row) => !failed.has(row)),
          ),
        );
      },
    };
  },
});
