import type { Batch } from '../../kit/batch.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { checkContract, listValues, type Contract } from './definition.ts';

/** A contract bound to the columns that came. */
export interface BoundContract {
  /** What is looked for in other rows: unique values, values of parents. Null for a blank cell. */
  readonly keyOf: (batch: Batch, row: number) => Key | null;
  /** What the cell by itself breaks, as people read it; undefined when it holds. */
  readonly breaks: (batch: Batch, row: number) => string | undefined;
  /** What is said of a row that other rows break the contract of: its value was there before, or has no parent. */
  readonly say: (batch: Batch, row: number) => string;
}

/** Throws kind `settings` when the contract does not fit the columns. */
export function bindContract(contract: Contract, schema: Schema, parents: Schema | undefined, isLoose: boolean, index: number): BoundContract {
  throwProblem(checkContract(contract, [schema, parents], index)[0]);
  const { column, must, of } = contract;
  const [at] = findColumns(schema, [column], () => ['contracts', index, 'column']) as [number];
  const { name, type } = schema[at]!;
  const keyOf = rowKey(schema, [at], { isLoose, blankWhen: 'any' });
  const values = listValues(of);
  const list = new Set(values.map((value) => (isLoose ? value.toLowerCase().replace(/\s+/g, ' ') : value)));
  const cell = (batch: Batch, row: number): string => `${name} is "${formatCell(type, batch.columns[at]!.value(row))}"`;
  return {
    keyOf,
    breaks(batch, row) {
      if (must === 'unique' || must === 'hasParent') return undefined;
      const key = keyOf(batch, row);
      if (key === null) return must === 'filled' ? `${name} is blank.` : undefined;
      return must === 'filled' || list.has(type === 'text' ? String(key) : formatCell(type, key)) ? undefined : `${cell(batch, row)}, which is not one of ${values.join(', ')}.`;
    },
    say: (batch, row) => `${cell(batch, row)}, and ${must === 'unique' ? 'an earlier row has that too' : `no parent row has that in ${of}`}.`,
  };
}
