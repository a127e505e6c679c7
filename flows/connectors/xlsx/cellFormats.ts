import type { ColumnType } from '../../kit/schema.ts';

/** What a number means by the way it is shown. */
export type NumberMeaning = Extract<ColumnType, 'number' | 'date' | 'datetime' | 'time'>;

/** Built-in formats that show dates or times (ECMA-376 part 1, 18.8.30). */
const builtIn: Readonly<Record<NumberMeaning, readonly number[]>> = {
  date: [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58],
  time: [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56],
  datetime: [22],
  number: [],
};

/** What a number with this format is. A format that counts hours beyond a day, such as `[h]:mm`, shows a number. */
export function meaningOf(format: number, codes: ReadonlyMap<number, string>): NumberMeaning {
  const code = codes.get(format);
  if (code === undefined) return (Object.keys(builtIn) as NumberMeaning[]).find((meaning) => builtIn[meaning].includes(format)) ?? 'number';
  // Texts in quotes, single escaped signs, paddings and colours say nothing; only the form for positive numbers counts.
  if (/\[(h+|m+|s+)\]/i.test(code)) return 'number';
  const signs = code.replace(/"[^"]*"|\\.|[_*].|\[[^\]]*\]/g, '').split(';')[0]!.replace(/general/gi, '');
  const hasDay = /[yd]/i.test(signs) || (/m/i.test(signs) && !/[hs]/i.test(signs));
  const hasClock = /[hs]/i.test(signs);
  return hasDay ? (hasClock ? 'datetime' : 'date') : hasClock ? 'time' : 'number';
}

const dayMs = 86_400_000;

/** The first day of the two calendars of Excel, as the serial number that 1970-01-01 has in them. */
export const epochs = { from1900: 25_569, from1904: 24_107 } as const;

/** A serial number of Excel as a cell of ours. In the 1900 calendar Excel has a 29 February 1900, so numbers up to 60 are off by one. */
export function fromSerial(serial: number, meaning: Exclude<NumberMeaning, 'number'>, epoch: number): number {
  const fixed = epoch === epochs.from1900 && serial < 60 ? serial + 1 : serial;
  if (meaning === 'date') return Math.floor(fixed) - epoch;
  if (meaning === 'datetime') return Math.round((fixed - epoch) * dayMs);
  return Math.round((serial - Math.floor(serial)) * dayMs) % dayMs;
}
