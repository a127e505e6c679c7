import { columnIndex } from '../../kit/batch.ts';
import type { MappingEntry } from '../../kit/fields.ts';
import type { ColumnSpec, ColumnType, Schema } from '../../kit/schema.ts';

/** Where a column of the result comes from: the incoming column at `incoming`, or the formula at `entry`. */
export type MappedSource = { readonly incoming: number } | { readonly entry: number };

/** What each column of the result is, in order. Of two entries for one column the later counts; the check does not let that happen. */
export function mappedSources(upstream: Schema, columns: readonly MappingEntry[], keepOthers: boolean): MappedSource[] {
  if (!keepOthers) return columns.map((_, entry) => ({ entry }));
  const sources: MappedSource[] = upstream.map((_, incoming) => ({ incoming }));
  columns.forEach(({ column }, entry) => {
    const at = columnIndex(upstream, column);
    if (at >= 0) sources[at] = { entry };
    else sources.push({ entry });
  });
  return sources;
}

/** The columns of the result; `types[i]` is what the formula of entry i gives. */
export function mappedSchema(upstream: Schema, columns: readonly MappingEntry[], types: readonly ColumnType[], keepOthers: boolean): Schema {
  return mappedSources(upstream, columns, keepOthers).map((source): ColumnSpec =>
    'incoming' in source ? upstream[source.incoming]! : { name: columns[source.entry]!.column, type: types[source.entry]! },
  );
}
