import { expect, test } from 'vitest';
import { seededRandom } from '../../../kit/seededRandom.ts';
import { RowHashes } from './rowHashes.ts';

test('rows are found by what is in them, each once, in any order', () => {
  const hashes = new RowHashes();
  const count = 20_000;
  for (let row = 0; row < count; row++) hashes.add([`key ${row}`, row % 2 === 0 ? null : 'x'], row);
  const found = new Set<number>();
  for (let row = count - 1; row >= 0; row--) found.add(hashes.take([`key ${row}`, row % 2 === 0 ? '' : 'x'])!);
  expect(found.size).toBe(count);
  expect([...hashes.left()]).toEqual([]);
  expect(hashes.take(['key 1', 'x'])).toBeUndefined();
});

test('what is not found, and what nobody took', () => {
  const hashes = new RowHashes();
  [['a', 'b'], ['ab', null], [null, 'ab'], ['a', 'b']].forEach((cells, row) => hashes.add(cells, row));
  expect([hashes.take(['ab', '']), hashes.take(['', 'ab']), hashes.take(['a']), hashes.take(['x', 'y'])]).toEqual([1, 2, undefined, undefined]);
  expect(new Set([hashes.take(['a', 'b']), hashes.take(['a', 'b'])])).toEqual(new Set([0, 3]));
  expect(hashes.take(['a', 'b'])).toBeUndefined();
});

test('different rows have different hashes', () => {
  const random = seededRandom(5);
  const hashes = new RowHashes();
  const sent: string[][] = [];
  for (let row = 0; row < 50_000; row++) {
    const cells = [String(Math.floor(random() * 1e9)), String(row)];
    sent.push(cells);
    hashes.add(cells, row);
  }
  sent.forEach((cells, row) => expect(hashes.take(cells)).toBe(row));
});
