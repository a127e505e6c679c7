import { describe, expect, it } from 'vitest';
import { formulaSuggestions, wordBefore } from './formulaSuggestions.ts';

const schema = [
  { name: 'Email', type: 'text' },
  { name: 'First Name', type: 'text' },
] as const;

describe('what is suggested at the caret of a formula', () => {
  it('knows the piece of a word before the caret', () => {
    expect(wordBefore('LOWER(Em', 8)).toEqual({ word: 'Em', from: 6 });
    expect(wordBefore('a && is', 7)).toEqual({ word: 'is', from: 5 });
    expect(wordBefore('{First Na', 9)).toEqual({ word: '{First Na', from: 0 });
    expect(wordBefore('Owner.Na', 8)).toEqual({ word: 'Owner.Na', from: 0 });
    expect(wordBefore('1 + ', 4)).toEqual({ word: '', from: 4 });
  });

  it('takes nothing in a text or a comment for a name, so that Enter makes no function of it', () => {
    expect(wordBefore('"lower"', 6)).toEqual({ word: '', from: 6 });
    expect(wordBefore('1 /* lower */', 10)).toEqual({ word: '', from: 10 });
    expect(wordBefore('"lower" & lo', 12)).toEqual({ word: 'lo', from: 10 });
  });

  it('finds columns and functions, those that begin with the word first', () => {
    expect(formulaSuggestions('em', schema).map(({ name }) => name)).toEqual(['Email']);
    const found = formulaSuggestions('is', schema).map(({ name }) => name);
    expect(found.indexOf('ISBLANK')).toBeLessThan(found.indexOf('DISTANCE'));
    expect(found).toContain('DISTANCE');
  });

  it('offers what begins with a single letter alone, unless nothing does', () => {
    const found = formulaSuggestions('l', schema).map(({ name }) => name);
    expect(found).toContain('LOWER');
    expect(found).not.toContain('Email');
    expect(formulaSuggestions('k', schema).every(({ name }) => /k/i.test(name))).toBe(true);
    expect(formulaSuggestions('k', schema).map(({ name }) => name)).toContain('ISBLANK');
  });

  it('puts names with blanks in braces, and offers columns alone inside braces', () => {
    expect(formulaSuggestions('fi', schema).find(({ name }) => name === 'First Name')?.text).toBe('{First Name}');
    expect(formulaSuggestions('{a', schema).map(({ text }) => text)).toEqual(['{Email}', '{First Name}']);
  });
});
