import type { Cell, ColumnType } from '../../schema.ts';
import { addMonths, civil, dayMs, daysOf, isoWeek, parseDate, parseDatetime, parseTime } from '../calendar.ts';
import { defineFunction, rowError, showValue, type Evaluator, type FormulaExample, type FormulaFunction, type Part } from '../operation.ts';

const dateTypes: readonly ColumnType[] = ['date', 'datetime'];
const clockTypes: readonly ColumnType[] = ['time', 'datetime'];
const now = '2026-03-14T15:09:26.000Z';
const utc = 'Takes a date and time as well; all times are UTC.';

/** A number read off a date; of a date and time, its day in UTC is used. */
function ofDate(name: string, help: string, read: (date: number) => number, examples: readonly FormulaExample[]): FormulaFunction {
  return defineFunction({
    name,
    category: 'Date and time',
    help,
    parameters: [{ name: 'date', types: dateTypes }],
    result: 'number',
    examples,
    extension: utc,
    build: ([part]) => {
      const value = part!.evaluate as Evaluator<number>;
      const perUnit = part!.type === 'datetime' ? dayMs : 1;
      return (batch, row) => {
        const date = value(batch, row);
        return date === null ? null : read(Math.floor(date / perUnit));
      };
    },
  });
}

/** A number read off a time of day. */
function ofTime(name: string, help: string, unitMs: number, units: number, example: FormulaExample): FormulaFunction {
  return defineFunction({
    name,
    category: 'Date and time',
    help,
    parameters: [{ name: 'time', types: clockTypes }],
    result: 'number',
    examples: [example],
    extension: utc,
    strict: (ms: number) => Math.floor((((ms % dayMs) + dayMs) % dayMs) / unitMs) % units,
  });
}

/** DATEVALUE and its like: reads a text, or converts what is a date or time already. */
function reading(
  name: string,
  wanted: string,
  read: (text: string) => number | undefined,
  convert: Readonly<Record<string, (value: number) => number>>,
): (parts: readonly Part[]) => Evaluator {
  return ([part]) => {
    const value = part!.evaluate;
    const conversion = convert[part!.type];
    if (conversion !== undefined) {
      return (batch, row) => {
        const from = value(batch, row) as number | null;
        return from === null ? null : conversion(from);
      };
    }
    return (batch, row) => {
      const text = value(batch, row) as string | null;
      if (text === null) return null;
      const found = read(text);
      if (found !== undefined) return found;
      throw rowError(`notA${name[0]}${name.slice(1, -5).toLowerCase()}`, `${name}(${showValue(text)}): ${showValue(text)} is not ${wanted}.`);
    };
  };
}

const same = (value: number): number => value;

