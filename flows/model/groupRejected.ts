import { rejectedColumns } from '../kit/defineNode.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import { plainCause } from './plainCause.ts';
import { rejectCause, type RejectCause } from './rejectCause.ts';

/** Rows that were rejected for the same cause. */
export interface RejectedGroup {
  /** Tells groups apart. */
  readonly key: string;
  readonly code: string;
  /** The column it is about. */
  readonly column?: string | undefined;
  /** The most characters that fit, where texts were too long. */
  readonly length?: number | undefined;
  readonly count: number;
  /** What was said of the first such row. */
  readonly example: string;
  /** The cause as a person would put it. */
  readonly plain: string;
  /** The values that were refused, the most frequent first; a hundred at most. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** So many different values of a group are told apart. */
const keptValues = 100;

interface Gathering {
  readonly cause: RejectCause;
  readonly example: string;
  count: number;
  readonly values: Map<string, number>;
}

/** Gathers rejected rows by cause, one at a time, however many there are. */
export class RejectGroups {
  readonly #groups = new Map<string, Gathering>();

  /** Gives the key of the row's group. `cells` are in the order of `schema`. */
  add(code: string, message: string, schema: Schema, cells: readonly Cell[]): string {
    const cause = rejectCause(code, message, schema, cells);
    const key = [code, cause.column ?? '', cause.pattern].join('\n');
    const group = this.#groups.get(key) ?? { cause, example: message, count: 0, values: new Map<string, number>() };
    this.#groups.set(key, group);
    group.count++;
    const { value } = cause;
    if (value !== undefined && (group.values.has(value) || group.values.size < keptValues)) group.values.set(value, (group.values.get(value) ?? 0) + 1);
    return key;
  }

  /** The most frequent first. */
  list(): RejectedGroup[] {
    const groups = [...this.#groups].map(([key, { cause, example, count, values }]): RejectedGroup => {
      const refused = [...values].map(([value, times]) => ({ value, count: times })).sort((a, b) => b.count - a.count);
      const { code, column, length } = cause;
      const group = { key, code, ...(column === undefined ? {} : { column }), ...(length === undefined ? {} : { length }), count, example, values: refused };
      return { ...group, plain: plainCause(group) };
    });
    return groups.sort((a, b) => b.count - a.count);
  }
}

/** A group and the places of its rows among those that were given. */
export interface GroupedRows extends RejectedGroup {
  readonly rows: ReadonlySet<number>;
}

/** Rows as they leave a `rejected` port, by cause: the most frequent first. */
export function groupRejected(schema: Schema, rows: readonly (readonly Cell[])[]): GroupedRows[] {
  const groups = new RejectGroups();
  const places = new Map<string, Set<number>>();
  const [code, message] = rejectedColumns.map((column) => schema.findIndex(({ name }) => name === column.name)) as [number, number];
  for (const [place, row] of rows.entries()) {
    const key = groups.add(String(row[code] ?? ''), String(row[message] ?? ''), schema, row);
    places.set(key, (places.get(key) ?? new Set()).add(place));
  }
  return groups.list().map((group) => ({ ...group, rows: places.get(group.key)! }));
}
