import { createHmac } from 'node:crypto';
import { looseText } from '../../kit/rowKey.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';
import type { MaskKind } from './definition.ts';
import { cities, companyForms, companyWords, firstNames, lastNames, streets } from './fakeWords.ts';

/** So many digests are remembered; values and people come again. */
const remembered = 20_000;
const farthestDays = 182;

/** Makes the fake of a value. `person` tells who it belongs to, where that is known. */
export type MakeFake = (kind: MaskKind, value: NonNullable<Cell>, type: ColumnType, person: string | null) => Cell;

/**
 * Pseudonyms by HMAC-SHA-256 (RFC 2104): without the key nobody can find out whose fake one is by trying names. The same value, or with
 * `person` the same person, gives the same fake, whatever flow, object or run it comes from.
 */
export function pseudonyms(key: Uint8Array): MakeFake {
  const known = new Map<string, Buffer>();

  function digest(text: string): Buffer {
    let found = known.get(text);
    if (!found) {
      found = createHmac('sha256', key).update(text).digest();
      if (known.size >= remembered) known.clear();
      known.set(text, found);
    }
    return found;
  }

  return (kind, value, type, person) => {
    if (kind === 'blank') return null;
    const own = typeof value === 'string' ? (looseText(value) ?? '') : String(value);
    // Names and addresses are those of the person; a phone or a code is one of several a person may have.
    const seed = digest(person === null ? `value ${kind} ${own}` : `person ${person}`);
    switch (kind) {
      case 'firstName':
        return pick(firstNames, seed, 0);
      case 'lastName':
        return pick(lastNames, seed, 4);
      case 'fullName':
        return `${pick(firstNames, seed, 0)} ${pick(lastNames, seed, 4)}`;
      case 'email':
        return `${pick(firstNames, seed, 0)}.${pick(lastNames, seed, 4)}.${seed.toString('hex', 8, 13)}@example.com`.toLowerCase();
      case 'company':
        return company(digest(`value company ${own}`));
      case 'city':
        return pick(cities, digest(`value city ${own}`), 0);
      case 'street':
        return `${pick(streets, seed, 13)} Street ${1 + (seed.readUInt16BE(17) % 180)}`;
      case 'phone':
        return scrambled(String(value), digest(`value phone ${own}`), 3);
      case 'code':
        return scrambled(String(value), digest(`value code ${own}`), 0);
      case 'shiftDate': {
        const days = (seed.readUInt32BE(19) % (2 * farthestDays + 1)) - farthestDays;
        return (value as number) + (type === 'date' ? days : days * 86_400_000);
      }
      case 'vary': {
        const factor = 0.8 + (digest(`value vary ${own} ${person ?? ''}`).readUInt32BE(0) / 0xffff_ffff) * 0.4;
        const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
        return Number(((value as number) * factor).toFixed(decimals));
      }
    }
  };
}

function pick(words: readonly string[], seed: Buffer, at: number): string {
  return words[seed.readUInt32BE(at) % words.length]!;
}

function company(seed: Buffer): string {
  return `${pick(companyWords, seed, 0)} ${pick(companyWords, seed, 4)} ${pick(companyForms, seed, 8)}`;
}

/** Other digits and letters in the same places; all else stays, and so do the first `kept` digits. */
function scrambled(text: string, seed: Buffer, kept: number): string {
  let at = 0;
  let digits = 0;
  const next = (): number => seed[at++ % seed.length]! + Math.floor(at / seed.length) * 7;
  return text.replace(/[0-9A-Za-z]/g, (sign) => {
    if (/\d/.test(sign)) return digits++ < kept ? sign : String(next() % 10);
    const first = /[a-z]/.test(sign) ? 97 : 65;
    return String.fromCharCode(first + (next() % 26));
  });
}
