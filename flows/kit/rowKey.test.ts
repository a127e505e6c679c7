import { describe, expect, it } from 'vitest';
import { batchFromRows } from './batch.ts';
import { looseText, rowKey, type KeyOptions } from './rowKey.ts';
import type { Cell, Schema } from './schema.ts';

const schema: Schema = [
  { name: 'A', type: 'text' },
  { name: 'B', type: 'text' },
  { name: 'N', type: 'number' },
];

function keys(columns: readonly number[], options: KeyOptions, rows: readonly (readonly Cell[])[]) {
  const batch = batchFromRows(schema, rows, { source: 'list', ordinal: 0 });
  const read = rowKey(schema, columns, options);
  return rows.map((_, row) => read(batch, row));
}

describe('the key of a row', () => {
  it('is the value itself where one column makes it', () => {
    expect(keys([0], { blankWhen: 'any' }, [['x', null, 1], [null, null, 2]])).toEqual(['x', null]);
    expect(keys([2], { blankWhen: 'any' }, [['x', null, 1]])).toEqual([1]);
  });

  it('differs for rows that differ, wherever one text ends and the next begins', () => {
    const rows = [['a', 'bc', 1], ['ab', 'c', 1], ['a', null, 1], [null, 'a', 1], ['1:a', '', 1], ['~', 'a', 1], [null, null, 11]];
    expect(new Set(keys([0, 1, 2], { blankWhen: 'never' }, rows)).size).toBe(rows.length);
  });

  it('is none when any column, all columns or no column is blank', () => {
    const rows = [['a', 'b', 1], ['a', null, 1], [null, null, 1]];
    const hasKey = (blankWhen: KeyOptions['blankWhen']) => keys([0, 1], { blankWhen }, rows).map((key) => key !== null);
    expect(hasKey('any')).toEqual([true, false, false]);
    expect(hasKey('all')).toEqual([true, true, false]);
    expect(hasKey('never')).toEqual([true, true, true]);
  });

  it('may leave capitals and spaces out', () => {
    expect(looseText('  ACME\t Inc ')).toBe('acme inc');
    expect(looseText(' \n')).toBeNull();
    const [one, other] = keys([0, 2], { blankWhen: 'any', isLoose: true }, [['Ada  Lovelace', null, 5], [' ada lovelace', null, 5]]);
    expect(one).toBe(other);
  });
});
