import type { FormulaExample, FormulaFunction } from '../../flows/kit/formula/operation.ts';
import { words } from '../words/words.ts';

/** What a function is for, as an element: how it is written, what it does, an example. For the editor's own pop-ups, which are not React's. */
export function functionHelp({ signature, help, examples, result: type }: FormulaFunction): HTMLElement {
  const box = element('div', 'formula-help');
  box.append(element('code', 'formula-help-signature', signature), element('p', 'formula-help-words', help));
  const example = examples.find(({ result }) => result !== undefined);
  if (example) box.append(element('code', 'formula-help-example', `${example.formula} → ${resultOf(example, type)}`));
  return box;
}

/** A short pop-up: a name and what it is. */
export function nameHelp(name: string, what: string): HTMLElement {
  const box = element('div', 'formula-help');
  box.append(element('code', 'formula-help-signature', name), element('p', 'formula-help-words', what));
  return box;
}

/** Texts stand in quotes; dates are told as they are shown elsewhere. */
function resultOf({ result }: FormulaExample, type: FormulaFunction['result']): string {
  if (result === null || result === undefined) return words.formula.blank;
  return typeof result === 'string' && (type === 'text' || type === 'alike') ? JSON.stringify(result) : String(result);
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
