import { ExternalSort } from '../../connectors/scratch/externalSort.ts';
import { allRows, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import type { Context } from './duplicateKeys.ts';
import { neighbours, RowGroups, scoreOf, wholeBlock, type Compared } from './findDuplicates.ts';
import { blockKeys, type CompareAs } from './normalKeys.ts';
import type { Similarity } from './similarity.ts';

/** A row as it is compared. */
interface Entry {
  readonly row: number;
  readonly texts: readonly string[];
}

const ascending = { isDescending: false, blanksFirst: false };

/**
 * Finds duplicates among more rows than fit into memory: the texts of each row are put on disk once for each key that rows are put together
 * by, and sorted by key and text. Then rows that are to be compared come one after the other. What is compared is the same as in memory.
 */
export class FuzzyOnDisk {
  readonly #context: Context;
  readonly #columns: readonly { readonly as: CompareAs }[];
  readonly #schema: Schema;
  readonly #sort: ExternalSort;

  constructor(context: Context) {
    this.#context = context;
    this.#columns = context.settings.compare;
    this.#schema = [{ name: 'column', type: 'number' }, { name: 'key', type: 'text' }, { name: 'sorted', type: 'text' }, { name: 'row', type: 'number' }, ...this.#columns.map((_, index) => ({ name: `text ${index}`, type: 'text' as const }))];
    this.#sort = new ExternalSort(context, this.#schema, [0, 1, 2, 3].map((column) => ({ column, ...ascending })), false);
  }

  /** @param first the number of the first of these rows */
  async add(rows: readonly (readonly string[])[], first: number): Promise<void> {
    const cells: Cell[][] = this.#schema.map(() => []);
    for (const [at, texts] of rows.entries()) {
      for (const [column, { as }] of this.#columns.entries()) {
        if (as === 'equal') continue;
        for (const key of new Set(blockKeys(texts[column]!, as))) for (const [index, cell] of [column, key, texts[column]!, first + at, ...texts].entries()) cells[index]!.push(cell);
      }
    }
    const count = cells[0]!.length;
    if (count === 0) return;
    await this.#sort.add({ schema: this.#schema, columns: cells.map((values, index) => new ValueColumn(this.#schema[index]!.type, values)), rowCount: count, rows: allRows(count), origin: { source: this.#context.node, ordinal: 0 } });
  }

  /** For each of `count` rows the first row of its group. */
  async find(count: number, similarity: Similarity, threshold: number): Promise<Int32Array> {
    const groups = new RowGroups(count);
    const compare = comparer(groups, this.#columns, similarity, threshold);
    let block: Entry[] = [];
    let isLarge = false;
    let key = '';
    const end = (): void => {
      // In the order of the rows, as they are compared in memory.
      if (!isLarge) compareAll(block.sort((a, b) => a.row - b.row), compare);
      [block, isLarge] = [[], false];
    };
    for await (const batch of this.#sort.batches()) {
      for (const row of batch.rows) {
        const next = `${String(batch.columns[0]!.value(row))} ${String(batch.columns[1]!.value(row))}`;
        if (next !== key) end();
        key = next;
        const entry = entryAt(batch, row);
        if (isLarge) {
          for (const before of block) compare(before, entry);
          if (block.push(entry) === neighbours) block.shift();
        } else if (block.push(entry) > wholeBlock) {
          isLarge = true;
          for (let i = 0; i < block.length; i++) for (let j = i + 1; j < Math.min(block.length, i + neighbours); j++) compare(block[i]!, block[j]!);
          block = block.slice(1 - neighbours);
        }
      }
    }
    end();
    return groups.all();
  }
}

function entryAt(batch: Batch, row: number): Entry {
  const [, , , number, ...texts] = batch.columns.map((column) => column.value(row));
  return { row: number as number, texts: texts.map((text) => (text ?? '') as string) };
}

function compareAll(block: readonly Entry[], compare: (a: Entry, b: Entry) => void): void {
  for (let i = 0; i < block.length; i++) for (let j = i + 1; j < block.length; j++) compare(block[i]!, block[j]!);
}

/** Joins two rows that are alike, where they are not joined already. */
function comparer(groups: RowGroups, columns: readonly { readonly as: CompareAs }[], similarity: Similarity, threshold: number): (a: Entry, b: Entry) => void {
  return (a, b) => {
    if (groups.find(a.row) === groups.find(b.row)) return;
    if (scoreOf(pairOf(columns, a.texts, b.texts, similarity), 0, 1, threshold) >= threshold) groups.join(a.row, b.row);
  };
}

/** Two rows alone, to be compared as rows 0 and 1. */
export function pairOf(columns: readonly { readonly as: CompareAs }[], one: readonly string[], other: readonly string[], similarity: Similarity): Compared {
  return { columns: columns.map(({ as }, index) => ({ as, texts: [one[index]!, other[index]!] })), count: 2, similarity, threshold: 0 };
}
