import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../batch.ts';
import { seededRandom } from '../seededRandom.ts';
import { compileFormula } from './compileFormula.ts';

const schema = [
  { name: 'A', type: 'number' },
  { name: 'B', type: 'number' },
] as const;

function work(source: string, pairs: readonly (readonly [number, number])[]): unknown[] {
  const { formula } = compileFormula(source, schema);
  const batch = batchFromRows(schema, pairs.map((pair) => [...pair]), { source: 'pairs', ordinal: 0 });
  return pairs.map((_, row) => formula!.evaluate(batch, row));
}

const random = seededRandom(3);
const cents = (most: number): number => Math.floor(random() * most) - Math.floor(most / 2);
const pairs = Array.from({ length: 20_000 }, () => [cents(2e9), cents(2e4)] as const);
const amounts = pairs.map(([a, b]) => [a / 100, b / 100] as const);

describe('amounts with two digits after the point are reckoned as on paper', () => {
  it('in sums', () => expect(work('A + B', amounts)).toEqual(pairs.map(([a, b]) => (a + b) / 100)));
  it('in differences', () => expect(work('A - B', amounts)).toEqual(pairs.map(([a, b]) => (a - b) / 100)));
  it('in products', () => expect(work('A * B', amounts)).toEqual(pairs.map(([a, b]) => Number(BigInt(a) * BigInt(b)) / 10_000)));
  it('with a tax', () => expect(work('A * 1.19', amounts)).toEqual(pairs.map(([a]) => Number(BigInt(a) * 119n) / 10_000)));
});

it.each([
  ['A + B', 0.1, 0.2, 0.3],
  ['A - B', 1.1, 1, 0.1],
  ['A * B', 1.1, 1.1, 1.21],
  ['A / B', 0.3, 0.1, 3],
  ['A ^ B', 1.1, 2, 1.21],
  ['A + B = 0.3', 0.1, 0.2, true],
])('%s of %d and %d is %d', (source, a, b, expected) => expect(work(source, [[a, b]])).toEqual([expected]));

it('digits that doubles can tell stay', () => {
  expect(work('A / B', [[1, 3]])).toEqual([1 / 3]);
  expect(work('A + B', [[0.123456789012345, 0.000000000000001]])).toEqual([0.123456789012346]);
  expect(work('A * B', [[1e200, 1e-190], [1e300, 1e5]])).toEqual([1e10, 1e300 * 1e5]);
});
