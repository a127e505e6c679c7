import { describe, expect, it } from 'vitest';
import { callAt } from './callAt.ts';

/** The call around the bar in a formula, as `NAME argument`. */
function call(formula: string): string | undefined {
  const found = callAt(formula.replace('|', ''), formula.indexOf('|'));
  return found && `${found.called.name} ${found.argument}`;
}

describe('the call around the caret of a formula', () => {
  it('is the innermost one, with the argument the caret is in', () => {
    expect(call('LEFT(|')).toBe('LEFT 0');
    expect(call('LEFT(Name, |')).toBe('LEFT 1');
    expect(call('IF(ISBLANK(|Name), 1, 2)')).toBe('ISBLANK 0');
    expect(call('IF(ISBLANK(Name)|, 1, 2)')).toBe('IF 0');
    expect(call('if(a, "x, y", |')).toBe('IF 2');
  });

  it('looks through parentheses that are no call, and past functions nobody knows', () => {
    expect(call('LEFT((Name & |')).toBe('LEFT 0');
    expect(call('LEFT(NOSUCH(1, |')).toBe('LEFT 0');
  });

  it('is none outside of every call', () => {
    expect(call('|LEFT(Name, 1)')).toBeUndefined();
    expect(call('LEFT(Name, 1)|')).toBeUndefined();
    expect(call('(|1 + 2)')).toBeUndefined();
  });
});
