import { rowError } from './operation.ts';

export const dayMs = 86_400_000;

/** Days since 1970-01-01 of a day of the Gregorian calendar; undefined when there is no such day. Years 1 to 9999. */
export function daysOf(year: number, month: number, day: number): number | undefined {
  if (!(year >= 1 && year <= 9999)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / dayMs : undefined;
}

const firstDay = daysOf(1, 1, 1)!;
const lastDay = daysOf(9999, 12, 31)!;

/** A date some days later; parts of days are cut off. */
export function shiftDate(date: number, days: number): number {
  return inCalendar(date + Math.trunc(days), date);
}

/** A date and time some days later, to the second, halves up. */
export function shiftDatetime(datetime: number, days: number): number {
  const shifted = datetime + Math.round(days * 86_400) * 1000;
  inCalendar(Math.floor(shifted / dayMs), Math.floor(datetime / dayMs));
  return shifted;
}

/** A time some milliseconds later, around the clock. */
export function shiftTime(time: number, ms: number): number {
  return (((time + Math.trunc(ms)) % dayMs) + dayMs) % dayMs;
}

/** Milliseconds from `earlier` to `later`, past midnight if need be. */
export function timeBetween(later: number, earlier: number): number {
  return (later - earlier + dayMs) % dayMs;
}

/**
 * A date some months later: the same day, or the last of the month where there is none. The last day of a month gives the last day of the
 * month (Salesforce's ADDMONTHS, with its way there: a day on, the months, a day back).
 */
export function addMonths(date: number, months: number): number {
  const { year, month, day } = civil(date);
  const isLast = civil(date + 1).day === 1;
  const target = month - 1 + Math.trunc(months) + (isLast ? 1 : 0);
  const first = new Date(0);
  first.setUTCFullYear(year, target, 1);
  const firstOfTarget = first.getTime() / dayMs;
  if (isLast) return inCalendar(firstOfTarget - 1, date);
  first.setUTCFullYear(year, target + 1, 0);
  return inCalendar(firstOfTarget + Math.min(day, first.getUTCDate()) - 1, date);
}

/** Year, month 1–12 and day 1–31 of a date, and its weekday: 1 is Sunday. */
export function civil(date: number): { year: number; month: number; day: number; weekday: number } {
  const at = new Date(date * dayMs);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), weekday: at.getUTCDay() + 1 };
}

/** The ISO 8601 week of a date and the year that week belongs to. */
export function isoWeek(date: number): { year: number; week: number } {
  const thursday = date + 4 - (((((date + 3) % 7) + 7) % 7) + 1);
  const { year } = civil(thursday);
  return { year, week: Math.floor((thursday - daysOf(year, 1, 1)!) / 7) + 1 };
}

const datePattern = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const timePattern = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

/** `2026-03-09` → days; undefined when it is no such date. */
export function parseDate(text: string): number | undefined {
  const match = datePattern.exec(text);
  return match ? daysOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** `15:09`, `15:09:26`, `15:09:26.535` → milliseconds since midnight; undefined when it is no time. */
export function parseTime(text: string): number | undefined {
  const [, hour, minute, second = '0', fraction = '0'] = timePattern.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, '0'));
}

/** `2026-03-09 15:09:26` → milliseconds, UTC; with `T`, `Z` and an offset too, as ISO 8601 writes it. */
export function parseDatetime(text: string): number | undefined {
  const [, date, time, offset] = /^(\S+)[ T]([\d:.]+)(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim()) ?? [];
  const days = parseDate(date ?? '');
  const ms = parseTime(time ?? '');
  if (days === undefined || ms === undefined) return undefined;
  if (offset === undefined || offset === 'Z') return days * dayMs + ms;
  const offsetMs = (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * 60_000;
  return days * dayMs + ms + (offset.startsWith('-') ? offsetMs : -offsetMs);
}

function inCalendar(date: number, from: number): number {
  if (date >= firstDay && date <= lastDay) return date;
  const start = new Date(from * dayMs).toISOString().slice(0, 10);
  throw rowError('dateOutOfRange', `A date ${Math.round(date - from)} days from ${start} is outside the years 1 to 9999.`);
}
