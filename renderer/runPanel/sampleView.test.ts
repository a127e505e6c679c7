import { describe, expect, it } from 'vitest';
import type { Cell } from '../../flows/kit/schema.ts';
import { profileColumn } from './profileColumn.ts';
import { rowsShown } from './rowsShown.ts';

const rows: Cell[][] = [
  ['Berlin', 10],
  ['aachen', null],
  ['Berlin', 9],
  [null, 100],
];

describe('profileColumn', () => {
  it('counts what is empty and distinct, and gives the most frequent values', () => {
    expect(profileColumn(rows, 0)).toEqual({
      rows: 4,
      empty: 1,
      distinct: 2,
      least: 'aachen',
      greatest: 'Berlin',
      top: [{ value: 'Berlin', count: 2 }, { value: 'aachen', count: 1 }],
    });
  });

  it('orders numbers by size', () => {
    expect(profileColumn(rows, 1)).toMatchObject({ least: 9, greatest: 100, empty: 1 });
  });

  it('has no least value where all is empty', () => {
    expect(profileColumn([[null], [null]], 0)).toEqual({ rows: 2, empty: 2, distinct: 0, least: undefined, greatest: undefined, top: [] });
  });
});

describe('rowsShown', () => {
  it('keeps the order of the rows until it is sorted', () => {
    expect(rowsShown(rows, { text: '' }, undefined)).toEqual([0, 1, 2, 3]);
  });

  it('sorts both ways with empty cells last', () => {
    expect(rowsShown(rows, { text: '' }, { column: 1, isDown: false })).toEqual([2, 0, 3, 1]);
    expect(rowsShown(rows, { text: '' }, { column: 1, isDown: true })).toEqual([3, 0, 2, 1]);
  });

  it('finds text in any cell, and exactly one value in one column', () => {
    expect(rowsShown(rows, { text: 'BER' }, undefined)).toEqual([0, 2]);
    expect(rowsShown(rows, { text: '1', only: { column: 0, value: 'Berlin' } }, undefined)).toEqual([0]);
    expect(rowsShown(rows, { text: '', only: { column: 0, value: null } }, undefined)).toEqual([3]);
  });
});
