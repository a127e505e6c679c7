import { findFunction } from '../../flows/kit/formula/functions.ts';
import type { FormulaFunction } from '../../flows/kit/formula/operation.ts';
import { tokenize } from '../../flows/kit/formula/tokenize.ts';

/** A call of a function around a place in a formula, and which of its arguments the place is in, counted from 0. */
export interface CallAt {
  readonly called: FormulaFunction;
  readonly argument: number;
}

/** The innermost call of a known function around the caret; undefined outside of all. */
export function callAt(source: string, caret: number): CallAt | undefined {
  const open: { called: FormulaFunction | undefined; argument: number }[] = [];
  const { tokens } = tokenize(source);
  for (const [index, token] of tokens.entries()) {
    if (token.to > caret || token.kind === 'end') break;
    if (token.kind !== 'sign') continue;
    const before = tokens[index - 1];
    if (token.value === '(') open.push({ called: before?.kind === 'name' ? findFunction(before.value) : undefined, argument: 0 });
    else if (token.value === ')') open.pop();
    else if (token.value === ',' && open.length > 0) open.at(-1)!.argument++;
  }
  const call = open.findLast(({ called }) => called !== undefined);
  return call?.called && { called: call.called, argument: call.argument };
}
