import { withColumns } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { pickedBatch } from '../../kit/pickedBatch.ts';
import { formatCell, type Cell, type Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { unpivotedSchema, type Unpivoted } from './unpivotedSchema.ts';

export const run = defineTransform(definition, {
  open: (context) => {
    const { columns, keepBlanks } = context.settings;
    let bound: Schema | undefined;
    let unpivoted: Unpivoted;
    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          findColumns(batch.schema, columns, (index) => ['columns', index]);
          unpivoted = unpivotedSchema(context.settings, batch.schema);
          bound = batch.schema;
        }
        const { schema, kept, turned } = unpivoted;
        const type = schema.at(-1)!.type;
        const picks: number[] = [];
        const names: string[] = [];
        const values: Cell[] = [];
        for (const row of batch.rows) {
          for (const index of turned) {
            const column = batch.columns[index]!;
            const value = column.value(row);
            if (value === null && !keepBlanks) continue;
            picks.push(row);
            names.push(batch.schema[index]!.name);
            values.push(type === column.type || value === null ? value : formatCell(column.type, value));
          }
        }
        const repeated = withColumns(batch, kept.map((index) => batch.schema[index]!), kept.map((index) => batch.columns[index]!));
        return out.emit(pickedBatch(repeated, Int32Array.from(picks), schema, [new ValueColumn('text', names), new ValueColumn(type, values)]));
      },
    };
  },
});
