import { batchFromRows, columnIndex, selectRows, withColumns, type Batch, type Origin } from '../kit/batch.ts';
import { ValueColumn } from '../kit/column.ts';
import { rejectedColumns } from '../kit/defineNode.ts';
import type { AppError } from '../kit/errors.ts';
import type { Schema } from '../kit/schema.ts';
import { rejectedSchema } from '../model/checkFlow.ts';

interface RejectedOfBatch {
  readonly batch: Batch;
  readonly codes: Map<number, string>;
  readonly messages: Map<number, string>;
}

/** Collects the rows a node rejects and makes batches of them: the columns they came with, and the two that say why. */
export class Rejects {
  #groups: RejectedOfBatch[] = [];
  #lastIn: Schema | undefined;
  #lastOut: Schema = [];

  /** False when the row was rejected before: its first error stays. */
  add(batch: Batch, row: number, error: AppError): boolean {
    let group = this.#groups.at(-1);
    if (group?.batch !== batch) {
      group = this.#groups.find((known) => known.batch === batch) ?? { batch, codes: new Map(), messages: new Map() };
      if (group.codes.size === 0) this.#groups.push(group);
    }
    if (group.codes.has(row)) return false;
    group.codes.set(row, error.code);
    group.messages.set(row, error.message);
    return true;
  }

  get isEmpty(): boolean {
    return this.#groups.length === 0;
  }

  /** The rows collected since the last call. */
  drain(): Batch[] {
    const groups = this.#groups;
    this.#groups = [];
    return groups.map(({ batch, codes, messages }) => this.#batchOf(batch, Int32Array.from(codes.keys()).sort(), codes, messages));
  }

  /** A batch of no rows with the columns rejected rows of `schema` have. */
  none(schema: Schema, origin: Origin): Batch {
    return batchFromRows(this.#schemaFor(schema), [], origin);
  }

  #batchOf(batch: Batch, rows: Int32Array, codes: Map<number, string>, messages: Map<number, string>): Batch {
    const schema = this.#schemaFor(batch.schema);
    const columns = schema.map(({ name }) => {
      if (name === rejectedColumns[0]!.name) return new ValueColumn('text', byRow(batch.rowCount, codes));
      if (name === rejectedColumns[1]!.name) return new ValueColumn('text', byRow(batch.rowCount, messages));
      return batch.columns[columnIndex(batch.schema, name)]!;
    });
    return withColumns(selectRows(batch, rows), schema, columns);
  }

  /** The same object for the same schema, so that nodes below can tell that the columns did not change. */
  #schemaFor(schema: Schema): Schema {
    if (this.#lastIn !== schema) {
      this.#lastIn = schema;
      this.#lastOut = rejectedSchema(schema);
    }
    return this.#lastOut;
  }
}

function byRow(rowCount: number, values: ReadonlyMap<number, string>): (string | undefined)[] {
  const cells = Array.from<string | undefined>({ length: rowCount });
  for (const [row, value] of values) cells[row] = value;
  return cells;
}
