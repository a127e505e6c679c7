import { Scratch } from '../../connectors/scratch/scratch.ts';
import type { RowFile } from '../../connectors/scratch/rowFile.ts';
import type { Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { entryBytes } from '../../kit/memory.ts';
import type { Key } from '../../kit/rowKey.ts';
import { KeysOnDisk } from './keysOnDisk.ts';
import { Marks } from './marks.ts';

/** What must be known of other rows for one contract: the values that came before, or those of the parents. */
interface Known {
  readonly must: 'unique' | 'hasParent';
  readonly keys: Set<Key>;
  /** Values of parents beyond those, and values that are looked for among them or among their like. */
  parents: KeysOnDisk | undefined;
  asked: KeysOnDisk | undefined;
  readonly broken: Marks;
}

/**
 * What contracts know of other rows. While the values fit into memory, each row is judged as it comes. When they do not, no more are
 * taken in: rows are put on disk in the order they come, and the values that are not known in files divided by value; the rows are
 * judged in the end.
 */
export class OtherRows {
  /** Rows that wait to be judged. */
  waiting: RowFile | undefined;
  readonly #context: NodeContext;
  readonly #known: ReadonlyMap<number, Known>;
  #bytes = 0;
  #isFull = false;
  #scratch: Scratch | undefined;

  /** @param musts of the contracts that look at other rows, by their places */
  constructor(context: NodeContext, musts: ReadonlyMap<number, Known['must']>) {
    this.#context = context;
    this.#known = new Map([...musts].map(([index, must]) => [index, { must, keys: new Set(), parents: undefined, asked: undefined, broken: new Marks() }]));
  }

  /** The values of some parents. */
  learn(index: number, keys: Iterable<Key | null>): void {
    const known = this.#known.get(index)!;
    const more: Key[] = [];
    for (const key of keys) {
      if (key === null || known.keys.has(key)) continue;
      if (this.#isFull) more.push(key);
      else this.#keep(known, key);
    }
    if (more.length > 0) (known.parents ??= new KeysOnDisk(this.#scratch!)).add(more, more.map(() => 0));
  }

  /** To be called after each batch; a promise when the memory has become full. */
  makeRoom(): Promise<void> | undefined {
    if (this.#isFull || this.#bytes <= this.#context.memoryBytes) return undefined;
    return Scratch.of(this.#context).then((scratch) => {
      this.#scratch = scratch;
      this.#isFull = true;
    });
  }

  /** Whether rows are put off. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Whether a row breaks a contract, by what is known now; its value counts for later ones. Only while the memory is not full. */
  isBroken(index: number, key: Key | null): boolean {
    const known = this.#known.get(index);
    if (!known || key === null) return false;
    if (known.must === 'hasParent') return !known.keys.has(key);
    if (known.keys.has(key)) return true;
    this.#keep(known, key);
    return false;
  }

  /** Puts the rows of a batch off. */
  putOff(batch: Batch, keysOf: ReadonlyMap<number, (batch: Batch, row: number) => Key | null>): void {
    this.waiting ??= this.#scratch!.rowFile(batch.schema);
    for (const [index, known] of this.#known) {
      const [keys, numbers]: [Key[], number[]] = [[], []];
      for (let k = 0; k < batch.rows.length; k++) {
        const key = keysOf.get(index)!(batch, batch.rows[k]!);
        const number = this.waiting.count + k;
        if (key === null) continue;
        const isKnown = known.keys.has(key);
        if (isKnown && known.must === 'unique') known.broken.set(number);
        if (isKnown) continue;
        keys.push(key);
        numbers.push(number);
      }
      (known.asked ??= new KeysOnDisk(this.#scratch!)).add(keys, numbers);
    }
    this.waiting.add(batch);
  }

  /** Judges the rows that were put off. */
  async judge(): Promise<void> {
    for (const known of this.#known.values()) {
      known.keys.clear();
      const tell = (number: number): void => known.broken.set(number);
      if (!known.asked) continue;
      if (known.must === 'unique') await known.asked.repeated(this.#context, tell);
      else await (known.parents ?? new KeysOnDisk(this.#scratch!)).missing(known.asked, this.#context, tell);
    }
  }

  /** Whether row `number` of those that were put off breaks a contract. */
  hasBroken(index: number, number: number): boolean {
    return this.#known.get(index)?.broken.has(number) ?? false;
  }

  #keep(known: Known, key: Key): void {
    known.keys.add(typeof key === 'string' ? copyText(key) : key);
    this.#bytes += entryBytes + (typeof key === 'string' ? key.length : 0);
  }
}
