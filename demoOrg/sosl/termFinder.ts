import { foldText } from '../foldText.ts';
import type { SearchTerm } from './search.ts';

type Test = (words: readonly string[]) => boolean;

/**
 * Gives a function for SQL that says whether the values of a record hold the terms of a search (as JSON).
 * The last terms are kept ready: one statement asks for the same ones record after record.
 */
export function termFinder(): (terms: string, values: readonly unknown[]) => number {
  let known: { readonly terms: string; readonly test: Test } | undefined;
  return (terms, values) => {
    if (known?.terms !== terms) known = { terms, test: testOf(JSON.parse(terms) as SearchTerm) };
    // A word that is in no text keeps phrases from reaching from one field into the next.
    const words = values.flatMap((value) => (typeof value === 'string' ? [...wordsIn(value), ''] : []));
    return known.test(words) ? 1 : 0;
  };
}

function wordsIn(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function testOf(term: SearchTerm): Test {
  if (term.kind === 'phrase') {
    const tests = term.words.map(wordTest);
    return (words) => tests.length > 0 && words.some((_, start) => tests.every((test, index) => test(words[start + index] ?? '')));
  }
  if (term.kind === 'not') {
    const test = testOf(term.term);
    return (words) => !test(words);
  }
  const tests = term.terms.map(testOf);
  return term.kind === 'and' ? (words) => tests.every((test) => test(words)) : (words) => tests.some((test) => test(words));
}

function wordTest(word: string): (candidate: string) => boolean {
  if (!/[*?]/.test(word)) return (candidate) => candidate === word;
  return (candidate) => candidate !== '' && matches(candidate, word);
}

/** `*` is any number of characters, `?` is one. Walks back to the last star only, so the time is bounded. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let p = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    if (p < pattern.length && pattern[p] !== '*' && (pattern[p] === '?' || pattern[p] === text[at])) {
      at++;
      p++;
    } else if (pattern[p] === '*') {
      star = p++;
      mark = at;
    } else if (star >= 0) {
      p = star + 1;
      at = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
