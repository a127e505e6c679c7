import { describe, expect, it } from 'vitest';
import { formatCell } from '../schema.ts';
import { addMonths, daysOf, isoWeek, parseDate, parseDatetime, parseTime } from './calendar.ts';

const iso = (days: number) => formatCell('date', days);

describe('months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-02-28', 1, '2026-03-31'],
    ['2024-02-28', 1, '2024-03-28'],
    ['2026-01-30', 1, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-03-15', -15, '2024-12-15'],
    ['2026-03-15', 1.9, '2026-04-15'],
    ['1969-12-31', 2, '1970-02-28'],
  ])('%s and %s months is %s', (from, months, to) => expect(iso(addMonths(parseDate(from)!, months))).toBe(to));

  it('do not lead out of the calendar', () => expect(() => addMonths(0, 1e6)).toThrow('outside the years 1 to 9999'));
});

describe('weeks', () => {
  it.each([
    ['2026-01-01', 2026, 1],
    ['2027-01-01', 2026, 53],
    ['2024-12-30', 2025, 1],
    ['1969-12-29', 1970, 1],
    ['1960-01-03', 1959, 53],
  ])('%s is in %s week %s', (date, year, week) => expect(isoWeek(parseDate(date)!)).toEqual({ year, week }));
});

describe('texts', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '0000-01-01', '14.3.2026', '2026-3', '2026-03-14T00:00:00Z', ''])('%j is no date', (text) =>
    expect(parseDate(text)).toBeUndefined(),
  );
  it.each(['24:00', '12:60', '12:00:60', '12', 'noon'])('%j is no time', (text) => expect(parseTime(text)).toBeUndefined());
  it('years before 100 are themselves', () => expect(iso(daysOf(33, 4, 3)!)).toBe('0033-04-03'));

  it.each([
    ['2026-03-14 15:09:26', '2026-03-14T15:09:26.000Z'],
    ['2026-03-14T15:09:26.5Z', '2026-03-14T15:09:26.500Z'],
    ['2026-03-14T15:09:26.535+0000', '2026-03-14T15:09:26.535Z'],
    ['2026-03-14T15:09:26-05:30', '2026-03-14T20:39:26.000Z'],
  ])('%s is %s', (text, expected) => expect(new Date(parseDatetime(text)!).toISOString()).toBe(expected));
});
