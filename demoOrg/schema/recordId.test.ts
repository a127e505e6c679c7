import { expect, test } from 'vitest';
import { normalId, recordId } from './recordId.ts';

test('a number becomes base 62 behind the prefix, with three check characters', () => {
  expect(recordId('001', 1)).toBe('001000000000001AAA');
  expect(recordId('00Q', 61)).toBe('00Q00000000000zEAA');
  expect(recordId('00D', 62 * 62)).toBe('00D000000000100EAA');
});

test('15 characters become 18', () => {
  expect(normalId('0017000000FWq0Z')).toBe('0017000000FWq0ZAAT');
});

test('an 18-character id in lost case gets its case back', () => {
  expect(normalId('0017000000fwq0zaat')).toBe('0017000000FWq0ZAAT');
  expect(normalId('0017000000FWQ0ZAAT')).toBe('0017000000FWq0ZAAT');
});

test.each(['', 'abc', '001000000000001AA', '0010000000000 1AAA', '001000000000001AA9', '0010000000000ü1AAA'])('"%s" is no id', (text) => {
  expect(normalId(text)).toBeUndefined();
});
