import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../seededRandom.ts';
import { byteAutomaton, type ByteAutomaton } from './byteAutomaton.ts';

function fits({ next, start, accepts }: ByteAutomaton, text: string): boolean {
  let state = start;
  for (let at = 0; at < text.length; at++) state = next[(state << 7) | text.charCodeAt(at)]!;
  return accepts[state] === 1;
}

describe('an automaton says of ASCII texts what its expression says', () => {
  const patterns = [String.raw`[^\s@]+@[^\s@]+\.[^\s@]+`, 'a*a', 'a+b?a{2}', '(x)', String.raw`\d{2,4}`, 'a{0,2}b', '.{3,}', String.raw`[\w.-]+x`, '[^a]*', 'ab?c?d?', String.raw`\+?\d*`, 'a{3}', '[a-c]{1,2}[b-d]*c', '', '^a+$', String.raw`a\$`];

  it.each(patterns)('%s', (pattern) => {
    const automaton = byteAutomaton(pattern);
    expect(automaton === undefined).toBe(pattern === '(x)');
    if (!automaton) return;
    const random = seededRandom(pattern.length);
    const letters = 'aabbccddx01 .@-+_\n\r\t\0~';
    const expression = new RegExp(`^(?:${pattern})$`, 'u');
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: Math.floor(random() * 9) }, () => letters[Math.floor(random() * letters.length)]).join('');
      expect(fits(automaton, text), JSON.stringify(text)).toBe(expression.test(text));
    }
  });

  it.each(['a|b', 'a^', '$a', '(a)+', String.raw`\bA`, String.raw`\1`, String.raw`\p{L}`, 'a+?', '[a--b]', 'a{200}', '*', 'é'])('is not made of %s', (pattern) => {
    const automaton = byteAutomaton(pattern);
    // A letter beyond ASCII fits no ASCII text, and an automaton may say so.
    if (pattern === 'é' && automaton) expect(fits(automaton, 'e')).toBe(false);
    else expect(automaton).toBeUndefined();
  });
});
