import { Scratch } from '../../connectors/scratch/scratch.ts';
import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import { batchFromRows, makeBatch, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { copyText } from '../../kit/copyText.ts';
import type { Output, TransformWork } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory, entryBytes } from '../../kit/memory.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { textReader } from './comparedTexts.ts';
import { fuzzySchema } from './definition.ts';
import type { Context } from './duplicateKeys.ts';
import { findDuplicates, scoreOf } from './findDuplicates.ts';
import { FuzzyOnDisk, pairOf } from './fuzzyOnDisk.ts';
import { levenshtein, makeJaroWinkler, type Similarity } from './similarity.ts';
import { Survivors } from './survivor.ts';

/**
 * Keeps all rows and the texts that are compared, and puts those that are alike into groups when all have come. They leave in the order
 * in which they came. When they fill the memory, rows and texts go to disk.
 */
export class FuzzyDuplicates implements TransformWork {
  readonly #context: Context;
  readonly #similarity: Similarity;
  readonly #textsOf: ReturnType<typeof textReader>;
  /** By compared column: the texts of all rows. */
  readonly #texts: string[][];
  #bytes = 0;
  #count = 0;
  #schema: Schema | undefined;
  #held: HeldRows | undefined;
  #file: RowFile | undefined;
  #disk: FuzzyOnDisk | undefined;

  constructor(context: Context) {
    this.#context = context;
    this.#similarity = context.settings.method === 'levenshtein' ? levenshtein : makeJaroWinkler();
    this.#textsOf = textReader(context);
    this.#texts = context.settings.compare.map(() => []);
  }

