import { foldText } from '../foldText.ts';
import { OrgError } from '../orgError.ts';
import type { SearchTerm } from './search.ts';

const deepest = 50;

/** What stands between the braces: `acme AND (boston OR "new york*") AND NOT test`. Words beside each other must all be there. */
export function parseTerms(text: string): SearchTerm {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[()]|(?:\\.|[^\s()"\\])+/gs) ?? [];
  let at = 0;
  const isNext = (word: string): boolean => tokens[at] === word;

  function any(depth: number): SearchTerm {
    if (depth > deepest) throw malformedSearch('The search is nested too deeply.');
    const terms = [all(depth)];
    while (isNext('OR')) {
      at++;
      terms.push(all(depth));
    }
    return terms.length === 1 ? terms[0]! : { kind: 'or', terms };
  }

  function all(depth: number): SearchTerm {
    const terms = [one(depth)];
    while (at < tokens.length && !isNext('OR') && !isNext(')')) {
      if (isNext('AND')) at++;
      terms.push(one(depth));
    }
    return terms.length === 1 ? terms[0]! : { kind: 'and', terms };
  }

  function one(depth: number): SearchTerm {
    const token = tokens[at++];
    if (token === undefined || token === ')' || token === 'AND' || token === 'OR') throw malformedSearch('No search term found.');
    if (token === 'NOT') return { kind: 'not', term: one(depth + 1) };
    if (token === '(') {
      const inner = any(depth + 1);
      if (tokens[at++] !== ')') throw malformedSearch('A parenthesis is not closed.');
      return inner;
    }
    return { kind: 'phrase', words: wordsOf(token.startsWith('"') ? token.slice(1, -1) : token) };
  }

  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  if (letters.length < 2) throw malformedSearch('No search term found. The search term must be longer than one character.');
  const terms = any(0);
  if (at < tokens.length) throw malformedSearch('A parenthesis is closed that was never opened.');
  return terms;
}

/** Words as an index knows them: letters and digits; other signs part them. */
function wordsOf(text: string): string[] {
  return foldText(text.replace(/\\(.)/gs, '$1')).match(/[\p{L}\p{N}*?]+/gu) ?? [];
}

export function malformedSearch(message: string): OrgError {
  return new OrgError('MALFORMED_SEARCH', message);
}
