import { tokenize, type Token } from '../../flows/kit/formula/tokenize.ts';

/** What a stretch of a formula is, for its colour. */
export type Look = 'column' | 'function' | 'keyword' | 'number' | 'text' | 'sign' | 'comment';

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly look: Look;
}

/** A formula as coloured stretches, in order: the tokens that the compiler reads, and comments between them. */
export function highlightFormula(source: string): readonly Stretch[] {
  const { tokens } = tokenize(source);
  const stretches: Stretch[] = [];
  let done = 0;
  for (const [index, token] of tokens.entries()) {
    const gap = source.slice(done, token.from);
    const comment = gap.indexOf('/*');
    if (comment >= 0) stretches.push({ from: done + comment, to: done + gap.lastIndexOf('*/') + 2, look: 'comment' });
    if (token.kind !== 'end' && token.to > token.from) stretches.push({ from: token.from, to: token.to, look: lookOf(token, tokens[index + 1]) });
    done = token.to;
  }
  return stretches;
}

function lookOf(token: Token, next: Token | undefined): Look {
  if (token.kind !== 'name') return token.kind === 'end' ? 'sign' : token.kind;
  if (next?.kind === 'sign' && next.value === '(') return 'function';
  return /^(true|false|null|not)$/i.test(token.value) ? 'keyword' : 'column';
}
