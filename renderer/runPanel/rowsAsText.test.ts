import { expect, it } from 'vitest';
import { arranged, withMoved } from './columnOrder.ts';
import { rowsAsCsv, rowsAsTabs } from './rowsAsText.ts';

const names = ['Name', 'Said'];
const rows = [['Ada', 'a "b", c'], ['Björn', null], ['Chi\tara', 'two\nlines']];

it('a CSV file quotes only what needs it', () => {
  expect(rowsAsCsv(names, rows)).toBe('Name,Said\r\nAda,"a ""b"", c"\r\nBjörn,\r\nChi\tara,"two\nlines"\r\n');
});

it('what is pasted into a spreadsheet keeps one line a row', () => {
  expect(rowsAsTabs(names, rows)).toBe('Name\tSaid\nAda\ta "b", c\nBjörn\t\nChi ara\ttwo lines');
});

it('columns are moved by places, and not past the ends', () => {
  expect(withMoved([0, 1, 2], 0, 1)).toEqual([1, 0, 2]);
  expect(withMoved([1, 0, 2], 2, -5)).toEqual([2, 1, 0]);
  expect(arranged(['a', 'b', 'c'], [2, 1, 0])).toEqual(['c', 'b', 'a']);
});
