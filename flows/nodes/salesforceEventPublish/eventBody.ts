import { findField, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import { bodyValue } from '../../connectors/salesforce/recordCells.ts';
import type { Batch } from '../../kit/batch.ts';
import { AppError, closest } from '../../kit/errors.ts';
import type { Cell, Schema } from '../../kit/schema.ts';

/** Makes the event of a row. Throws kind `settings`, naming every column that is no field of the event. */
export function eventBody(schema: Schema, { name: event, fields }: ObjectDescribe): (batch: Batch, row: number) => Record<string, Cell> {
  const known = schema.map(({ name }) => findField({ name: event, label: event, fields }, name));
  const faults = schema.flatMap(({ name }, index) => {
    if (known[index]?.createable) return [];
    const near = closest(name, fields.filter(({ createable }) => createable).map((field) => field.name));
    return [known[index] ? `${event}.${name} is filled by the org.` : `${event} has no field "${name}".${near === undefined ? '' : ` Did you mean ${near}?`}`];
  });
  if (faults.length > 0) throw new AppError('settings', 'columnsAreNoFields', { message: faults.join(' '), hint: 'Map the columns to fields first, or leave these out.' });
  return (batch, row) => {
    const body: Record<string, Cell> = {};
    for (const [index, { type }] of schema.entries()) {
      const value = batch.columns[index]!.value(row);
      if (value !== null) body[known[index]!.name] = bodyValue(type, value);
    }
    return body;
  };
}
