import type { FormulaProblem } from './formula.ts';
import type { Syntax } from './syntax.ts';
import { tokenize, type Token } from './tokenize.ts';

/** How tightly the operators between two operands bind, and the one name each has from here on. All group from the left. */
const binary: Readonly<Record<string, { readonly power: number; readonly operator: string }>> = {
  '||': { power: 1, operator: 'OR' },
  '&&': { power: 2, operator: 'AND' },
  '=': { power: 3, operator: '=' },
  '==': { power: 3, operator: '=' },
  '<>': { power: 3, operator: '<>' },
  '!=': { power: 3, operator: '<>' },
  '<': { power: 4, operator: '<' },
  '>': { power: 4, operator: '>' },
  '<=': { power: 4, operator: '<=' },
  '>=': { power: 4, operator: '>=' },
  '+': { power: 5, operator: '+' },
  '-': { power: 5, operator: '-' },
  '&': { power: 5, operator: '&' },
  '*': { power: 6, operator: '*' },
  '/': { power: 6, operator: '/' },
  '^': { power: 7, operator: '^' },
};
const prefix: Readonly<Record<string, string>> = { '-': '-', '+': '+', '!': 'NOT' };
const literals: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const deepest = 400;

/**
 * Reads a formula. The syntax is Salesforce's (its open formula engine's grammar): keywords and function names in any case, all
 * operators grouped from the left, a sign before a number bound more tightly than `^`. One difference: Salesforce gives `*` and `/`
 * more weight than `^`, spreadsheets the other way round; a formula that mixes them without parentheses is a problem, not a guess.
 * Tells every strange sign and the first place where the grammar breaks; what stands before it is in the tree.
 */
