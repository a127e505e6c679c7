import { expect, it } from 'vitest';
import { ColumnProfile } from './columnProfile.ts';
import { DistinctCount } from './distinctCount.ts';
import { Frequent } from './frequent.ts';

it.each([1, 1000, 5000, 20_000, 200_000])('%i different texts are counted within 5 %%, each twice', (count) => {
  const distinct = new DistinctCount();
  for (let round = 0; round < 2; round++) for (let index = 0; index < count; index++) distinct.add(`person${index}@example.org`);
  expect(distinct.isExact).toBe(count <= 1000);
  expect(Math.abs(distinct.count - count) / count).toBeLessThan(count <= 1000 ? 1e-9 : 0.05);
});

it('what is frequent is found among many that are not', () => {
  const frequent = new Frequent();
  for (let index = 0; index < 50_000; index++) frequent.add(index % 5 === 0 ? 'FR' : `rare ${index}`);
  expect(frequent.say(1)).toMatch(/^FR \(9\d{3}\)$/);
});

it.each([
  [['true', 'no', 'YES'], 'true or false'],
  [['1.234,50', '7', '-3.5'], 'number'],
  [['007', '012', '99', 'x'], 'different in every row'],
  [['+49 30 901820', '(415) 555-2671'], 'phone number'],
  [['31.01.2026', '2026-01-31'], 'date'],
  [['0015g00000abcdeAAA', '003000000000001AAA'], 'Salesforce Id'],
  [Array.from({ length: 20 }, (_, index) => (index % 2 ? 'Hot' : 'Cold')), 'one of 2'],
  [[...Array.from({ length: 99 }, (_, index) => `p${index}@example.org`), 'n/a'], 'e-mail address (99 %)'],
])('%j looks like %s', (values, looks) => {
  const profile = new ColumnProfile('text');
  for (const value of values) profile.add(value);
  expect(profile.result(values.length, 3)[1]).toBe(looks);
});
