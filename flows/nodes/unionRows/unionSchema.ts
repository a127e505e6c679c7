import { columnIndex } from '../../kit/batch.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';

export interface Union {
  /** The columns of all inputs in the order they are first met; text where their types differ. */
  readonly schema: Schema;
  readonly clashes: readonly { readonly name: string; readonly types: readonly string[] }[];
}

export function unionSchema(inputs: readonly Schema[]): Union {
  const found = new Map<string, ColumnSpec[]>();
  for (const column of inputs.flat()) found.set(column.name, [...(found.get(column.name) ?? []), column]);
  const columns = [...found.values()].map((same) => ({ column: same[0]!, types: [...new Set(same.map(({ type }) => type))] }));
  return {
    schema: columns.map(({ column, types }) => (types.length === 1 ? column : { ...column, type: 'text' })),
    clashes: columns.filter(({ types }) => types.length > 1).map(({ column, types }) => ({ name: column.name, types })),
  };
}

/** What an input does not have, or undefined when it has everything. */
export function missingOf(input: Schema, { schema }: Union): string | undefined {
  const missing = schema.filter(({ name }) => columnIndex(input, name) < 0).map(({ name }) => name);
  return missing.length === 0 ? undefined : missing.join(', ');
}
