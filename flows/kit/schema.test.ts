import { describe, expect, it } from 'vitest';
import { formatCell, jsonCell, type Cell, type ColumnType } from './schema.ts';

const cells: [ColumnType, Cell, string][] = [
  ['text', 'Ulm', 'Ulm'],
  ['number', 12.5, '12.5'],
  ['number', 0, '0'],
  ['boolean', false, 'false'],
  ['date', 0, '1970-01-01'],
  ['date', 20526, '2026-03-14'],
  ['date', -719162, '0001-01-01'],
  ['datetime', 1_773_500_966_535, '2026-03-14T15:09:26.535Z'],
  ['time', 54_566_535, '15:09:26.535Z'],
];

describe('a cell as text', () => {
  it.each(cells)('%s %s is %s', (type, value, text) => expect(formatCell(type, value)).toBe(text));
  it.each(cells)('a blank %s is nothing', (type) => expect(formatCell(type, null)).toBe(''));
});

describe('a cell as JSON', () => {
  it('keeps texts, numbers, true and false, and blanks', () =>
    expect([jsonCell('text', 'a'), jsonCell('number', 1.5), jsonCell('boolean', true), jsonCell('date', null)]).toEqual(['a', 1.5, true, null]));
  it('writes dates and times as ISO text', () =>
    expect([jsonCell('date', 1), jsonCell('datetime', 0), jsonCell('time', 0)]).toEqual(['1970-01-02', '1970-01-01T00:00:00.000Z', '00:00:00.000Z']));
});
