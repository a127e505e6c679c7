import { expect, it } from 'vitest';
import { purgeOld } from './purgeOld.ts';

const now = Date.parse('2026-03-31T00:00:00Z');
const purgedBefore = (env: Record<string, string>): string | undefined => {
  let before: string | undefined;
  purgeOld({ purge: (what) => ((before = what.before), 0) }, now, env);
  return before;
};

it('keeps what runs need to be undone for 30 days, or as long as it is told', () => {
  expect(purgedBefore({})).toBe('2026-03-01T00:00:00.000Z');
  expect(purgedBefore({ SLUICE_KEEP_DAYS: '90' })).toBe('2025-12-31T00:00:00.000Z');
  expect(purgedBefore({ SLUICE_KEEP_DAYS: '0' })).toBe('2026-03-31T00:00:00.000Z');
});

it('purges nothing where that is no number of days', () => {
  expect(() => purgedBefore({ SLUICE_KEEP_DAYS: 'a month' })).toThrow('SLUICE_KEEP_DAYS is "a month" and must be a number of days');
  expect(() => purgedBefore({ SLUICE_KEEP_DAYS: '-1' })).toThrow('must be a number of days');
});
