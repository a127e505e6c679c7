import { describe, expect, it } from 'vitest';
import { CsvBlock } from './csvBlock.ts';
import { openPlain } from './openScanner.ts';

describe('a block of many bytes', () => {
  it('gives each cell its text, wherever in the block it lies', () => {
    const rows = Array.from({ length: 9_000 }, (_, row) => [String(row), row % 50 === 0 ? `Zoë ${row}` : `name ${row}`, row % 70 === 0 ? `"a ""${row}"""` : 'x'.repeat(row % 40)]);
    const bytes = Buffer.from(`${rows.map((row) => row.join(',')).join('\n')}\n\n`);
    expect(bytes.length).toBeGreaterThan(3 * 2 ** 16);
    const dialect = { delimiter: ',', quote: '"' };
    const scanner = openPlain(dialect, 3, 10_000, bytes.length);
    expect(scanner.scan(bytes, bytes.length - 1, true).rows).toBe(rows.length);
    const block = new CsvBlock(bytes, { width: 3, ...scanner.space }, dialect);
    const texts = rows.map((_, row) => [0, 1, 2].map((field) => block.text(row, field)));
    expect(texts).toEqual(rows.map(([id, name, rest], row) => [id, name, row % 70 === 0 ? `a "${row}"` : rest || null]));
  });

  it('gives a cell that is longer than a piece of it', () => {
    const long = 'y'.repeat(200_000);
    const bytes = Buffer.from(`${long},z\n\n`);
    const block = new CsvBlock(bytes, { width: 2, starts: Int32Array.of(0, long.length + 1), ends: Int32Array.of(long.length, long.length + 2) }, { delimiter: ',', quote: '"' });
    expect([block.text(0, 0), block.text(0, 1)]).toEqual([long, 'z']);
  });
});
