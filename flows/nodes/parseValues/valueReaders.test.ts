import { describe, expect, it } from 'vitest';
import { compilePattern } from './datePattern.ts';
import { numberReader } from './readNumber.ts';
import { valueReader } from './valueReaders.ts';

const reader = (as: Parameters<typeof valueReader>[0]['as'], locale = 'en-US', format = '', zone = 'UTC') => valueReader({ column: 'c', as, format, name: '' }, locale, zone);
const day = (text: string): number => Date.parse(text) / 86_400_000;

describe('numbers', () => {
  it.each([
    ['en-US', '1,234.50', 1234.5], ['en-US', '$1,234', 1234], ['en-US', '(12.5)', -12.5], ['en-US', '($1,000)', -1000], ['en-US', '12-', -12], ['en-US', '-$5', -5], ['en-US', '+7', 7], ['en-US', '.5', 0.5], ['en-US', 'USD 5', 5],
    ['de-DE', '1.234,5', 1234.5], ['de-DE', '12,50 EUR', 12.5], ['fr-FR', '1 234,5', 1234.5], ['fr-FR', '1\u202f234', 1234], ['de-CH', "1'234.5", 1234.5], ['en-IN', '12,34,567', 1_234_567], ['de-DE', '1234567,1', 1_234_567.1],
  ])('%s: %s is %d', (locale, text, value) => expect(numberReader(locale)(text)).toBe(value));
  it.each([
    ['en-US', '1,23'], ['en-US', '1.2.3'], ['en-US', ''], ['en-US', '-'], ['en-US', '12 %'], ['de-DE', '1.5'], ['de-DE', '1,2,3'], ['en-US', 'one'], ['en-US', '1e3'], ['en-US', 'ABC'],
  ])('%s: %j is none', (locale, text) => expect(numberReader(locale)(text)).toBeUndefined());
});

describe('dates and times', () => {
  it.each([
    ['dd.MM.yyyy', '31.01.2026', '2026-01-31'], ['d.M.yy', '1.2.49', '2049-02-01'], ['d.M.yy', '1.2.50', '1950-02-01'], ['MMM d, yyyy', 'Feb 3, 2026', '2026-02-03'], ['dd-MMM-yyyy', '03-MAR-2026', '2026-03-03'],
    ["yyyy'W'MM/dd", '2026W01/05', '2026-01-05'],
  ])('%s reads %s', (format, text, iso) => expect(reader('date', 'en-US', format)(text)).toBe(day(iso)));

  it.each([['dd.MM.yyyy', '1.1.2026'], ['dd.MM.yyyy', '31.02.2026'], ['MMM d, yyyy', 'Foo 3, 2026'], ['dd.MM.yyyy', '31.01.2026 ']])('%s does not read %j', (format, text) => {
    expect(reader('date', 'en-US', format)(text)).toBeUndefined();
  });

  it('knows month names of a language, and how its country orders digits', () => {
    expect(reader('date', 'fr-FR', 'd MMMM yyyy')('3 août 2026')).toBe(day('2026-08-03'));
    expect(reader('date', 'es-ES', "d 'de' MMMM 'de' yyyy")('3 de enero de 2026')).toBe(day('2026-01-03'));
    expect(reader('date', 'en-US')('2/3/2026')).toBe(day('2026-02-03'));
    expect(reader('date', 'en-GB')('2/3/2026')).toBe(day('2026-03-02'));
    expect(reader('date', 'de-DE')('2.3.26')).toBe(day('2026-03-02'));
    expect(reader('date', 'de-DE')('2026-03-02')).toBe(day('2026-03-02'));
  });

  it('reckons zones, also where the clock is changed', () => {
    const berlin = reader('datetime', 'de-DE', '', 'Europe/Berlin');
    expect(berlin('1.7.2026 09:00')).toBe(Date.parse('2026-07-01T07:00Z'));
    expect(berlin('2026-03-29 02:30')).toBe(Date.parse('2026-03-29T01:30Z'));
    expect(berlin('2026-01-31T09:00:00.250Z')).toBe(Date.parse('2026-01-31T09:00:00.250Z'));
    expect(reader('datetime', 'en-US', 'yyyy-MM-dd HH:mm XXX')('2026-01-31 09:00 -05:30')).toBe(Date.parse('2026-01-31T14:30Z'));
    expect(reader('time')('12:05 AM')).toBe(300_000);
    expect(reader('time')('9:05')).toBe(32_700_000);
  });

  it.each([['dd.MM', 'does not say year, month and day'], ['dd.MM.yyyy yyyy', 'says something twice'], ['dd.MM.yyyy hh', 'has hh without a (am, pm)'], ['dd.QQ.yyyy', /has "Q"/]])('the pattern %s %s', (pattern, problem) => {
    expect(compilePattern(pattern, 'date', 'en-US').problem).toMatch(problem);
  });
});

describe('phones and e-mail addresses', () => {
  it.each([['de-DE', '030 901820', '+4930901820'], ['de-DE', '0049 30 901820', '+4930901820'], ['en-US', '(415) 555-2671 ext. 12', '+14155552671 x12'], ['de', '+44 20 7946 0958', '+442079460958']])('%s: %s', (locale, text, number) => {
    expect(reader('phone', locale)(text)).toBe(number);
  });
  it.each(['12', 'n/a', '+49', '555-2671'])('%s is no phone number', (text) => expect(reader('phone')(text)).toBeUndefined());

  it.each([['ADA@Example.ORG', 'ada@example.org'], ['mailto:a@b.de', 'a@b.de'], ['"Lovelace, Ada" <a.b+c@d.co.uk>', 'a.b+c@d.co.uk'], ['a@münchen.de', 'a@xn--mnchen-3ya.de'], ['a@b.de.', 'a@b.de']])('%s is %s', (text, email) => {
    expect(reader('email')(text)).toBe(email);
  });
  it.each(['ada', 'a@b', 'a b@c.de', '.a@b.de', 'a..b@c.de', 'a@b..de', 'a@-b.de', 'a@b.1', '@b.de'])('%s is none', (text) => expect(reader('email')(text)).toBeUndefined());
});
