import { applyParameters } from '../../model/parameters.ts';
import type { RunRequest } from '../runRequest.ts';
import { followLinks, goThrough, type RowsAt, type TraceDependencies } from './traceRow.ts';
import { originKey } from './traceNodes.ts';

/** By which way each of some rows came. Rows are many and ways are few. */
export interface RowWays {
  /** Of each way the out-ports (`node.port`) that a row left by, sorted. */
  readonly ways: readonly (readonly string[])[];
  /** Of each row, in their order, its place in `ways`. */
  readonly of: readonly number[];
}

/**
 * Finds the way of each of these rows of a run, up to where they are, as `traceRow` does for one: the flow is gone through twice, however many
 * rows are asked for. Rejects as `traceRow` does where inputs have changed.
 */
export async function traceWays(request: RunRequest, rowsAt: RowsAt, deps: TraceDependencies): Promise<RowWays> {
  const document = applyParameters(request.document, request.parameters);
  const { keys, links, isMarked } = await followLinks(request, document, rowsAt, deps);
  const wanted = new Set(keys);
  for (const key of wanted) for (const parent of links.get(key) ?? []) wanted.add(parent);
  const ways = new Ways();
  const seen = new Map<string, number>();
  await goThrough(request, document, deps, isMarked, {
    link: () => {},
    meet: () => {},
    look: (end, batch) => {
      for (const row of batch.rows) {
        const key = originKey(batch, row);
        if (wanted.has(key)) seen.set(key, ways.with(seen.get(key) ?? 0, [end]));
      }
    },
  });
  const whole = new Map<string, number>();
  const wayOf = (key: string): number => {
    const known = whole.get(key);
    if (known !== undefined) return known;
    let way = seen.get(key) ?? 0;
    for (const parent of links.get(key) ?? []) way = ways.with(way, ways.list[wayOf(parent)]!);
    whole.set(key, way);
    return way;
  };
  return { of: keys.map(wayOf), ways: ways.list };
}

/** Sets of out-ports, each kept once and known by its number; number 0 is the empty one. */
class Ways {
  readonly list: (readonly string[])[] = [[]];
  readonly #numbers = new Map([['', 0]]);

  /** The number of a set with more out-ports. */
  with(way: number, ends: readonly string[]): number {
    const before = this.list[way]!;
    if (ends.every((end) => before.includes(end))) return way;
    const set = [...new Set([...before, ...ends])].sort();
    const text = set.join('\n');
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.list.length);
    return this.list.push(set) - 1;
  }
}
