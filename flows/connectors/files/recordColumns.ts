import { ValueColumn, type Column } from '../../kit/column.ts';
import type { AppError } from '../../kit/errors.ts';
import { formatCell, type Cell, type ColumnType, type Schema } from '../../kit/schema.ts';
import { cellFault } from './cellFault.ts';
import { makeTextParser } from './textParser.ts';

/**
 * Fills columns row by row, for formats whose cells come one at a time. A value becomes what its column was declared to be; where it
 * cannot, its row has a fault and the cell is blank.
 */
export class RecordColumns {
  readonly #schema: Schema;
  readonly #cells: Cell[][];
  readonly #parse = makeTextParser();
  #faults = new Map<number, AppError>();
  #row = 0;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#cells = schema.map(() => []);
  }

  get rowCount(): number {
    return this.#row;
  }

  /**
   * Sets a cell of the row that is being filled.
   * @param type what the value is; a `number` is a plain one
   * @param place where it stands, for a message: `record 17`
   */
  set(column: number, value: Cell, type: ColumnType, place: () => string): void {
    if (value === null || value === '') return;
    const spec = this.#schema[column]!;
    const cells = this.#cells[column]!;
    if (spec.type === type) cells[this.#row] = value;
    else if (spec.type === 'text') cells[this.#row] = formatCell(type, value);
    else if (type === 'date' && spec.type === 'datetime') cells[this.#row] = (value as number) * 86_400_000;
    else {
      const text = formatCell(type, value);
      const parsed = type === 'text' ? this.#parse(spec.type, text) : undefined;
      if (parsed !== undefined) cells[this.#row] = parsed;
      else this.fault(cellFault(spec.name, spec.type, text, place()));
    }
  }

  /** The row is bad. The first fault is the one that is told. */
  fault(error: AppError): void {
    if (!this.#faults.has(this.#row)) this.#faults.set(this.#row, error);
  }

  endRow(): void {
    this.#row++;
  }

  /** The rows since the last time. */
  take(): { columns: Column[]; rowCount: number; faults: ReadonlyMap<number, AppError> } {
    const taken = { columns: this.#cells.map((cells, index) => new ValueColumn(this.#schema[index]!.type, cells)), rowCount: this.#row, faults: this.#faults };
    for (const index of this.#cells.keys()) this.#cells[index] = [];
    this.#faults = new Map();
    this.#row = 0;
    return taken;
  }
}
