import { describe, expect, it } from 'vitest';
import { formatCell, type ColumnType } from '../../kit/schema.ts';
import { parseCell } from './parseCell.ts';

function parse(type: Exclude<ColumnType, 'text'>, text: string): number {
  // With other bytes around it, as in a file.
  const bytes = Buffer.from(`9${text}9`);
  return parseCell[type](bytes, 1, bytes.length - 1);
}

describe('numbers', () => {
  it.each([
    '0', '7', '-1', '+5', '12.50', '.5', '-.5', '5.', '0.1', '123456789012345', '12345678901234567890', '1e3', '-2.5E-3', '0.000001', '99999.99',
    '1.7976931348623157e308',
  ])('%s is what JavaScript reads', (text) => {
    expect(parse('number', text)).toBe(Number(text));
  });

  it.each(['n/a', '-', '.', '1,5', '1 000', '0x1f', 'Infinity', 'NaN', '1e999', '1.2.3', '--1', '1e', '٣'])('%s is none', (text) => {
    expect(parse('number', text)).toBeNaN();
  });

  it('decimals of up to 15 digits are the nearest doubles', () => {
    for (let index = 0; index < 5000; index++) {
      const text = ((index * 7919 * 104_729) % 1e13).toString().padStart(6, '0').replace(/(\d{1,5})$/, '.$1');
      expect(parse('number', text)).toBe(Number(text));
    }
  });
});

describe('dates and times', () => {
  it.each(['1970-01-01', '2000-02-29', '2024-12-31', '1969-12-31', '0001-01-01', '9999-12-31', '1900-03-01'])('%s is the day that the calendar has', (text) => {
    expect(parse('date', text)).toBe(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
    expect(formatCell('date', parse('date', text))).toBe(text);
  });

  it.each([
    '2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-01-32', '2026-01-00', '26-01-01', '2026/01/01', '2026-1-1', '01.02.2026',
  ])('%s is no date', (text) => {
    expect(parse('date', text)).toBeNaN();
  });

  it.each([
    ['2026-01-31T14:05:00Z', '2026-01-31T14:05:00.000Z'],
    ['2026-01-31T14:05:00.250Z', '2026-01-31T14:05:00.250Z'],
    ['2026-01-31T14:05:00.000+0000', '2026-01-31T14:05:00.000Z'],
    ['2026-01-31T14:05:00.123456Z', '2026-01-31T14:05:00.123Z'],
    ['2026-01-31 14:05', '2026-01-31T14:05:00.000Z'],
    ['2026-01-31T14:05:00+02:00', '2026-01-31T12:05:00.000Z'],
    ['2026-01-31T23:05-0130', '2026-02-01T00:35:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ])('%s is the moment %s', (text, iso) => {
    expect(formatCell('datetime', parse('datetime', text))).toBe(iso);
  });

  it.each([
    '2026-01-31T25:00:00Z', '2026-01-31T14:60', '2026-01-31T14', '2026-01-31X14:05', '2026-01-31T14:05:00+15:00', '2026-01-31T14:05:00.Z',
    '2026-01-31T14:05:00+', 'now',
  ])('%s is no moment', (text) => {
    expect(parse('datetime', text)).toBeNaN();
  });

  it('times of a day', () => {
    const times = ['00:00', '14:05', '14:05:30', '14:05:30.25', '14:05:30.250Z'];
    expect(times.map((text) => parse('time', text))).toEqual([0, 50_700_000, 50_730_000, 50_730_250, 50_730_250]);
    expect(['24:00', '1:05', '14:5', '14.05', ''].map((text) => parse('time', text))).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });
});

it('true and false are written in several ways', () => {
  expect(['true', 'TRUE', 'Yes', '1', 'false', 'no', '0'].map((text) => parse('boolean', text))).toEqual([1, 1, 1, 1, 0, 0, 0]);
  expect(['x', 'truth', '2', 'ja'].map((text) => parse('boolean', text))).toEqual([NaN, NaN, NaN, NaN]);
});
