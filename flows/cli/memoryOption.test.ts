import { describe, expect, it } from 'vitest';
import { memoryLimit, memoryOption } from './memoryOption.ts';
import { parseArguments } from './parseArguments.ts';

const limit = (...texts: readonly string[]) => memoryLimit('run', parseArguments('run', [memoryOption], texts));

describe('--memory', () => {
  it.each([
    ['64MB', 64 * 2 ** 20],
    ['1.5 gb', 1.5 * 2 ** 30],
    ['1mb', 2 ** 20],
  ])('takes %s', (text, memoryBytes) => expect(limit('--memory', text)).toEqual({ memoryBytes }));
  it('leaves it to the engine when it is not given', () => expect(limit()).toEqual({}));
  it.each(['64', 'lots', '0.5MB', '-1GB', '10kB', ''])('refuses "%s"', (text) => expect(() => limit(`--memory=${text}`)).toThrow(/--memory must be a size/));
});
