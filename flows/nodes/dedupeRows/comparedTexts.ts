import type { Batch } from '../../kit/batch.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import type { Context } from './duplicateKeys.ts';
import { normalised } from './normalKeys.ts';

/** Reads the texts of a row that are compared, without what does not count; blank where it has none. */
export function textReader({ settings: { compare } }: Context): (batch: Batch, row: number) => string[] {
  let bound: Schema | undefined;
  let places: readonly number[] = [];
  return (batch, row) => {
    if (batch.schema !== bound) {
      places = findColumns(batch.schema, compare.map(({ column }) => column), (index) => ['compare', index, 'column']);
      bound = batch.schema;
    }
    return compare.map(({ as }, index) => {
      const column = batch.columns[places[index]!]!;
      const value = column.value(row);
      return value === null ? '' : normalised(typeof value === 'string' ? value : formatCell(column.type, value), as);
    });
  };
}
