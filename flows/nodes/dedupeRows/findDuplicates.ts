import { blockKeys, type CompareAs } from './normalKeys.ts';
import type { Similarity } from './similarity.ts';

/** Rows to compare: for each compared column the normalised text of each row, blank where it has none. */
export interface Compared {
  readonly columns: readonly { readonly as: CompareAs; readonly texts: readonly string[] }[];
  readonly count: number;
  readonly similarity: Similarity;
  /** From 0 to 1: so alike two rows must be. */
  readonly threshold: number;
}

/** Rows of one key that are compared each with each; of more, each with its neighbours in the order of their texts (Hernández and Stolfo, 1995). */
export const wholeBlock = 40;
export const neighbours = 20;
const comparedAtOnce = 20_000;

/**
 * How alike two rows are: the mean over the columns that both have; 0 when one that must be equal differs, or when they have less than
 * half of the columns in common.
 *
 * @param atLeast what is less alike may give any lower score, found sooner
 */
export function scoreOf({ columns, similarity }: Compared, a: number, b: number, atLeast = 0): number {
  let sum = 0;
  let common = 0;
  let fuzzy = 0;
  let open = 0;
  for (const { as, texts } of columns) {
    const one = texts[a]!;
    const other = texts[b]!;
    const isBlank = one === '' || other === '';
    if (as === 'equal') {
      if (!isBlank && one !== other) return 0;
      continue;
    }
    fuzzy++;
    if (isBlank) continue;
    common++;
    if (one === other) sum++;
    else if (as !== 'phone') open++;
  }
  if (common === 0 || common * 2 < fuzzy) return 0;
  // Until a column is compared it may be wholly alike.
  for (let index = 0; index < columns.length && open > 0 && sum + open >= atLeast * common; index++) {
    const { as, texts } = columns[index]!;
    const one = texts[a]!;
    const other = texts[b]!;
    if (as === 'equal' || as === 'phone' || one === other || one === '' || other === '') continue;
    sum += similarity(one, other);
    open--;
  }
  return sum / common;
}

/**
 * Puts rows that are duplicates of each other into groups, by way of others too. Gives for each row the first row of its group. Only rows
 * that share a key are compared, and of large blocks only neighbours, so the work grows with the rows and not with their square.
 */
export async function findDuplicates(compared: Compared, pause: () => Promise<void> | undefined): Promise<Int32Array> {
  const { columns, count, threshold } = compared;
  const groups = new RowGroups(count);
  let comparisons = 0;
  const compare = (a: number, b: number): void => {
    if (groups.find(a) === groups.find(b)) return;
    comparisons++;
    if (scoreOf(compared, a, b, threshold) >= threshold) groups.join(a, b);
  };
  for (const { as, texts } of columns) {
    if (as === 'equal') continue;
    for (const rows of blocksOf(texts, as)) {
      const reach = rows.length <= wholeBlock ? rows.length : neighbours;
      if (rows.length > wholeBlock) rows.sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b));
      for (let i = 0; i < rows.length; i++) {
        const to = Math.min(rows.length, i + reach);
        for (let j = i + 1; j < to; j++) compare(rows[i]!, rows[j]!);
      }
      if (comparisons >= comparedAtOnce) {
        comparisons = 0;
        await pause();
      }
    }
  }
  return groups.all();
}

/** Which rows belong together, each group by its first row (a disjoint-set forest). */
export class RowGroups {
  readonly #leader: Int32Array;

  constructor(count: number) {
    this.#leader = Int32Array.from({ length: count }, (_, row) => row);
  }

  find(row: number): number {
    const leader = this.#leader;
    let root = row;
    while (leader[root] !== root) root = leader[root]!;
    for (let at = row; at !== root; ) [leader[at], at] = [root, leader[at]!];
    return root;
  }

  join(a: number, b: number): void {
    const [one, other] = [this.find(a), this.find(b)];
    this.#leader[Math.max(one, other)] = Math.min(one, other);
  }

  /** For each row the first of its group. */
  all(): Int32Array {
    return this.#leader.map((_, row) => this.find(row));
  }
}

function* blocksOf(texts: readonly string[], as: CompareAs): Generator<number[]> {
  const blocks = new Map<string, number[]>();
  for (let row = 0; row < texts.length; row++) {
    for (const key of new Set(blockKeys(texts[row]!, as))) {
      const block = blocks.get(key);
      if (block) block.push(row);
      else blocks.set(key, [row]);
    }
  }
  for (const block of blocks.values()) if (block.length > 1) yield block;
}
