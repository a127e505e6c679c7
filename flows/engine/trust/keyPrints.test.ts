import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { KeyPrints } from './keyPrints.ts';

const print = (at: number): string => hash('sha1', `key ${at}`, 'base64url').slice(0, 16);

test('knows every print that was added and no other, however many there are', () => {
  const prints = new KeyPrints();
  const count = 20_000;
  for (let at = 0; at < count; at++) {
    expect(prints.has(print(at))).toBe(false);
    prints.add(print(at));
    // The same again changes nothing.
    if (at % 3 === 0) prints.add(print(at));
  }
  expect(Array.from({ length: count }, (_, at) => prints.has(print(at))).every(Boolean)).toBe(true);
  expect(Array.from({ length: count }, (_, at) => prints.has(print(count + at))).some(Boolean)).toBe(false);
});

test('prints that differ in one letter, and the one of zeros, are told apart', () => {
  const prints = new KeyPrints();
  const zero = 'A'.repeat(16);
  expect(prints.has(zero)).toBe(false);
  prints.add(zero);
  expect(prints.has(zero)).toBe(true);
  for (let at = 0; at < 16; at++) {
    const other = `${zero.slice(0, at)}_${zero.slice(at + 1)}`;
    expect(prints.has(other)).toBe(false);
    prints.add(other);
    expect(prints.has(other)).toBe(true);
  }
});
