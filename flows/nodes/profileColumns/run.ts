import { batchFromRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import type { Schema } from '../../kit/schema.ts';
import { ColumnProfile } from './columnProfile.ts';
import { definition, profileSchema } from './definition.ts';

/** Reads every cell of the columns once. A column that comes with later rows is blank in those before. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { columns, top } = context.settings;
    const profiles = new Map<string, ColumnProfile>();
    let bound: Schema | undefined;
    let places: readonly number[] = [];
    let rows = 0;

    function bind(schema: Schema): void {
      places = columns.length === 0 ? schema.map((_, index) => index) : findColumns(schema, columns, (index) => ['columns', index]);
      for (const place of places) if (!profiles.has(schema[place]!.name)) profiles.set(schema[place]!.name, new ColumnProfile(schema[place]!.type));
      bound = schema;
    }

    return {
      process(batch) {
        if (batch.schema !== bound) bind(batch.schema);
        for (const place of places) {
          const column = batch.columns[place]!;
          const profile = profiles.get(batch.schema[place]!.name)!;
          for (const row of batch.rows) {
            const value = column.value(row);
            if (value !== null) profile.add(value);
          }
        }
        rows += batch.rows.length;
      },
      finish: (out) => out.emit(batchFromRows(profileSchema, [...profiles].map(([name, profile]) => [name, ...profile.result(rows, top)]), { source: context.node, ordinal: 0 })),
    };
  },
});
