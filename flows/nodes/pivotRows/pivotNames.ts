import type { Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import { AppError } from '../../kit/errors.ts';
import { formatCell } from '../../kit/schema.ts';
import type { PivotSettings } from './definition.ts';

/** More columns than this are a mistake in the settings rather than a wish. */
const mostColumns = 1000;

/** The columns that values become, in the order in which they are met or named; the same for all parts of a pivot. */
export class PivotNames {
  readonly isFixed: boolean;
  readonly #places = new Map<string, number>();
  readonly #column: string;

  constructor({ names, columns }: PivotSettings) {
    this.#column = names;
    this.isFixed = columns.length > 0;
    for (const { value } of columns) this.#places.set(value, this.#places.size);
  }

  get all(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** The place of a row's column, from 0; -1 when the row has none. Throws kind `settings` when there come to be too many. */
  placeOf(batch: Batch, column: number, row: number): number {
    const { type } = batch.columns[column]!;
    const value = batch.columns[column]!.value(row);
    if (value === null) return -1;
    const name = formatCell(type, value);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (this.isFixed) return -1;
    if (this.#places.size === mostColumns) throw new AppError('settings', 'pivotTooWide', {
      message: `"${this.#column}" has more than ${mostColumns} different values, and each would become a column.`,
      hint: 'Choose another column, or name the values that become columns.',
      where: { path: ['names'] },
    });
    this.#places.set(copyText(name), this.#places.size);
    return this.#places.size - 1;
  }
}
