import { expect, it } from 'vitest';
import { highlightFormula } from './highlightFormula.ts';

const looks = (source: string): string[] => highlightFormula(source).map(({ from, to, look }) => `${look} ${source.slice(from, to)}`);

it('colours a formula by the tokens the compiler reads', () => {
  expect(looks('IF({First Name} = "Ada", 1, null)')).toEqual([
    'function IF', 'sign (', 'column {First Name}', 'sign =', 'text "Ada"', 'sign ,', 'number 1', 'sign ,', 'keyword null', 'sign )',
  ]);
});

it('knows comments, which are no tokens', () => {
  expect(looks('Name /* as the CRM spells it */ & "x"')).toEqual(['column Name', 'comment /* as the CRM spells it */', 'sign &', 'text "x"']);
});

it('goes on where a text is not closed', () => {
  expect(looks('LEFT("ab')[0]).toBe('function LEFT');
});
