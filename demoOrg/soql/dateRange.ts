import { storedMoment } from '../records/readField.ts';
import { zonedMidnight, zonedToday } from './zone.ts';

/** When and where a query is asked, and by whom. */
export interface Clock {
  readonly now: Date;
  readonly timeZone: string;
  /** The month in which the fiscal year begins; January where not given. */
  readonly fiscalStart?: number;
  /** Whose records USING SCOPE mine means. */
  readonly userId?: string;
}

/** A calendar day as year, month from 1, day; out-of-range months and days carry over. */
type Day = readonly [year: number, month: number, day: number];

export interface DateRange {
  /** The first day or moment in the range, and the first after it, as stored. */
  readonly start: string;
  readonly end: string;
}

const firstDay = Date.UTC(1700, 0, 1);
const lastDay = Date.UTC(4000, 11, 31);
const units = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'] as const;
type Unit = (typeof units)[number];

const unitNames = units.join('|');
const ranges = [
  /^(TODAY|YESTERDAY|TOMORROW|(LAST|NEXT)_90_DAYS)$/,
  new RegExp(`^(LAST|THIS|NEXT)_(?!DAY)(${unitNames})$`),
  new RegExp(`^((LAST|NEXT)_N_(${unitNames})S|N_(${unitNames})S_AGO)$`),
];

/** Whether the word (in capitals) stands for a range of days. */
export function isDateRange(word: string): boolean {
  return ranges.some((range) => range.test(word));
}

/**
 * What a date literal means today: days for a date field, moments for a datetime field.
 * Weeks begin on Sunday; fiscal years and quarters begin with the org's fiscal month.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
 */
export function dateRange(name: string, count: number | undefined, type: 'date' | 'datetime', clock: Clock): DateRange {
  const today = zonedToday(clock.now, clock.timeZone);
  const [start, end] = daysOf(name, count ?? 0, today, (clock.fiscalStart ?? 1) - 1);
  const stored = (day: Day): string => (type === 'date' ? dayText(day) : storedMoment(zonedMidnight(dayText(day), clock.timeZone)));
  return { start: stored(start), end: stored(end) };
}

function daysOf(name: string, count: number, today: Day, fiscalShift: number): [Day, Day] {
  const span = (of: Unit, from: number, to: number): [Day, Day] => [startOf(of, today, from, fiscalShift), startOf(of, today, to, fiscalShift)];
  if (name === 'TODAY') return span('DAY', 0, 1);
  if (name === 'YESTERDAY') return span('DAY', -1, 0);
  if (name === 'TOMORROW') return span('DAY', 1, 2);
  // Ranges of days that look back include today; those that look forward begin tomorrow.
  if (name === 'LAST_90_DAYS') return span('DAY', -90, 1);
  if (name === 'NEXT_90_DAYS') return span('DAY', 1, 91);
  const unit = units.toSorted((a, b) => b.length - a.length).find((candidate) => new RegExp(`(^|_)${candidate}(S|$)`).test(name))!;
  if (name.endsWith('_AGO')) return span(unit, -count, -count + 1);
  if (name.startsWith('LAST_N_')) return span(unit, -count, unit === 'DAY' ? 1 : 0);
  if (name.startsWith('NEXT_N_')) return span(unit, 1, count + 1);
  if (name.startsWith('LAST_')) return span(unit, -1, 0);
  return name.startsWith('NEXT_') ? span(unit, 1, 2) : span(unit, 0, 1);
}

/** The start of the unit `away` units from today; fiscal units are calendar units, shifted by so many months. */
function startOf(unit: Unit, [year, month, day]: Day, away: number, fiscalShift: number): Day {
  switch (unit) {
    case 'DAY':
      return [year, month, day + away];
    case 'WEEK':
      return [year, month, day - new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 7 * away];
    case 'MONTH':
      return [year, month + away, 1];
    case 'QUARTER':
      return [year, month - ((month - 1) % 3) + 3 * away, 1];
    case 'FISCAL_QUARTER':
      return [year, month - ((month - 1 - fiscalShift + 12) % 3) + 3 * away, 1];
    case 'FISCAL_YEAR':
      return [year + away - (month - 1 < fiscalShift ? 1 : 0), 1 + fiscalShift, 1];
    case 'YEAR':
      return [year + away, 1, 1];
  }
}

/** Days beyond the calendar that Salesforce knows become its first or last one. */
function dayText([year, month, day]: Day): string {
  const ms = Math.min(lastDay, Math.max(firstDay, Date.UTC(year, month - 1, day)));
  return new Date(ms).toISOString().slice(0, 10);
}
