import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../kit/seededRandom.ts';
import { findDuplicates, type Compared } from './findDuplicates.ts';
import { normalised } from './normalKeys.ts';
import { levenshtein, makeJaroWinkler } from './similarity.ts';

const jaroWinkler = makeJaroWinkler();

it.each([['martha', 'marhta', 0.9611], ['dwayne', 'duane', 0.84], ['dixon', 'dicksonx', 0.8133], ['a', 'a', 1], ['abc', 'xyz', 0], ['', 'a', 0]])('%s and %s are alike by %d (Jaro–Winkler)', (a, b, score) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(score, 3);
  expect(jaroWinkler(b, a)).toBeCloseTo(score, 3);
});

it.each([['kitten', 'sitting', 1 - 3 / 7], ['flaw', 'lawn', 0.5], ['same', 'same', 1], ['', 'ab', 0]])('%s and %s are alike by %d (Levenshtein)', (a, b, score) => expect(levenshtein(a, b)).toBeCloseTo(score, 9));

it.each([
  ['Dr. Zoë  Müller-Lüdenscheidt', 'person', 'ludenscheidt muller zoe'],
  ['The ACME Corp., Inc.', 'company', 'acme'],
  ['GmbH & Co. KG', 'company', 'gmbh co kg'],
  [' Ada+x@Example.org', 'email', 'ada@example.org'],
  ['+49 (30) 90 18 20', 'phone', '930901820'],
  ['Straße 5', 'text', 'strasse 5'],
] as const)('%s as %s counts as %s', (text, as, key) => expect(normalised(text, as)).toBe(key));

describe('duplicates among many rows', () => {
  const random = seededRandom(3);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const word = (length: number): string => Array.from({ length }, () => letters[Math.floor(random() * 26)]).join('');
  const people = Array.from({ length: 4000 }, () => `${word(7)} ${word(8)}`);
  /** One letter of a name changed. */
  const misspelt = (name: string): string => {
    const at = 1 + Math.floor(random() * (name.length - 2));
    return name[at] === ' ' ? name : `${name.slice(0, at)}x${name.slice(at + 1)}`;
  };

  it('are found, nearly all and no others, in far fewer comparisons than pairs', async () => {
    let comparisons = 0;
    const texts = [...people, ...people.slice(0, 500).map(misspelt)];
    const similarity = (a: string, b: string): number => {
      comparisons++;
      return jaroWinkler(a, b);
    };
    const compared: Compared = { columns: [{ as: 'text', texts }], count: texts.length, similarity, threshold: 0.88 };
    const groups = await findDuplicates(compared, () => undefined);
    const found = Array.from({ length: 500 }, (_, index) => groups[people.length + index] === index).filter(Boolean).length;
    expect(found).toBeGreaterThan(495);
    expect(new Set(groups.slice(0, people.length)).size).toBeGreaterThan(3990);
    expect(comparisons).toBeLessThan((texts.length * texts.length) / 100);
  });

  it('do not make the work quadratic when all share their beginning', async () => {
    let comparisons = 0;
    const texts = Array.from({ length: 3000 }, (_, index) => `north valley ${word(6)} ${index}`);
    const similarity = (): number => {
      comparisons++;
      return 0;
    };
    await findDuplicates({ columns: [{ as: 'text', texts }], count: texts.length, similarity, threshold: 0.99 }, () => undefined);
    expect(comparisons).toBeLessThan(3000 * 20 * 3);
  });
});
