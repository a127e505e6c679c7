import type { RecordInput } from '../records/objectWriter.ts';
import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { JobDefinition } from './bulkJob.ts';
import { CsvFault } from './csvFormat.ts';

/** Where the cells of a column go: into a field, or into the key of a parent (`Owner.Username`). */
type Column = { readonly field: string; readonly key?: string; readonly type?: string };

/**
 * Turns the cells of a row into what the write path takes: `#N/A` is null, an empty cell says nothing.
 * @throws CsvFault where the header names what the object does not have.
 */
export function csvInputs(schema: Schema, object: ObjectType, job: JobDefinition, header: readonly string[]): (cells: readonly string[]) => RecordInput {
  const columns = header.map((name) => columnOf(schema, object, name.trim()));
  if (job.operation.toLowerCase().endsWith('delete') && (columns.length !== 1 || columns[0]!.field !== 'Id'))
    throw new CsvFault(`InvalidBatch : The '${job.operation}' batch must contain only ids`);
  const names = columns.map(({ field, key }) => (key === undefined ? field : `${field}.${key}`));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CsvFault(`InvalidBatch : Field name is there twice : ${twice}`);
  let row = 0;
  return (cells) => {
    row++;
    if (cells.length !== columns.length)
      throw new CsvFault(`ClientInputError : Row ${row} has ${cells.length} columns, and the header has ${columns.length}`);
    const input: Record<string, unknown> = {};
    for (let i = 0; i < columns.length; i++) {
      const cell = cells[i]!;
      if (cell === '') continue;
      const { field, key, type } = columns[i]!;
      input[field] = cell === '#N/A' ? null : key === undefined ? cell : { ...(type === undefined ? {} : { attributes: { type } }), [key]: cell };
    }
    return input;
  };
}

function columnOf(schema: Schema, object: ObjectType, name: string): Column {
  const field = fieldOf(object, name);
  if (field) return { field: field.name };
  // `User:Owner.Username` says of which object the parent is, where there could be several.
  const [, type, relationship = '', key = ''] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? [];
  const reference = object.byRelationship.get(relationship.toLowerCase());
  const parents = (reference?.referenceTo ?? []).filter((parent) => type === undefined || parent.toLowerCase() === type.toLowerCase());
  const known = parents.map((parent) => fieldOf(schema.at(parent), key)).find((one) => one !== undefined);
  if (!known) throw new CsvFault(`InvalidBatch : Field name not found : ${name}`);
  return { field: reference!.relationshipName!, key: known.name, ...(type === undefined ? {} : { type }) };
}
