import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { momentOf, zoneClock } from '../../kit/formula/zones.ts';
import type { Cell } from '../../kit/schema.ts';
import { makeTextParser } from '../../connectors/files/textParser.ts';
import { compilePattern, countryOrder, datetimeMs, type ReadDate } from './datePattern.ts';
import type { Entry, ParsedAs } from './definition.ts';
import { numberReader } from './readNumber.ts';

/** Reads a text that is not blank; undefined where it is no such value. */
export type ReadValue = (text: string) => Cell | undefined;

/** What people say of each kind in a message. */
export const kindNames: Readonly<Record<ParsedAs, string>> = {
  number: 'a number',
  date: 'a date',
  datetime: 'a date and time',
  time: 'a time',
  phone: 'a phone number',
  email: 'an e-mail address',
  boolean: 'true or false',
};

export function valueReader({ as, format }: Entry, locale: string, zone: string): ReadValue {
  switch (as) {
    case 'number':
      return numberReader(locale);
    case 'phone':
      return phoneReader(locale);
    case 'email':
      return readEmail;
    case 'boolean':
      return readBoolean;
    default:
      return timeReader(as, format.trim(), locale, zone);
  }
}

function timeReader(as: 'date' | 'datetime' | 'time', format: string, locale: string, zone: string): ReadValue {
  const offsetAt = zoneClock(zone);
  const patterns = format === '' ? usualPatterns(as, locale) : [compilePattern(format, as, locale).read];
  const parseIso = makeTextParser();
  return (text) => {
    // By a point what a country also writes with slashes or dashes; an ISO date begins with its year and is read before.
    if (format === '' && as !== 'datetime') {
      const iso = parseIso(as, text);
      if (typeof iso === 'number') return iso;
    }
    if (format === '' && as === 'datetime' && /(?:[Zz]|[+-]\d\d:?\d\d)$/.test(text)) {
      const iso = parseIso(as, text);
      if (typeof iso === 'number') return iso;
    }
    for (const read of patterns) {
      const found = read(text);
      if (!found) continue;
      if (as === 'time') return found.clockMs;
      if (as === 'date') return found.days;
      return found.zoneMs === undefined ? momentOf(datetimeMs(found), offsetAt) : datetimeMs(found) - found.zoneMs;
    }
    return undefined;
  };
}

/** ISO 8601, then the order of the country with points, slashes or dashes, with years of four digits or two; times of 24 hours or 12. */
function usualPatterns(as: 'date' | 'datetime' | 'time', locale: string): ReadDate[] {
  const clocks = ['HH:mm:ss', 'H:mm:ss', 'H:mm', 'h:mm:ss a', 'h:mm a'];
  const order = countryOrder(locale);
  const days = ['yyyy-M-d', ...['.', '/', '-'].flatMap((sign) => [order, order.replace('yyyy', 'yy')].map((days) => days.replaceAll('.', sign)))];
  const patterns = as === 'time' ? clocks : as === 'date' ? days : days.flatMap((day) => [day, ...clocks.flatMap((clock) => [`${day} ${clock}`, `${day}, ${clock}`, `${day}T${clock}`, `${day} ${clock}.SSS`, `${day}T${clock}.SSS`])]);
  return patterns.filter((pattern) => !pattern.endsWith(' a.SSS')).map((pattern) => compilePattern(pattern, as, locale).read);
}

/** E.164 (ITU-T), with an extension as ` x12`. A number without a country is one of the locale's. */
function phoneReader(locale: string): ReadValue {
  const country = new Intl.Locale(locale).maximize().region as CountryCode | undefined;
  return (text) => {
    const found = parsePhoneNumberFromString(text, country ?? 'US');
    if (!found?.isValid()) return undefined;
    return found.ext === undefined ? found.number : `${found.number} x${found.ext}`;
  };
}

/** In small letters, without a name or `mailto:` around it; a domain with other letters as ASCII (RFC 5321, RFC 5891). */
function readEmail(text: string): string | undefined {
  const inside = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
  const [, local, domain] = /^([^\s@<>(),;:"[\]\\]+)@([^\s@]+)$/.exec(inside.trim().replace(/^mailto:/i, '')) ?? [];
  if (local === undefined || local.length > 64 || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return undefined;
  const ascii = domainToASCII(domain!.replace(/\.$/, '').toLowerCase());
  return /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(ascii) ? `${local.toLowerCase()}@${ascii}` : undefined;
}

const truths = new Map([
  ...['true', 'yes', 'y', '1', 'on', 'x', '✓', 'ja', 'oui', 'sí', 'si', 'sim', 'wahr', 'vrai'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'off', 'nein', 'non', 'não', 'nao', 'falsch', 'faux'].map((word) => [word, false] as const),
]);

function readBoolean(text: string): boolean | undefined {
  return truths.get(text.toLowerCase());
}
