import { copyText } from './copyText.ts';
import { entryBytes } from './memory.ts';
import { formatCell, type Cell, type ColumnType } from './schema.ts';
import type { TotalFunction } from './totalFunctions.ts';

/** Works out one total for many groups, numbered from 0 as they are met. Blank cells are left out before, except by `count`. */
export interface Accumulator {
  add(group: number, value: Cell): void;
  result(group: number): Cell;
  /** What it takes in memory. */
  readonly bytes: number;
}

export function accumulatorOf(total: TotalFunction, type: ColumnType): Accumulator {
  switch (total) {
    case 'count':
      return counter();
    case 'countDistinct':
      return distinctCounter();
    case 'sum':
    case 'average':
      return adder(total === 'average');
    case 'list':
      return lister(type);
    default:
      return chooser(total);
  }
}

function counter(): Accumulator {
  const counts: number[] = [];
  return {
    add: (group) => void (counts[group] = (counts[group] ?? 0) + 1),
    result: (group) => counts[group] ?? 0,
    get bytes() {
      return counts.length * 8;
    },
  };
}

function distinctCounter(): Accumulator {
  const values: Set<Cell>[] = [];
  let bytes = 0;
  return {
    add(group, value) {
      const known = (values[group] ??= new Set());
      if (known.has(value)) return;
      known.add(kept(value));
      bytes += entryBytes + sizeOf(value);
    },
    result: (group) => values[group]?.size ?? 0,
    get bytes() {
      return bytes + values.length * entryBytes;
    },
  };
}

/**
 * Carries along what each addition loses to rounding (Neumaier), and gives 15 digits: as many as every decimal keeps in a double. So
 * 10.10 and 20.20 are 30.3, in any order and however many there are. Whole numbers keep all their digits.
 */
function adder(isAverage: boolean): Accumulator {
  const sums: number[] = [];
  const lost: number[] = [];
  const counts: number[] = [];
  return {
    add(group, value) {
      const number = value as number;
      const before = sums[group] ?? 0;
      const sum = before + number;
      lost[group] = (lost[group] ?? 0) + (Math.abs(before) >= Math.abs(number) ? before - sum + number : number - sum + before);
      sums[group] = sum;
      counts[group] = (counts[group] ?? 0) + 1;
    },
    result(group) {
      const count = counts[group];
      if (count === undefined) return null;
      const exact = sums[group]! + lost[group]!;
      const sum = Number.isInteger(exact) ? exact : Number(exact.toPrecision(15));
      return isAverage ? sum / count : sum;
    },
    get bytes() {
      return sums.length * 24;
    },
  };
}

function lister(type: ColumnType): Accumulator {
  const lists: string[][] = [];
  let bytes = 0;
  return {
    add(group, value) {
      const text = copyText(formatCell(type, value));
      (lists[group] ??= []).push(text);
      bytes += 16 + text.length;
    },
    result: (group) => lists[group]?.join(', ') ?? null,
    get bytes() {
      return bytes + lists.length * entryBytes;
    },
  };
}

function chooser(total: 'min' | 'max' | 'first' | 'last'): Accumulator {
  const chosen: (Cell | undefined)[] = [];
  let texts = 0;
  const replaces = {
    min: (value: Cell, before: Cell) => value! < before!,
    max: (value: Cell, before: Cell) => value! > before!,
    first: () => false,
    last: () => true,
  }[total];
  return {
    add(group, value) {
      const before = chosen[group];
      if (before !== undefined && !replaces(value, before)) return;
      texts += sizeOf(value) - sizeOf(before ?? null);
      chosen[group] = kept(value);
    },
    result: (group) => chosen[group] ?? null,
    get bytes() {
      return texts + chosen.length * 16;
    },
  };
}

function kept(value: Cell): Cell {
  return typeof value === 'string' ? copyText(value) : value;
}

function sizeOf(value: Cell): number {
  return typeof value === 'string' ? value.length + 16 : 0;
}
