import { closest } from '../errors.ts';
import type { ColumnType, Schema } from '../schema.ts';
import { findColumn, missingColumn } from './columns.ts';
import type { Expression } from './expression.ts';
import type { FormulaProblem } from './formula.ts';
import { findFunction, formulaFunctions } from './functions.ts';
import type { FormulaFunction } from './operation.ts';
import { concatenate, findOverload, operators, signs } from './operators.ts';
import type { FormulaType, Syntax } from './syntax.ts';
import { conversionHint, sayType, sayTypes } from './typeNames.ts';

/**
 * Finds the columns of a formula, the meaning of its operators and functions, and the type of every part. Tells all problems; a part with
 * one does not cause others around it. Without a schema every column is taken for granted.
 */
export function checkTypes(
  tree: Syntax,
  source: string,
  schema: Schema | undefined,
): { readonly expression: Expression; readonly problems: readonly FormulaProblem[] } {
  const problems: FormulaProblem[] = [];
  const written = (part: { from: number; to: number }) => shorten(source.slice(part.from, part.to));

  function unknown(part: Syntax, type?: FormulaType): Expression {
    return { kind: 'unknown', type, from: part.from, to: part.to };
  }

  function check(part: Syntax): Expression {
    switch (part.kind) {
      case 'literal':
        return { kind: 'constant', type: part.type, value: part.value, from: part.from, to: part.to };
      case 'column':
        return checkColumn(part);
      case 'operation':
        return part.operator === 'AND' || part.operator === 'OR' || part.operator === 'NOT'
          ? checkCall(part, findFunction(part.operator)!, part.operands)
          : checkOperation(part);
      case 'call':
        return checkName(part);
      case 'missing':
        return unknown(part);
    }
  }

  function checkColumn(part: Extract<Syntax, { kind: 'column' }>): Expression {
    if (schema === undefined) return unknown(part);
    const index = findColumn(schema, part.name);
    const column = schema[index];
    if (column !== undefined) return { kind: 'column', type: column.type, name: column.name, index, from: part.from, to: part.to };
    problems.push({ ...missingColumn(schema, part.name), from: part.from, to: part.to });
    return unknown(part);
  }

  function checkOperation(part: Extract<Syntax, { kind: 'operation' }>): Expression {
    const operands = part.operands.map(check);
    const place = { from: part.from, to: part.to };
    const [left, right] = operands as [Expression, Expression | undefined];
    if (right === undefined) {
      const ok = expectType(left, ['number'], (said) => `"${part.operator}" before a value takes a number; ${said}`);
      return ok
        ? { kind: 'call', type: 'number', name: part.operator, implementation: signs[part.operator]!, arguments: operands, ...place }
        : unknown(part, 'number');
    }
    const meaning = findOverload(part.operator, left.type, right.type);
    if (meaning === undefined) {
      tellOperands(part, left, right);
      const [first, ...others] = operators[part.operator]!;
      return unknown(part, others.every(({ result }) => result === first!.result) ? first!.result : undefined);
    }
    const isOpen = (left.type === undefined || right.type === undefined) && operators[part.operator]!.some(({ result }) => result !== meaning.result);
    if (isOpen) return unknown(part);
    const all =
      meaning.implementation === concatenate
        ? operands.flatMap((operand) => (operand.kind === 'call' && operand.implementation === concatenate ? operand.arguments : [operand]))
        : operands;
    return { kind: 'call', type: meaning.result, name: part.operator, implementation: meaning.implementation, arguments: all, ...place };
  }

  /** Tells which operands do not fit: where an operator takes one type, each by itself, otherwise both together. */
  function tellOperands({ operator, from, to }: Extract<Syntax, { kind: 'operation' }>, left: Expression, right: Expression): void {
    const [first, ...others] = operators[operator]!;
    if (others.length === 0) {
      for (const operand of [left, right]) expectType(operand, [first!.left], (said) => `"${operator}" takes ${first!.left}s; ${said}`);
      return;
    }
    const rule = first!.result === 'boolean' ? 'compares values of one type' : 'does not go with these types';
    const said = [left, right].flatMap((operand) => (operand.type === undefined ? [] : [`${written(operand)} is ${sayType(operand.type)}`]));
    const message = `"${operator}" ${rule}; ${said.join(', ')}.`;
    // A constant says what was meant, so the other side is the one to convert.
    const [wrong, wanted] = right.kind === 'constant' ? [left, right.type] : [right, left.type];
    const hint = wrong.type === undefined || wanted === undefined || wanted === 'null' ? undefined : conversionHint(written(wrong), wrong.type, wanted);
    problems.push({ code: 'typeMismatch', message, ...(hint === undefined ? {} : { hint }), from, to });
  }

  function checkName(part: Extract<Syntax, { kind: 'call' }>): Expression {
    const entry = findFunction(part.name);
    if (entry !== undefined) return checkCall(part, entry, part.arguments);
    const near = closest(
      part.name,
      formulaFunctions.map(({ name }) => name),
    );
    problems.push({
      code: 'functionUnknown',
      message: `There is no function ${part.name.toUpperCase()}.`,
      ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
      from: part.from,
      to: part.nameTo,
    });
    for (const argument of part.arguments) check(argument);
    return unknown(part);
  }

  function checkCall(part: Syntax, entry: FormulaFunction, given: readonly Syntax[]): Expression {
    const before = problems.length;
    const checked = given.map(check);
    if (!accepts(entry, given.length)) {
      problems.push({
        code: 'argumentCount',
        message: `${entry.name} has ${given.length} ${given.length === 1 ? 'argument' : 'arguments'} here; it is written ${entry.signature}.`,
        from: part.from,
        to: part.to,
      });
      return unknown(part, entry.result === 'alike' ? undefined : entry.result);
    }
    checked.forEach((argument, index) => {
      const parameter = entry.parameters[Math.min(index, entry.parameters.length - 1)]!;
      if (parameter.types) expectType(argument, parameter.types, (said) => `${entry.name} takes ${sayTypes(parameter.types!)} as "${parameter.name}"; ${said}`);
    });
    const groups = (entry.alike?.(given.length) ?? []).map((positions) => commonType(entry, positions, checked));
    const type = entry.result === 'alike' ? groups[0] : entry.result;
    if (problems.length > before || type === undefined) return unknown(part, type);
    const defaults = entry.parameters
      .slice(given.length)
      .map((parameter): Expression => ({ kind: 'constant', type: parameter.types![0]!, value: parameter.default!, from: part.to, to: part.to }));
    return { kind: 'call', type, name: entry.name, implementation: entry.implementation, arguments: [...checked, ...defaults], from: part.from, to: part.to };
  }

  /** Tells when a part is of none of these types. */
  function expectType(part: Expression, types: readonly ColumnType[], message: (said: string) => string): boolean {
    if (part.type === undefined || part.type === 'null' || types.includes(part.type)) return true;
    const hint = conversionHint(written(part), part.type, types[0]!);
    problems.push({
      code: 'typeMismatch',
      message: message(`${written(part)} is ${sayType(part.type)}.`),
      ...(hint === undefined ? {} : { hint }),
      from: part.from,
      to: part.to,
    });
    return false;
  }

  /** The one type of the parts at some positions; undefined when a part's is not known. */
  function commonType(entry: FormulaFunction, positions: readonly number[], all: readonly Expression[]): FormulaType | undefined {
    const parts = positions.map((position) => all[position]!);
    const first = parts.find((part) => part.type !== undefined && part.type !== 'null');
    if (first === undefined) return parts.some((part) => part.type === undefined) ? undefined : 'null';
    for (const part of parts) {
      if (part.type === undefined || part.type === 'null' || part.type === first.type) continue;
      const hint = conversionHint(written(part), part.type, first.type as ColumnType);
      const said = `${written(first)} is ${sayType(first.type!)}, ${written(part)} is ${sayType(part.type)}`;
      problems.push({
        code: 'typeMismatch',
        message: `The values of ${entry.name} must be of one type; ${said}.`,
        ...(hint === undefined ? {} : { hint }),
        from: part.from,
        to: part.to,
      });
    }
    return first.type;
  }

  return { expression: check(tree), problems };
}

function accepts(entry: FormulaFunction, count: number): boolean {
  if (entry.accepts) return entry.accepts(count);
  const needed = entry.parameters.filter((parameter) => parameter.default === undefined).length;
  return count >= needed && (entry.repeats || count <= entry.parameters.length);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
