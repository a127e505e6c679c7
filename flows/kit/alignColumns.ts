import { columnIndex, type Batch } from './batch.ts';
import type { Column } from './column.ts';
import { AppError } from './errors.ts';
import type { ColumnType, Schema } from './schema.ts';

/**
 * Gives the columns of batches in the order of one schema: they are found by name, and one that a batch does not have is undefined, which
 * reads as blank. Throws kind `settings` when a column has changed its type.
 */
export function columnAligner(schema: Schema): (batch: Batch) => readonly (Column | undefined)[] {
  let alignedTo: Schema | undefined;
  let places: readonly number[] = [];
  return (batch) => {
    if (batch.schema !== alignedTo) {
      places = schema.map((column) => placeOf(column, batch.schema));
      alignedTo = batch.schema;
    }
    return places.map((place) => batch.columns[place]);
  };
}

function placeOf({ name, type }: Schema[number], schema: Schema): number {
  const at = columnIndex(schema, name);
  if (at >= 0 && schema[at]!.type !== type) throw typeChanged(name, type, schema[at]!.type);
  return at;
}

/** Rows that are kept together have columns of one type each. */
export function typeChanged(name: string, first: ColumnType, later: ColumnType): AppError {
  const message = `The column "${name}" was ${first} in the first rows, and is ${later} in later ones.`;
  return new AppError('settings', 'columnTypeChanged', { message, hint: 'Give it one type before this node, with a Map columns node.' });
}
