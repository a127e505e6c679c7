import type { Batch } from './batch.ts';
import type { Cell, Schema } from './schema.ts';

/** What rows are told apart by: equal keys are the same as a key of a Map. */
export type Key = string | number | boolean;

export interface KeyOptions {
  /** Capitals, spaces around a text, and how many spaces stand between words do not count. */
  readonly isLoose?: boolean;
  /** When a row has no key: as soon as one of its columns is blank, when all are, or never (blank is a value like others). */
  readonly blankWhen: 'any' | 'all' | 'never';
}

/** Reads the key of a row from some of its columns; null where it has none. */
export function rowKey(schema: Schema, columns: readonly number[], { isLoose = false, blankWhen }: KeyOptions): (batch: Batch, row: number) => Key | null {
  const isText = columns.map((column) => schema[column]!.type === 'text');
  const read = (batch: Batch, row: number, index: number): Cell => {
    const value = batch.columns[columns[index]!]!.value(row);
    return isLoose && value !== null && isText[index] ? looseText(value as string) : value;
  };
  if (columns.length === 1) return (batch, row) => read(batch, row, 0) ?? (blankWhen === 'never' ? '' : null);
  return (batch, row) => {
    let key = '';
    let blanks = 0;
    for (let index = 0; index < columns.length; index++) {
      const value = read(batch, row, index);
      if (value === null) {
        if (blankWhen === 'any') return null;
        blanks++;
        key += '~';
      } else if (isText[index]) {
        // Its length first, so that no two different rows give the same text.
        key += `${(value as string).length}:${value as string}`;
      } else {
        key += `${String(value)};`;
      }
    }
    return blankWhen === 'all' && blanks === columns.length ? null : key;
  };
}

/** A text without capitals and with single spaces; null when nothing else was in it. */
export function looseText(text: string): string | null {
  const loose = text.trim().toLowerCase();
  if (loose === '') return null;
  return /\s\s|[^\S ]/.test(loose) ? loose.replace(/\s+/g, ' ') : loose;
}