export const dateFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'TODAY',
    category: 'Date and time',
    help: 'The date on which the run began, in UTC.',
    parameters: [],
    result: 'date',
    examples: [
      { formula: 'TODAY()', now, result: '2026-03-14' },
      { formula: 'TODAY() + 30', now, result: '2026-04-13' },
    ],
    build:
      (_parts, { nowMs }) =>
      () =>
        Math.floor(nowMs / dayMs),
  }),
  defineFunction({
    name: 'NOW',
    category: 'Date and time',
    help: 'The moment the run began; the same for every row.',
    parameters: [],
    result: 'datetime',
    examples: [
      { formula: 'NOW()', now, result: '2026-03-14T15:09:26.000Z' },
      { formula: 'NOW() - 0.5', now, result: '2026-03-14T03:09:26.000Z' },
    ],
    build:
      (_parts, { nowMs }) =>
      () =>
        nowMs,
  }),
  defineFunction({
    name: 'TIMENOW',
    category: 'Date and time',
    help: 'The time of day at which the run began, in UTC.',
    parameters: [],
    result: 'time',
    examples: [{ formula: 'HOUR(TIMENOW())', now, result: 15 }],
    build:
      (_parts, { nowMs }) =>
      () =>
        nowMs % dayMs,
  }),
  defineFunction({
    name: 'DATE',
    category: 'Date and time',
    help: 'A date from year, month and day.',
    parameters: [
      { name: 'year', types: ['number'] },
      { name: 'month', types: ['number'] },
      { name: 'day', types: ['number'] },
    ],
    result: 'date',
    examples: [
      { formula: 'DATE(2026, 3, 14)', result: '2026-03-14' },
      { formula: 'DATE(Year, 2, 29)', row: { Year: 2026 }, fails: 'DATE(2026, 2, 29): there is no such day.' },
    ],
    strict: (year: number, month: number, day: number): Cell => {
      const [y, m, d] = [Math.trunc(year), Math.trunc(month), Math.trunc(day)];
      const days = daysOf(y, m, d);
      if (days === undefined) throw rowError('notADate', `DATE(${y}, ${m}, ${d}): there is no such day.`);
      return days;
    },
  }),
  defineFunction({
    name: 'DATEVALUE',
    category: 'Date and time',
    help: 'The date a text such as 2026-03-14 stands for, or the day of a date and time.',
    parameters: [{ name: 'value', types: ['text', 'datetime', 'date'] }],
    result: 'date',
    examples: [
      { formula: 'DATEVALUE("2026-03-14")', result: '2026-03-14' },
      { formula: 'DATEVALUE(Born)', row: { Born: '14.3.2026' }, fails: 'DATEVALUE("14.3.2026"): "14.3.2026" is not a date like 2026-03-14.' },
    ],
    extension: utc,
    build: reading('DATEVALUE', 'a date like 2026-03-14', parseDate, { date: same, datetime: (ms) => Math.floor(ms / dayMs) }),
  }),
  defineFunction({
    name: 'DATETIMEVALUE',
    category: 'Date and time',
    help: 'The date and time a text such as 2026-03-14 15:09:26 stands for, in UTC.',
    parameters: [{ name: 'value', types: ['text', 'date', 'datetime'] }],
    result: 'datetime',
    examples: [
      { formula: 'DATETIMEVALUE("2026-03-14 15:09:26")', result: '2026-03-14T15:09:26.000Z' },
      { formula: 'DATETIMEVALUE("2026-03-14T15:09:26+01:00")', result: '2026-03-14T14:09:26.000Z' },
      { formula: 'DATETIMEVALUE(At)', row: { At: 'noon' }, fails: 'DATETIMEVALUE("noon"): "noon" is not a date and time like 2026-03-14 15:09:26.' },
    ],
    extension: 'Reads ISO 8601 with T, Z and an offset too.',
    build: reading('DATETIMEVALUE', 'a date and time like 2026-03-14 15:09:26', parseDatetime, { date: (days) => days * dayMs, datetime: same }),
  }),
  defineFunction({
    name: 'TIMEVALUE',
    category: 'Date and time',
    help: 'The time a text such as 15:09:26 stands for, or the time of day of a date and time.',
    parameters: [{ name: 'value', types: ['text', 'datetime', 'time'] }],
    result: 'time',
    examples: [
      { formula: 'TIMEVALUE("15:09:26.500") + 1000', result: '15:09:27.500Z' },
      { formula: 'TIMEVALUE(At)', row: { At: '25:00' }, fails: 'TIMEVALUE("25:00"): "25:00" is not a time like 15:09:26.' },
    ],
    extension: utc,
    build: reading('TIMEVALUE', 'a time like 15:09:26', parseTime, { datetime: (ms) => ((ms % dayMs) + dayMs) % dayMs, time: same }),
  }),
  ofDate('YEAR', 'The year.', (date) => civil(date).year, [{ formula: 'YEAR(DATE(2026, 3, 14))', result: 2026 }]),
  ofDate('MONTH', 'The month, 1 to 12.', (date) => civil(date).month, [{ formula: 'MONTH(DATE(2026, 3, 14))', result: 3 }]),
  ofDate('DAY', 'The day of the month, 1 to 31.', (date) => civil(date).day, [{ formula: 'DAY(DATETIMEVALUE("2026-03-14 23:59:59"))', result: 14 }]),
  ofDate('WEEKDAY', 'The day of the week: 1 is Sunday, 7 is Saturday.', (date) => civil(date).weekday, [{ formula: 'WEEKDAY(DATE(2026, 3, 15))', result: 1 }]),
  ofDate('ISOWEEK', 'The week of the year after ISO 8601, 1 to 53.', (date) => isoWeek(date).week, [{ formula: 'ISOWEEK(DATE(2027, 1, 1))', result: 53 }]),
  ofDate('ISOYEAR', 'The year to which the ISO 8601 week belongs.', (date) => isoWeek(date).year, [{ formula: 'ISOYEAR(DATE(2027, 1, 1))', result: 2026 }]),
  ofDate('DAYOFYEAR', 'The day of the year, 1 to 366.', (date) => date - daysOf(civil(date).year, 1, 1)! + 1, [
    { formula: 'DAYOFYEAR(DATE(2024, 12, 31))', result: 366 },
  ]),
  ofTime('HOUR', 'The hour, 0 to 23.', 3_600_000, 24, { formula: 'HOUR(TIMEVALUE("15:09:26"))', result: 15 }),
  ofTime('MINUTE', 'The minute, 0 to 59.', 60_000, 60, { formula: 'MINUTE(TIMEVALUE("15:09:26"))', result: 9 }),
  ofTime('SECOND', 'The second, 0 to 59.', 1000, 60, { formula: 'SECOND(TIMEVALUE("15:09:26"))', result: 26 }),
  ofTime('MILLISECOND', 'The millisecond, 0 to 999.', 1, 1000, { formula: 'MILLISECOND(TIMEVALUE("15:09:26.535"))', result: 535 }),
  defineFunction({
    name: 'ADDMONTHS',
    category: 'Date and time',
    help: 'The same day some months later. The last day of a month gives the last day of a month.',
    parameters: [
      { name: 'date', types: dateTypes },
      { name: 'months', types: ['number'] },
    ],
    alike: () => [[0]],
    result: 'alike',
    examples: [
      { formula: 'ADDMONTHS(DATE(2026, 1, 31), 1)', result: '2026-02-28' },
      { formula: 'ADDMONTHS(DATE(2026, 2, 28), 1)', result: '2026-03-31' },
      { formula: 'ADDMONTHS(DATETIMEVALUE("2026-03-14 15:09:26"), -12)', result: '2025-03-14T15:09:26.000Z' },
    ],
    build: ([part, count]) => {
      const [value, months] = [part!.evaluate, count!.evaluate] as Evaluator<number>[];
      const perUnit = part!.type === 'datetime' ? dayMs : 1;
      return (batch, row) => {
        const start = value!(batch, row);
        const by = months!(batch, row);
        if (start === null || by === null) return null;
        const day = Math.floor(start / perUnit);
        return addMonths(day, by) * perUnit + (start - day * perUnit);
      };
    },
  }),
  defineFunction({
    name: 'UNIXTIMESTAMP',
    category: 'Date and time',
    help: 'Seconds since 1970-01-01, 0 o’clock UTC; of a time, seconds since midnight.',
    parameters: [{ name: 'value', types: ['date', 'datetime', 'time'] }],
    result: 'number',
    examples: [{ formula: 'UNIXTIMESTAMP(DATE(1970, 1, 2))', result: 86400 }],
    build: ([part]) => {
      const value = part!.evaluate as Evaluator<number>;
      const unitMs = part!.type === 'date' ? dayMs : 1;
      return (batch, row) => {
        const at = value(batch, row);
        return at === null ? null : Math.floor((at * unitMs) / 1000);
      };
    },
  }),
  defineFunction({
    name: 'FROMUNIXTIME',
    category: 'Date and time',
    help: 'The date and time so many seconds after 1970-01-01.',
    parameters: [{ name: 'seconds', types: ['number'] }],
    result: 'datetime',
    examples: [{ formula: 'FROMUNIXTIME(86400)', result: '1970-01-02T00:00:00.000Z' }],
    strict: (seconds: number) => {
      const ms = Math.trunc(seconds * 1000);
      if (Math.abs(ms) > 8.64e15) throw rowError('dateOutOfRange', `FROMUNIXTIME(${seconds}) is outside the years that can be held.`);
      return ms;
    },
  }),
];
