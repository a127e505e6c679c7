import type { ColumnType } from '../../kit/schema.ts';

/** Reads the value of a cell from its bytes `[start, end)`, without quotes and spaces around; NaN where the bytes are none. */
export type ParseCell = (bytes: Uint8Array, start: number, end: number) => number;

const dayMs = 86_400_000;
const powersOfTen = Array.from({ length: 16 }, (_, power) => Number(`1e${power}`));

/** Plain and scientific decimal numbers with a point: `-12.50`, `.5`, `1e3`. No thousands separators: what they mean depends on the country. */
const parseNumber: ParseCell = (bytes, start, end) => {
  let p = start;
  const isNegative = bytes[p] === 45;
  if (isNegative || bytes[p] === 43) p++;
  let digits = 0;
  let scale = 0;
  let value = 0;
  for (; p < end; p++) {
    const digit = bytes[p]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    digits++;
  }
  if (p < end && bytes[p] === 46) {
    for (p++; p < end; p++) {
      const digit = bytes[p]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      digits++;
      scale++;
    }
  }
  if (digits === 0) return NaN;
  // Up to 15 digits and a power of ten are exact doubles, so their quotient is the nearest double to the decimal.
  if (p === end && digits <= 15) return scale === 0 ? signed(value, isNegative) : signed(value / powersOfTen[scale]!, isNegative);
  return parseLongNumber(bytes, start, end);
};

function signed(value: number, isNegative: boolean): number {
  return isNegative && value !== 0 ? -value : value;
}

function parseLongNumber(bytes: Uint8Array, start: number, end: number): number {
  const text = asciiText(bytes, start, end);
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : NaN;
}

/** true/false, yes/no, 1/0, in any case. 1 and 0 stand for true and false. */
const parseBoolean: ParseCell = (bytes, start, end) => {
  if (end - start > 5) return NaN;
  const text = asciiText(bytes, start, end).toLowerCase();
  if (text === 'true' || text === 'yes' || text === '1') return 1;
  return text === 'false' || text === 'no' || text === '0' ? 0 : NaN;
};

/** ISO 8601 calendar dates: `2026-01-31`. Days since 1970-01-01. */
const parseDate: ParseCell = (bytes, start, end) => (end - start === 10 ? dayNumber(bytes, start) : NaN);

/**
 * ISO 8601: `2026-01-31T14:05:00.000Z`, also with a space for the T, without seconds, with an offset (`+01:00`, `+0100`).
 * Without one it is UTC; a date alone is its midnight. Milliseconds since the epoch.
 */
const parseDatetime: ParseCell = (bytes, start, end) => {
  if (end - start < 10) return NaN;
  const day = dayNumber(bytes, start);
  if (end - start === 10) return day * dayMs;
  const gap = bytes[start + 10];
  if (gap !== 84 && gap !== 116 && gap !== 32) return NaN;
  let stop = end;
  let offsetMs = 0;
  if (bytes[end - 1] === 90 || bytes[end - 1] === 122) stop = end - 1;
  else {
    const hasColon = bytes[end - 3] === 58;
    const signAt = hasColon ? end - 6 : end - 5;
    const sign = signAt > start + 15 ? bytes[signAt] : undefined;
    if (sign === 43 || sign === 45) {
      const minutes = pair(bytes, signAt + 1) * 60 + pair(bytes, hasColon ? signAt + 4 : signAt + 3);
      if (minutes > 14 * 60) return NaN;
      offsetMs = (sign === 43 ? minutes : -minutes) * 60_000;
      stop = signAt;
    }
  }
  return day * dayMs + clockMs(bytes, start + 11, stop) - offsetMs;
};

/** `14:05`, `14:05:30`, `14:05:30.250`, with or without a Z. Milliseconds since midnight. */
const parseTime: ParseCell = (bytes, start, end) => clockMs(bytes, start, bytes[end - 1] === 90 ? end - 1 : end);

/** How a cell of each type is read; text needs no reading. */
export const parseCell: Readonly<Record<Exclude<ColumnType, 'text'>, ParseCell>> = {
  number: parseNumber,
  boolean: parseBoolean,
  date: parseDate,
  datetime: parseDatetime,
  time: parseTime,
};

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let p = start; p < end; p++) text += String.fromCharCode(bytes[p]!);
  return text;
}

/** More than any two or four digits: a whole number, as they are, so that all is worked out with whole numbers. */
const noDigits = 1_000_000;

/** Two digits as a number, else `noDigits`. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : noDigits;
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** The day number of `YYYY-MM-DD` at `at`, in the Gregorian calendar, else NaN. */
function dayNumber(bytes: Uint8Array, at: number): number {
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2);
  const month = pair(bytes, at + 5);
  const day = pair(bytes, at + 8);
  if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45 || year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const monthDays = daysBeforeMonth[month]! - daysBeforeMonth[month - 1]! + (isLeap && month === 2 ? 1 : 0);
  if (day > monthDays) return NaN;
  const past = year - 1;
  const leapDays = ((past / 4) | 0) - ((past / 100) | 0) + ((past / 400) | 0);
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  return past * 365 + leapDays + daysBeforeMonth[month - 1]! + (isLeap && month > 2 ? 1 : 0) + day - 1 - 719_162;
}

/** Milliseconds since midnight of `HH:MM[:SS[.fff…]]` in `[start, end)`, else NaN. Digits after the third one behind the point are dropped. */
function clockMs(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const hours = pair(bytes, start);
  const minutes = pair(bytes, start + 3);
  if ((length !== 5 && length < 8) || bytes[start + 2] !== 58 || hours > 23 || minutes > 59) return NaN;
  const wholeMs = (hours * 60 + minutes) * 60_000;
  if (length === 5) return wholeMs;
  const seconds = pair(bytes, start + 6);
  if (bytes[start + 5] !== 58 || seconds > 59) return NaN;
  if (length === 8) return wholeMs + seconds * 1000;
  if (bytes[start + 8] !== 46 || length === 9) return NaN;
  let fraction = 0;
  for (let p = start + 9, weight = 100; p < end; p++, weight = (weight / 10) | 0) {
    const digit = bytes[p]! - 48;
    if (digit < 0 || digit > 9) return NaN;
    fraction += digit * weight;
  }
  return wholeMs + seconds * 1000 + fraction;
}
