import { daysOf } from '../../kit/formula/calendar.ts';

const dayMs = 86_400_000;

/** What a text says of a moment. Milliseconds since midnight; the zone in milliseconds ahead of UTC, where it says one. */
export interface ReadMoment {
  readonly days: number | undefined;
  readonly clockMs: number;
  readonly zoneMs: number | undefined;
}

/** Reads a text by a pattern; undefined where the text does not fit it or there is no such day. */
export type ReadDate = (text: string) => ReadMoment | undefined;

type Field = 'year' | 'shortYear' | 'month' | 'monthName' | 'day' | 'hour' | 'halfHour' | 'minute' | 'second' | 'fraction' | 'half' | 'zone';

/** Unicode's date field symbols (UTS 35, part 4), as far as files need them. Longer ones first. */
const fields: readonly (readonly [symbol: string, field: Field, expression: string])[] = [
  ['yyyy', 'year', '(\\d{4})'], ['yy', 'shortYear', '(\\d{2})'],
  ['MMMM', 'monthName', '(\\p{L}+\\.?)'], ['MMM', 'monthName', '(\\p{L}+\\.?)'], ['MM', 'month', '(\\d{2})'], ['M', 'month', '(\\d{1,2})'],
  ['dd', 'day', '(\\d{2})'], ['d', 'day', '(\\d{1,2})'],
  ['HH', 'hour', '(\\d{2})'], ['H', 'hour', '(\\d{1,2})'], ['hh', 'halfHour', '(\\d{2})'], ['h', 'halfHour', '(\\d{1,2})'],
  ['mm', 'minute', '(\\d{2})'], ['m', 'minute', '(\\d{1,2})'], ['ss', 'second', '(\\d{2})'], ['s', 'second', '(\\d{1,2})'],
  ['SSS', 'fraction', '(\\d{1,9})'], ['S', 'fraction', '(\\d{1,9})'],
  ['a', 'half', '([AaPp])\\.?[Mm]\\.?'], ['XXX', 'zone', '([Zz]|[+-]\\d{2}:?\\d{2})'], ['X', 'zone', '([Zz]|[+-]\\d{2}(?::?\\d{2})?)'],
];

/**
 * Makes a reader of a pattern such as `dd.MM.yyyy HH:mm`. What stands in apostrophes is taken as it is; spaces in a text may be any.
 * `problem` says what is wrong with the pattern.
 */
export function compilePattern(pattern: string, as: 'date' | 'datetime' | 'time', locale: string): { readonly read: ReadDate; readonly problem: string | undefined } {
  const found: Field[] = [];
  let expression = '';
  let problem: string | undefined;
  for (let rest = pattern.trim(); rest !== ''; ) {
    const symbol = fields.find(([sign]) => rest.startsWith(sign));
    const quoted = /^'([^']*)'/.exec(rest);
    if (symbol) {
      found.push(symbol[1]);
      expression += symbol[2];
      rest = rest.slice(symbol[0].length);
    } else if (quoted) {
      expression += literal(quoted[1] === '' ? "'" : quoted[1]!);
      rest = rest.slice(quoted[0].length);
    } else {
      const sign = String.fromCodePoint(rest.codePointAt(0)!);
      if (/\p{L}/u.test(sign) && sign !== 'T') problem ??= `has "${sign}", which stands for nothing; a letter that is meant goes in apostrophes`;
      expression += /\s/.test(sign) ? '\\s+' : literal(sign);
      rest = rest.slice(sign.length);
    }
  }
  problem ??= missing(found, as);
  const whole = new RegExp(`^${expression}$`, 'u');
  const months = found.includes('monthName') ? monthNames(locale) : new Map<string, number>();
  return { problem, read: (text) => (problem === undefined ? moment(whole.exec(text), found, months) : undefined) };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function missing(found: readonly Field[], as: 'date' | 'datetime' | 'time'): string | undefined {
  const has = (...any: Field[]): boolean => any.some((field) => found.includes(field));
  if (new Set(found).size < found.length) return 'says something twice';
  if (as !== 'time' && !(has('year', 'shortYear') && has('month', 'monthName') && has('day'))) return 'does not say year, month and day';
  if (as === 'time' && !has('hour', 'halfHour')) return 'does not say the hour';
  if (has('halfHour') !== has('half')) return has('half') ? 'has a (am, pm) without hh' : 'has hh without a (am, pm)';
  return undefined;
}

function moment(match: RegExpExecArray | null, found: readonly Field[], months: ReadonlyMap<string, number>): ReadMoment | undefined {
  if (!match) return undefined;
  const at = (field: Field): string | undefined => {
    const index = found.indexOf(field);
    return index < 0 ? undefined : match[index + 1];
  };
  const number = (field: Field): number => Number(at(field) ?? 0);
  const short = number('shortYear');
  // RFC 5322, 4.3: two digits below 50 are of this century.
  const year = at('year') === undefined ? short + (short < 50 ? 2000 : 1900) : number('year');
  const name = at('monthName');
  const month = name === undefined ? number('month') : months.get(plainName(name));
  const days = at('day') === undefined || month === undefined ? undefined : daysOf(year, month, number('day'));
  if (at('day') !== undefined && days === undefined) return undefined;
  const half = at('half')?.toLowerCase();
  const hour = half === undefined ? number('hour') : (number('halfHour') % 12) + (half === 'p' ? 12 : 0);
  if (hour > 23 || number('minute') > 59 || number('second') > 59 || (half !== undefined && (number('halfHour') < 1 || number('halfHour') > 12))) return undefined;
  const fraction = Math.trunc(Number(`0.${at('fraction') ?? '0'}`) * 1000);
  return { days, clockMs: ((hour * 60 + number('minute')) * 60 + number('second')) * 1000 + fraction, zoneMs: zoneMs(at('zone')) };
}

function zoneMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0);
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Long and short names of the months in a language, and in English. */
function monthNames(locale: string): Map<string, number> {
  const names = new Map<string, number>();
  for (const language of ['en', locale]) {
    for (const month of ['long', 'short'] as const) {
      for (const day of ['numeric', undefined]) {
        const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC', ...(day === 'numeric' ? { day } : {}) });
        for (let index = 0; index < 12; index++) {
          const part = format.formatToParts(Date.UTC(2026, index, 15)).find(({ type }) => type === 'month');
          if (part) names.set(plainName(part.value), index + 1);
        }
      }
    }
  }
  return names;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').normalize('NFC');
}

/** The order in which a country writes year, month and day in digits, as a pattern with points; also fits slashes and dashes when those are made points. */
export function countryOrder(locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' }).formatToParts(0);
  const signs: Readonly<Record<string, string>> = { year: 'yyyy', month: 'M', day: 'd' };
  return parts.flatMap(({ type }) => signs[type] ?? []).join('.');
}

export function datetimeMs({ days, clockMs }: ReadMoment): number {
  return (days ?? 0) * dayMs + clockMs;
}
