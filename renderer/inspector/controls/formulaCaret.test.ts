import { describe, expect, it } from 'vitest';
import { columnName, suggestionsFor, wordBefore } from './formulaCaret.ts';

const schema = [
  { name: 'Email', type: 'text' },
  { name: 'First Name', type: 'text' },
] as const;
const functions = [
  { name: 'LOWER', signature: 'LOWER(text)', help: '' },
  { name: 'ISBLANK', signature: 'ISBLANK(value)', help: '' },
];

describe('what is suggested at the caret of a formula', () => {
  it('knows the piece of a word before the caret', () => {
    expect(wordBefore('LOWER(Em', 8)).toEqual({ word: 'Em', from: 6 });
    expect(wordBefore('a && is', 7)).toEqual({ word: 'is', from: 5 });
    expect(wordBefore('{First Na', 9)).toEqual({ word: '{First Na', from: 0 });
    expect(wordBefore('1 + ', 4)).toEqual({ word: '', from: 4 });
  });

  it('finds columns and functions, those that begin with the word first', () => {
    expect(suggestionsFor('em', schema, functions).map(({ text }) => text)).toEqual(['Email']);
    expect(suggestionsFor('l', schema, functions).map(({ text }) => text)).toEqual(['LOWER', 'Email', 'ISBLANK']);
    expect(suggestionsFor('{fi', schema, functions).map(({ insert }) => insert)).toEqual(['{First Name}']);
    expect(suggestionsFor('', schema, functions)).toEqual([]);
  });

  it('puts names with blanks in braces', () => {
    expect(columnName('Email')).toBe('Email');
    expect(columnName('First Name')).toBe('{First Name}');
  });
});
