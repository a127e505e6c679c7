import type { Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { nestColumns, type NestedColumn } from '../files/nestColumns.ts';
import { TextOutput } from '../files/textOutput.ts';
import type { JsonLayout } from './jsonRecords.ts';

export interface JsonFormat {
  readonly layout: JsonLayout;
  /** `Address.City` becomes the key City of the object Address. */
  readonly isNested: boolean;
  /** Blank cells are left out; else they are null. */
  readonly leavesOutBlanks: boolean;
}

/** A key of the records: its text with a colon, and the column that fills it or the keys of its object. */
interface Key {
  readonly start: string;
  readonly column: number;
  readonly keys: readonly Key[] | undefined;
}

/** Writes batches as JSON in UTF-8, a record a line. */
export class JsonWriter {
  readonly #output: TextOutput;
  readonly #format: JsonFormat;
  #schema: Schema | undefined;
  #keys: readonly Key[] = [];
  #isFirst = true;

  private constructor(output: TextOutput, format: JsonFormat) {
    this.#output = output;
    this.#format = format;
  }

  /** @param path absolute; one that ends with .gz is packed */
  static async create(path: string, format: JsonFormat): Promise<JsonWriter> {
    return new JsonWriter(await TextOutput.create(path), format);
  }

  async write(batch: Batch): Promise<void> {
    if (batch.schema !== this.#schema) {
      this.#keys = keysOf(nestColumns(batch.schema, this.#format.isNested));
      this.#schema = batch.schema;
    }
    const isArray = this.#format.layout === 'array';
    for (const row of batch.rows) {
      const record = `{${this.#members(this.#keys, batch.columns, row)}}`;
      const before = isArray ? (this.#isFirst ? '[\n' : ',\n') : '';
      this.#isFirst = false;
      const full = this.#output.add(before + (isArray ? record : `${record}\n`));
      if (full) await full;
    }
  }

  async finish(): Promise<void> {
    if (this.#format.layout === 'array') await this.#output.add(this.#isFirst ? '[]\n' : '\n]\n');
    await this.#output.finish();
  }

  abort(): Promise<void> {
    return this.#output.abort();
  }

  #members(keys: readonly Key[], columns: readonly Column[], row: number): string {
    let text = '';
    for (const { start, column, keys: inner } of keys) {
      let value: string;
      if (inner) {
        const members = this.#members(inner, columns, row);
        if (members === '' && this.#format.leavesOutBlanks) continue;
        value = `{${members}}`;
      } else {
        const cell = columns[column]!.value(row);
        if (cell === null && this.#format.leavesOutBlanks) continue;
        value = typeof cell === 'string' ? quoted(cell) : typeof cell === 'number' && columns[column]!.type !== 'number' ? `"${formatCell(columns[column]!.type, cell)}"` : String(cell);
      }
      text += text === '' ? start + value : `,${start}${value}`;
    }
    return text;
  }
}

/** A quote, a backslash, control signs, and halves of a character outside the basic plane. */
// oxlint-disable-next-line no-control-regex
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function keysOf(tree: readonly NestedColumn[]): Key[] {
  return tree.map(({ name, column, inner }) => ({ start: `${JSON.stringify(name)}:`, column, keys: inner && keysOf(inner) }));
}
