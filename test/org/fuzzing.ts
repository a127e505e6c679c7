import { type Random, random } from '../../demoOrg/seed/random.ts';

const oddValues: readonly unknown[] = [
  null, true, 0, -1, 1e308, -0.1, 2 ** 53, '', ' ', 'x', "'", '"', '\u0000', '\uD800', '😀', '@{a.id}', '@{', '#N/A', '001000000000001AAA', 'é'.repeat(300), [], {}, [[]], [null],
  { attributes: null }, { attributes: { type: 'Nothing' } }, { records: [] }, { __proto__: null, constructor: 'x', toString: 'y' }, '__proto__', 'toString', '2026-02-30', '../../etc/passwd',
];

/** A copy of a JSON value with some of its parts replaced, left out, doubled, renamed or nested. */
export function mutated(chance: Random, value: unknown, share = 0.12): unknown {
  if (chance.chance(share)) return chance.pick(oddValues);
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => (chance.chance(share / 2) ? [] : chance.chance(share / 2) ? [item, mutated(chance, item, share)] : [mutated(chance, item, share)]));
    return chance.chance(share / 4) ? [items] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    if (chance.chance(share / 3)) return [];
    return [[chance.chance(share / 3) ? chance.pick(['', 'Id', 'id', '__proto__', 'toString', `${name}x`, name.toUpperCase()]) : name, mutated(chance, item, share)]];
  });
  return Object.fromEntries(entries);
}

/** Takes out, doubles or changes a few pieces of a text. */
export function damaged(chance: Random, text: string): string {
  const pieces = text.split(/(\W)/);
  for (let times = chance.between(1, 3); times > 0; times--) {
    const at = chance.between(0, pieces.length - 1);
    const instead = [[], [pieces[at]!, pieces[at]!], ['"'], ['<'], ['{'], ['['], ['\u0000'], ['😀'], ['\r'], ['\n'], [','], ['&amp;'], ['"'.repeat(9)]];
    pieces.splice(at, chance.between(0, 2), ...chance.pick(instead));
  }
  return pieces.join('');
}

export { random, type Random };