  async process(batch: Batch, out: Output): Promise<void> {
    const isFirst = this.#schema === undefined;
    this.#schema ??= batch.schema;
    if (this.#disk) {
      this.#file!.add(batch);
      await this.#disk.add(Array.from(batch.rows, (row) => this.#textsOf(batch, row)), this.#count);
    } else await this.#keep(batch, (this.#held ??= new HeldRows(this.#schema)));
    this.#count += batch.rows.length;
    // The columns go ahead of the rows.
    if (isFirst) await out.emit(batchFromRows(this.#isDropping ? this.#schema : fuzzySchema(this.#schema), [], { source: this.#context.node, ordinal: 0 }));
  }

  async finish(out: Output): Promise<void> {
    if (!this.#schema) return;
    const { settings } = this.#context;
    this.#held?.seal();
    const threshold = settings.threshold / 100;
    const columns = settings.compare.map(({ as }, index) => ({ as, texts: this.#texts[index]! }));
    const groups = this.#disk
      ? await this.#disk.find(this.#count, this.#similarity, threshold)
      : await findDuplicates({ columns, count: this.#count, similarity: this.#similarity, threshold }, () => this.#context.pause());
    const survivors = await this.#choose(groups, this.#schema);
    if (this.#isDropping) {
      let dropped = 0;
      for await (const [batch, first] of this.#batches()) {
        const rows = batch.rows.filter((row) => (survivors.of(groups[first + row]!)?.row ?? first + row) === first + row);
        dropped += batch.rows.length - rows.length;
        await out.emit(selectRows(batch, rows));
      }
      this.#context.drop(dropped, 'Duplicate of a similar row');
    } else await this.#mark(groups, survivors, this.#schema, out);
    this.#file?.close();
  }

  get #isDropping(): boolean {
    return this.#context.settings.duplicates === 'drop';
  }

  async #keep(batch: Batch, held: HeldRows): Promise<void> {
    held.add(batch);
    for (const row of batch.rows) {
      for (const [index, text] of this.#textsOf(batch, row).entries()) {
        this.#texts[index]!.push(copyText(text));
        this.#bytes += 8 + (text === '' ? 0 : 24 + text.length);
      }
    }
    // Four numbers a row and block keys are made in the end.
    if (held.bytes + this.#bytes + held.count * (16 + 48 * this.#texts.length) > this.#context.memoryBytes) await this.#spill(held);
  }

  async #spill(held: HeldRows): Promise<void> {
    held.seal();
    this.#file = (await Scratch.of(this.#context)).rowFile(held.schema);
    this.#disk = new FuzzyOnDisk(this.#context);
    for (const batch of heldBatches(held, this.#context.node)) {
      this.#file.add(batch);
      const first = batch.origin.ordinal;
      await this.#disk.add(Array.from(batch.rows, (row) => this.#texts.map((texts) => texts[first + row]!)), first);
      await this.#context.pause();
    }
    this.#held = undefined;
    for (const texts of this.#texts) texts.length = 0;
  }

  /** All rows in their order, and the number of the first of each batch. */
  async *#batches(): AsyncGenerator<readonly [Batch, number]> {
    const { node } = this.#context;
    let first = 0;
    for await (const { schema, columns, rowCount } of this.#file ? this.#file.batches(node) : heldBatches(this.#held!, node)) {
      yield [makeBatch(schema, columns, rowCount, { source: node, ordinal: first }), first];
      first += rowCount;
      await this.#context.pause();
    }
  }

  async #choose(groups: Int32Array, schema: Schema): Promise<Survivors> {
    const { survivor, largest } = this.#context.settings;
    const survivors = new Survivors(schema, survivor, survivor === 'largest' ? findColumns(schema, [largest], () => ['largest'])[0]! : -1);
    const isShared = new Uint8Array(groups.length);
    groups.forEach((group, row) => (isShared[group]! |= Number(group !== row)));
    for await (const [batch, first] of this.#batches()) {
      for (const row of batch.rows) if (isShared[groups[first + row]!] === 1) survivors.offer(groups[first + row]!, first + row, batch, row);
      checkMemory(this.#context, survivors.bytes);
    }
    return survivors;
  }

  /** Sends all rows on with four more columns: their group, whether they survive, how alike they are to the survivor, and why. */
  async #mark(groups: Int32Array, survivors: Survivors, schema: Schema, out: Output): Promise<void> {
    const marked = fuzzySchema(schema);
    const numbers = new Map<number, number>();
    groups.forEach((group, row) => {
      if (group !== row && !numbers.has(group)) numbers.set(group, numbers.size + 1);
    });
    const texts = new Map<number, readonly string[]>();
    for await (const [batch, first] of this.#batches()) {
      for (const row of batch.rows) if (survivors.of(groups[first + row]!)?.row === first + row) texts.set(first + row, this.#textsOf(batch, row).map(copyText));
      checkMemory(this.#context, survivors.bytes + texts.size * (entryBytes + 48 * this.#texts.length));
    }
    for await (const [batch, first] of this.#batches()) {
      const told = Array.from(batch.rows, (row): Cell[] => {
        const survivor = survivors.of(groups[first + row]!);
        if (!survivor) return [null, true, null, null];
        const group = numbers.get(groups[first + row]!)!;
        if (survivor.row === first + row) return [group, true, null, survivor.why];
        return [group, false, ...this.#likeness(this.#textsOf(batch, row), texts.get(survivor.row)!)];
      });
      const more = marked.slice(schema.length).map(({ type }, index) => new ValueColumn(type, told.map((cells) => cells[index]!)));
      await out.emit(withColumns(batch, marked, [...batch.columns, ...more]));
    }
  }

  /** How alike a row is to the survivor of its group, in percent, and in which columns. */
  #likeness(one: readonly string[], other: readonly string[]): [percent: number, why: string] {
    const { compare } = this.#context.settings;
    const percent = (share: number): number => Math.round(share * 1000) / 10;
    const alike = compare.flatMap(({ as, column }, index) => {
      const [a, b] = [one[index]!, other[index]!];
      if (a === '' || b === '' || as === 'equal') return [];
      return [`${column} ${percent(a === b ? 1 : as === 'phone' ? 0 : this.#similarity(a, b))} %`];
    });
    return [percent(scoreOf(pairOf(compare, one, other, this.#similarity), 0, 1)), alike.join(', ') || 'by way of another row of the group'];
  }
}
