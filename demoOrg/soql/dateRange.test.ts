import { expect, test } from 'vitest';
import { dateRange, isDateRange } from './dateRange.ts';

// A Wednesday evening in California, already Thursday in UTC.
const clock = { now: new Date('2026-03-12T03:30:00Z'), timeZone: 'America/Los_Angeles' };

test.each([
  ['TODAY', undefined, '2026-03-11', '2026-03-12'],
  ['YESTERDAY', undefined, '2026-03-10', '2026-03-11'],
  ['TOMORROW', undefined, '2026-03-12', '2026-03-13'],
  ['THIS_WEEK', undefined, '2026-03-08', '2026-03-15'],
  ['LAST_WEEK', undefined, '2026-03-01', '2026-03-08'],
  ['NEXT_MONTH', undefined, '2026-04-01', '2026-05-01'],
  ['LAST_90_DAYS', undefined, '2025-12-11', '2026-03-12'],
  ['NEXT_90_DAYS', undefined, '2026-03-12', '2026-06-10'],
  ['LAST_N_DAYS', 3, '2026-03-08', '2026-03-12'],
  ['NEXT_N_DAYS', 3, '2026-03-12', '2026-03-15'],
  ['N_DAYS_AGO', 3, '2026-03-08', '2026-03-09'],
  ['LAST_N_MONTHS', 4, '2025-11-01', '2026-03-01'],
  ['N_WEEKS_AGO', 2, '2026-02-22', '2026-03-01'],
  ['THIS_QUARTER', undefined, '2026-01-01', '2026-04-01'],
  ['LAST_QUARTER', undefined, '2025-10-01', '2026-01-01'],
  ['NEXT_N_QUARTERS', 2, '2026-04-01', '2026-10-01'],
  ['LAST_YEAR', undefined, '2025-01-01', '2026-01-01'],
  ['THIS_FISCAL_QUARTER', undefined, '2026-01-01', '2026-04-01'],
  ['LAST_N_FISCAL_YEARS', 2, '2024-01-01', '2026-01-01'],
])('%s %s of a date', (name, count, start, end) => {
  expect(isDateRange(name)).toBe(true);
  expect(dateRange(name, count, 'date', clock)).toEqual({ start, end });
});

test('of a moment it is the midnights of the org, whose distance changes with daylight saving', () => {
  expect(dateRange('THIS_WEEK', undefined, 'datetime', clock)).toEqual({ start: '2026-03-08T08:00:00.000+0000', end: '2026-03-15T07:00:00.000+0000' });
  expect(dateRange('TODAY', undefined, 'datetime', { ...clock, timeZone: 'UTC' })).toEqual({
    start: '2026-03-12T00:00:00.000+0000',
    end: '2026-03-13T00:00:00.000+0000',
  });
});

test.each(['EVER', 'THIS_DAY', 'LAST_N_DAYS_AGO', 'N_DAYS', 'LAST_FORTNIGHT'])('%s is no date literal', (name) => {
  expect(isDateRange(name)).toBe(false);
});
