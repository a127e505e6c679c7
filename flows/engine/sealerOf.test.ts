import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sealerOf } from './sealerOf.ts';

const key = randomBytes(32);
const text = Buffer.from('{"Name":"Åsa Berg"}');

describe('what a run keeps sealed', () => {
  test('opens under the same key, and only with it can it be read', () => {
    const sealed = sealerOf(key).seal(text);
    expect(Buffer.from(sealed).includes('Berg')).toBe(false);
    expect(sealed.length).toBe(text.length + 40);
    expect(Buffer.from(sealerOf(key).open(sealed)).equals(text)).toBe(true);
  });

  test('is another text each time', () => {
    const sealer = sealerOf(key);
    expect(Buffer.from(sealer.seal(text)).equals(sealer.seal(text))).toBe(false);
  });

  test('nothing at all can be sealed too', () => {
    expect(sealerOf(key).open(sealerOf(key).seal(new Uint8Array())).length).toBe(0);
  });

  test('under another key says what is lost and what brings it back', () => {
    const sealed = sealerOf(key).seal(text);
    expect(() => sealerOf(randomBytes(32)).open(sealed)).toThrow(
      expect.objectContaining({ kind: 'service', code: 'sealKeyGone', message: expect.stringContaining('Values from before the run'), hint: expect.stringContaining('SLUICE_SEAL_KEY') }),
    );
  });

  test.each([0, 5, 20, 30, 45])('changed at byte %i does not open', (at) => {
    const sealed = Buffer.from(sealerOf(key).seal(text));
    sealed[at]! ^= 1;
    expect(() => sealerOf(key).open(sealed)).toThrow(expect.objectContaining({ kind: 'service' }));
  });

  test('cut off does not open', () => {
    const sealed = sealerOf(key).seal(text);
    for (const length of [0, 4, 39, sealed.length - 1]) expect(() => sealerOf(key).open(sealed.subarray(0, length))).toThrow(expect.objectContaining({ code: 'sealBroken' }));
  });
});