export function parseFormula(source: string): { readonly tree: Syntax; readonly problems: readonly FormulaProblem[] } {
  const { tokens, problems: signs } = tokenize(source);
  const problems = [...signs];
  let at = 0;
  let depth = 0;
  let isLost = signs.length > 0;

  const peek = (): Token => tokens[at]!;
  const isSign = (value: string): boolean => peek().kind === 'sign' && peek().value === value;

  /** Tells the first fault of the grammar and goes to the end, so that nothing after it is told as well. */
  function lose(problem: Omit<FormulaProblem, 'code'> & { code?: string }): Syntax {
    if (!isLost) problems.push({ code: 'formulaSyntax', ...problem });
    isLost = true;
    at = tokens.length - 1;
    return { kind: 'missing', from: problem.from, to: problem.to, height: 1 };
  }

  function operation(operator: string, operands: readonly Syntax[], from: number, to: number): Syntax {
    const height = 1 + Math.max(...operands.map((operand) => operand.height));
    if (height > deepest)
      return lose({ code: 'formulaTooDeep', message: `The formula has more than ${deepest} levels.`, hint: 'Cut it into several columns.', from, to });
    return { kind: 'operation', operator, operands, from, to, height };
  }

  function parseOperands(minimum: number): Syntax {
    let left = parseOperand();
    for (;;) {
      const token = peek();
      const found = token.kind === 'sign' ? binary[token.value] : undefined;
      if (found === undefined || found.power < minimum) return left;
      at++;
      const right = parseOperands(found.power + 1);
      if (found.operator === '*' || found.operator === '/') for (const operand of [left, right]) refusePower(operand, token, problems);
      left = operation(found.operator, [left, right], left.from, right.to);
    }
  }

  function parseOperand(): Syntax {
    const token = peek();
    const isNot = token.kind === 'name' && token.value.toUpperCase() === 'NOT';
    const operator = isNot ? 'NOT' : token.kind === 'sign' ? prefix[token.value] : undefined;
    if (operator !== undefined) {
      at++;
      const operand = nested(parseOperand, token);
      return operation(operator, [operand], token.from, operand.to);
    }
    at++;
    if (token.kind === 'number') return { kind: 'literal', type: 'number', value: Number(token.value), from: token.from, to: token.to, height: 1 };
    if (token.kind === 'text')
      return { kind: 'literal', type: 'text', value: token.value === '' ? null : token.value, from: token.from, to: token.to, height: 1 };
    if (token.kind === 'column') return { kind: 'column', name: token.value, from: token.from, to: token.to, height: 1 };
    if (token.kind === 'name') return parseName(token);
    if (token.kind === 'sign' && token.value === '(') return parseParentheses(token);
    at--;
    return lose({
      message: token.kind === 'end' ? 'The formula ends where a value is expected.' : `A value is expected before "${token.value}".`,
      from: token.from,
      to: token.to,
    });
  }

  function parseName(token: Token): Syntax {
    if (isSign('(')) return parseCall(token);
    const word = token.value.toLowerCase();
    const place = { from: token.from, to: token.to, height: 1 };
    if (!Object.hasOwn(literals, word)) return { kind: 'column', name: token.value, ...place };
    const value = literals[word]!;
    return { kind: 'literal', type: value === null ? 'null' : 'boolean', value, ...place };
  }

  function parseParentheses(open: Token): Syntax {
    const inside = nested(() => parseOperands(1), open);
    if (!isSign(')')) return unclosed(open, `The "(" has no ")".`);
    const close = tokens[at++]!;
    return inside.kind === 'operation' ? { ...inside, from: open.from, to: close.to, isInParentheses: true } : { ...inside, from: open.from, to: close.to };
  }

  function parseCall(name: Token): Syntax {
    const open = tokens[at++]!;
    const parsed: Syntax[] = [];
    while (!isSign(')')) {
      if (parsed.length > 0) {
        if (!isSign(',')) {
          parsed.push(unclosed(open, `${name.value.toUpperCase()}( has no ")".`));
          break;
        }
        at++;
      }
      parsed.push(nested(() => parseOperands(1), name));
    }
    const to = isSign(')') ? tokens[at++]!.to : peek().to;
    const height = 1 + Math.max(0, ...parsed.map((argument) => argument.height));
    return { kind: 'call', name: name.value, nameTo: name.to, arguments: parsed, from: name.from, to, height };
  }

  function unclosed(open: Token, message: string): Syntax {
    return peek().kind === 'end' ? lose({ message, from: open.from, to: open.to }) : unexpected();
  }

  function nested(parse: () => Syntax, token: Token): Syntax {
    if (++depth > deepest)
      return lose({
        code: 'formulaTooDeep',
        message: `The formula has more than ${deepest} levels.`,
        hint: 'Cut it into several columns.',
        from: token.from,
        to: token.to,
      });
    const found = parse();
    depth--;
    return found;
  }

  function unexpected(): Syntax {
    const { kind, value, from, to } = peek();
    const word = value.toUpperCase();
    const isWordOperator = kind === 'name' && (word === 'AND' || word === 'OR');
    const hint = isWordOperator
      ? `Between two conditions write ${word === 'AND' ? '&&' : '||'}, or write ${word}(first, second).`
      : value === ')'
        ? undefined
        : 'An operator or a comma is missing before it.';
    return lose({ message: `"${source.slice(from, to)}" does not belong here.`, ...(hint === undefined ? {} : { hint }), from, to });
  }

  if (tokens.length === 1 && !isLost) return { tree: lose({ code: 'formulaBlank', message: 'The formula is blank.', from: 0, to: source.length }), problems };
  const tree = parseOperands(1);
  if (peek().kind !== 'end') unexpected();
  return { tree, problems };
}

function refusePower(operand: Syntax, token: Token, problems: FormulaProblem[]): void {
  if (operand.kind !== 'operation' || operand.operator !== '^' || operand.isInParentheses) return;
  problems.push({
    code: 'formulaPower',
    message: `"^" next to "${token.value}" is read one way by Salesforce and another way by spreadsheets.`,
    hint: 'Put parentheses around the part that comes first.',
    from: operand.from,
    to: operand.to,
  });
}
