import type { Batch } from '../../kit/batch.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell, ColumnType, Schema } from '../../kit/schema.ts';
import { separator } from './guestProgram.ts';
import { limitFault, rowFault, type GuestFault } from './scriptFault.ts';
import { ScriptSandbox, type ScriptParts } from './scriptSandbox.ts';

/** So many rows go by before the engine may hear a cancel. */
const stepRows = 256;

/** What a script made of the living rows of a batch. Counted are the living rows, from 0, not the physical ones. */
export interface ScriptResult {
  /** Rows of the result: as many as came in when the script works row by row. */
  readonly count: number;
  /** A list of cells for each output column. */
  readonly cells: readonly (readonly Cell[])[];
  /** Rows for which it gave nothing. */
  readonly dropped: readonly number[];
  readonly failed: ReadonlyMap<number, AppError>;
}

/** A script that is ready for batches of one schema. */
export class ScriptBatches {
  readonly #sandbox: ScriptSandbox;
  readonly #parts: ScriptParts;
  readonly #current: { batch?: Batch };

  /** Rejects with kind `settings` when the script cannot be read or lacks its function. */
  static async start(parts: ScriptParts): Promise<ScriptBatches> {
    const current: { batch?: Batch } = {};
    return new ScriptBatches(await ScriptSandbox.start(parts, (column, asJson) => packColumn(current.batch!, column, asJson)), parts, current);
  }

  private constructor(sandbox: ScriptSandbox, parts: ScriptParts, current: { batch?: Batch }) {
    this.#sandbox = sandbox;
    this.#parts = parts;
    this.#current = current;
  }

  /** Throws kind `settings` when time or memory runs out, and for every fault of a script that works on whole batches. */
  async run(batch: Batch, pause: () => Promise<void> | undefined): Promise<ScriptResult> {
    const { mode, timeoutMs, outputs } = this.#parts;
    this.#current.batch = batch;
    const incoming = batch.rows.length;
    const dropped: number[] = [];
    const failed = new Map<number, AppError>();
    let count = incoming;
    let leftMs = timeoutMs;
    this.#sandbox.allow(leftMs);
    this.#sandbox.call('begin', incoming);
    if (mode === 'batch') count = this.#readNote(this.#sandbox.call('step'), dropped, failed) ?? 0;
    for (let from = mode === 'row' ? 0 : incoming; from < incoming; from += stepRows) {
      const began = Date.now();
      this.#sandbox.allow(leftMs);
      this.#readNote(this.#sandbox.call('step', from, Math.min(from + stepRows, incoming)), dropped, failed);
      leftMs = Math.max(1, leftMs - (Date.now() - began));
      const turn = pause();
      if (turn) await turn;
    }
    this.#sandbox.allow(timeoutMs);
    const cells = outputs.map(({ type }, index) => this.#take(index, type, count));
    return { count, cells, dropped, failed };
  }

  /** What the guest notes of a step beside the cells. */
  #readNote(note: string, dropped: number[], failed: Map<number, AppError>): number | undefined {
    if (note === '') return undefined;
    const said = JSON.parse(note) as { readonly count?: number; readonly dropped?: readonly number[]; readonly failed?: readonly [number, GuestFault][]; readonly strange: readonly string[] };
    if (said.strange.length > 0) throw unknownOutput(said.strange[0]!, this.#parts.outputs);
    dropped.push(...(said.dropped ?? []));
    for (const [row, fault] of said.failed ?? []) {
      const limit = limitFault(fault, this.#parts);
      if (limit) throw limit;
      failed.set(row, rowFault(fault));
    }
    return said.count;
  }

  #take(column: number, type: ColumnType, count: number): Cell[] {
    if (type === 'text') {
      const joined = this.#sandbox.call('text', column);
      let texts: (string | null)[] = joined.split(separator);
      // A separator, a NUL or half a character among the texts shows itself here; JSON carries them all.
      if (texts.length === count + 1 && !joined.includes('\uFFFD')) texts.pop();
      else texts = JSON.parse(this.#sandbox.call('json', column)) as string[];
      for (let at = 0; at < count; at++) if (texts[at] === '') texts[at] = null;
      return texts;
    }
    return Array.from(this.#sandbox.numbers(column), (value) => (Number.isNaN(value) ? null : type === 'boolean' ? value !== 0 : value));
  }
}

function packColumn(batch: Batch, index: number, asJson: boolean): string | ArrayBuffer {
  const column = batch.columns[index]!;
  const { rows } = batch;
  if (column.type !== 'text') {
    const doubles = new Float64Array(rows.length);
    for (let k = 0; k < rows.length; k++) {
      const value = column.value(rows[k]!);
      doubles[k] = value === null ? NaN : Number(value);
    }
    return doubles.buffer;
  }
  const texts: string[] = [];
  for (let k = 0; k < rows.length; k++) texts.push((column.value(rows[k]!) ?? '') as string);
  texts.push('');
  if (asJson) return JSON.stringify(texts);
  const joined = texts.join(separator);
  // The guest takes any other number of texts as a sign to ask for JSON.
  return joined.includes('\0') || !joined.isWellFormed() ? '' : joined;
}

function unknownOutput(name: string, outputs: Schema): AppError {
  return new AppError('settings', 'scriptColumnUnknown', {
    message: `The script gives a column "${name}", which is not among its columns. Columns: ${outputs.map((column) => column.name).join(', ')}.`,
    hint: 'Add it with its type to the columns of the script, or take it out of the script.',
    where: { path: ['columns'] },
  });
}
