import { describe, expect, it } from 'vitest';
import { plainNumber, readNumber, roundHalfAway } from './rounding.ts';

/** Rounds as one does on paper, with whole numbers of any size: the decimal `units / 10^scale` to `digits`, halves away from zero. */
function onPaper(units: bigint, scale: number, digits: number): number {
  const cut = 10n ** BigInt(Math.max(0, scale - digits));
  const size = units < 0n ? -units : units;
  const whole = ((size * 2n + cut) / (cut * 2n)) * cut;
  return Number(`${units < 0n ? '-' : ''}${whole}e-${scale}`);
}

/** Numbers that are the same in every run. */
function* randomUnits(count: number): Generator<bigint> {
  let state = 12345n;
  for (let made = 0; made < count; made++) {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    const digits = 1n + ((state >> 20n) % 13n);
    const size = (state >> 24n) % 10n ** digits;
    yield made % 2 === 0 ? size : -size;
  }
}

describe('rounding', () => {
  it('agrees with decimals worked out on paper', () => {
    for (const units of randomUnits(20_000)) {
      for (const [scale, digits] of [
        [3, 2],
        [4, 2],
        [2, 0],
        [5, 4],
        [1, 0],
      ] as const) {
        const value = Number(`${units}e-${scale}`);
        expect(roundHalfAway(value, digits) + 0, `ROUND(${value}, ${digits})`).toBe(onPaper(units, scale, digits) + 0);
      }
    }
  });

  it('agrees after a multiplication, as with prices', () => {
    for (const units of randomUnits(20_000)) {
      const price = Number(`${units}e-2`);
      expect(roundHalfAway(price * 1.15, 2) + 0, `ROUND(${price} * 1.15, 2)`).toBe(onPaper(units * 115n, 4, 2) + 0);
    }
  });

  it.each([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [2.4999999, 0, 2],
    [1e21, 2, 1e21],
    [0.1 + 0.2, 20, 0.1 + 0.2],
    [149, -2, 100],
    [150, -2, 200],
    [4503599627370495.5, 0, 4503599627370496],
  ])('%s to %s digits is %s', (value, digits, expected) => expect(roundHalfAway(value, digits)).toBe(expected));
});

describe('numbers in texts', () => {
  it.each([
    ['12', 12],
    ['-12.50', -12.5],
    ['+.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['0.1', 0.1],
    ['123456789012345678', 123456789012345680],
    ['0.000000000000000000001', 1e-21],
  ])('%s is read', (text, expected) => expect(readNumber(text)).toBe(expected));

  it.each(['', '.', '-', 'abc', '1,5', '1 000', ' 1', '1 ', '0x10', 'Infinity', 'NaN', '1e999', '1.2.3', '--1', '٣'])('%j is no number', (text) =>
    expect(readNumber(text)).toBeUndefined(),
  );

  it('are read as JavaScript reads them', () => {
    for (const units of randomUnits(5_000)) {
      const text = (Number(units) / 1000).toFixed(3);
      expect(readNumber(text)! + 0).toBe(Number(text) + 0);
    }
  });

  it.each([
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-2.25e22, '-22500000000000000000000'],
    [1234.5, '1234.5'],
  ])('%s is written without an exponent', (value, expected) => expect(plainNumber(value)).toBe(expected));
});
