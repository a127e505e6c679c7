import type { Schema } from '../../kit/schema.ts';

/** A key of a record: the column that fills it (-1: none), or the keys inside it. */
export interface NestedColumn {
  readonly name: string;
  readonly column: number;
  readonly inner: readonly NestedColumn[] | undefined;
}

/**
 * The columns as a tree: `Address.City` is City inside Address. Keys stand in the order in which they are first met. Where a column and a
 * group would have one key, as `Address` and `Address.City`, the second keeps its whole name.
 */
export function nestColumns(schema: Schema, isNested: boolean): NestedColumn[] {
  return level(schema.map(({ name }, column) => ({ parts: isNested ? name.split('.') : [name], column })), 0);
}

interface Part {
  readonly parts: readonly string[];
  readonly column: number;
}

function level(columns: readonly Part[], depth: number): NestedColumn[] {
  const groups = new Map<string, Part[]>();
  const cells = new Set(columns.filter(({ parts }) => parts.length === depth + 1).map(({ parts }) => parts[depth]!));
  for (const part of columns) {
    const key = part.parts[depth]!;
    const name = part.parts.length > depth + 1 && cells.has(key) ? part.parts.slice(depth).join('.') : key;
    const group = groups.get(name);
    if (group) group.push(part);
    else groups.set(name, [part]);
  }
  return [...groups].map(([name, parts]) => {
    const [{ parts: names, column }] = parts as [Part];
    const isColumn = names.slice(depth).join('.') === name;
    return { name, column: isColumn ? column : -1, inner: isColumn ? undefined : level(parts, depth + 1) };
  });
}
