import { rowError } from './operation.ts';

const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** From here on a double has no digits after the point. */
const allWhole = 2 ** 52;

/**
 * How far a computed value may lie from the decimal it stands for. Decimals of up to 15 digits that are off by a few binary roundings
 * (1.005 * 100 is 100.49999999999999) are told apart from true neighbours by half a unit of the 15th digit.
 */
function slack(size: number): number {
  return Math.min(size * 5e-16, 0.01);
}

/** Rounds to so many digits after the point (before it when negative), halves away from zero: ROUND(1.005, 2) is 1.01, as with decimals. */
export function roundHalfAway(value: number, digits: number): number {
  return scaled(value, digits, (size) => Math.floor(size + 0.5 + slack(size)));
}

/** Cuts digits off, towards zero. */
export function truncate(value: number, digits: number): number {
  return scaled(value, digits, (size) => Math.floor(size + slack(size)));
}

/** The next whole number away from zero, or the value itself when it is whole but for binary noise (CEILING(6 / 11 * 11) is 6). */
export function roundUp(size: number): number {
  return Math.ceil(size - slack(size));
}

/** The whole number below a size, or the next one when only binary noise is missing. */
export function roundDown(size: number): number {
  return Math.floor(size + slack(size));
}

function scaled(value: number, digits: number, round: (size: number) => number): number {
  const places = Math.trunc(digits);
  if (places > 22) return value;
  if (places < -22) return 0;
  const size = Math.abs(value);
  const scale = powers[Math.abs(places)]!;
  const moved = places >= 0 ? size * scale : size / scale;
  if (moved >= allWhole) return value;
  const whole = round(moved);
  const result = places >= 0 ? whole / scale : whole * scale;
  return value < 0 ? 0 - result : result;
}

/**
 * Reads a number as Salesforce's VALUE does: sign, digits, point, exponent; no spaces, no separators. Undefined when it is none.
 * Short plain decimals, nearly all there are, are put together from their digits; that is exact (both parts fit a double).
 */
export function readNumber(text: string): number | undefined {
  const length = text.length;
  const first = text.charCodeAt(0);
  let at = first === 45 || first === 43 ? 1 : 0;
  let digits = 0;
  let mantissa = 0;
  let pointAt = -1;
  for (; at < length; at++) {
    const sign = text.charCodeAt(at);
    if (sign >= 48 && sign <= 57) {
      mantissa = mantissa * 10 + (sign - 48);
      digits++;
    } else if (sign === 46 && pointAt < 0) pointAt = at;
    else return readAny(text);
  }
  if (digits === 0) return undefined;
  if (digits > 15) return readAny(text);
  const value = pointAt < 0 ? mantissa : mantissa / powers[length - 1 - pointAt]!;
  return first === 45 ? 0 - value : value;
}

function readAny(text: string): number | undefined {
  const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** The digits of a number without an exponent, as TEXT writes it. */
export function plainNumber(value: number): string {
  const text = String(value);
  const at = text.indexOf('e');
  if (at < 0) return text;
  const [whole = '', fraction = ''] = text.slice(value < 0 ? 1 : 0, at).split('.');
  const exponent = Number(text.slice(at + 1));
  const sign = value < 0 ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(exponent, '0')}`;
}

/** A result that must be a number that can be held. */
export function finite(value: number, said: () => string): number {
  if (Number.isFinite(value)) return value;
  throw rowError('numberOutOfRange', `${said()} has no result.`);
}
