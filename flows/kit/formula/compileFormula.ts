import { makeBatch } from '../batch.ts';
import { AppError } from '../errors.ts';
import type { Cell, ColumnType, Schema } from '../schema.ts';
import { checkTypes } from './checkTypes.ts';
import type { Expression } from './expression.ts';
import type { CompiledFormula, FormulaProblem } from './formula.ts';
import type { Evaluator, FormulaOptions, Implementation, Part } from './operation.ts';
import { parseFormula } from './parseFormula.ts';
import { strictEvaluator } from './strictEvaluator.ts';

/**
 * Compiles a formula for rows of a schema to closures, without eval; or tells everything that is wrong with it. Constant parts are worked
 * out once; one that can never work out, such as VALUE("abc"), is a problem.
 *
 * Salesforce formula syntax, functions and rules (Salesforce Help "Formula Operators and Functions"; details after Salesforce's open
 * formula engine, github.com/salesforce/formula-engine). Blanks:
 * - A text without characters is blank, in and out. In `&` and in comparisons of texts a blank is the text without characters.
 * - Arithmetic, comparisons of other types and most functions give blank when a value is blank (a formula field that treats blanks as blanks).
 * - IF, AND, OR, && and || take a blank condition for false; a formula whose result is true/false gives false for it, as a checkbox does.
 * - Ours: `Amount = null` asks whether Amount is blank (Salesforce: always false). ISNULL and NULLVALUE know blank texts too.
 * Texts are compared with capitals counting. TODAY() and NOW() are the same for every row of a run. Numbers are doubles, and what operators
 * give is the decimal it stands for (decimals.ts). CONTAINS and BEGINS take a blank text for one without characters.
 */
export function compileFormula(
  source: string,
  schema: Schema,
  options?: FormulaOptions,
): { readonly formula?: CompiledFormula; readonly problems: readonly FormulaProblem[] } {
  const { expression, problems } = readFormula(source, schema);
  if (problems.length > 0) return { problems };
  const found: FormulaProblem[] = [];
  const part = compile(expression, { nowMs: options?.nowMs ?? Date.now() }, found);
  if (found.length > 0) return { problems: found };
  const type: ColumnType = part.type === 'null' ? 'text' : part.type;
  const columns = new Set<string>();
  collectColumns(expression, columns);
  const isColumn = expression.kind === 'column';
  const value = part.evaluate;
  const evaluate: Evaluator = type === 'boolean' && !isColumn ? (batch, row) => value(batch, row) === true : value;
  return { formula: { type, evaluate, columns: [...columns], ...(isColumn ? { column: expression.index } : {}) }, problems };
}

/**
 * The type and the problems of a formula without compiling it. Without a schema (the columns are not known before the run) the columns are
 * taken for granted. `type` is undefined where it depends on what is not known.
 */
export function checkFormula(source: string, schema: Schema | undefined): { readonly type?: ColumnType; readonly problems: readonly FormulaProblem[] } {
  if (schema !== undefined) {
    const { formula, problems } = compileFormula(source, schema, { nowMs: 0 });
    if (formula) return { type: formula.type, problems };
  }
  const { expression, problems } = readFormula(source, schema);
  const type = expression.type === 'null' ? 'text' : expression.type;
  return { ...(type === undefined ? {} : { type }), problems };
}

function readFormula(source: string, schema: Schema | undefined): { readonly expression: Expression; readonly problems: readonly FormulaProblem[] } {
  const { tree, problems } = parseFormula(source);
  const checked = checkTypes(tree, source, schema);
  return { expression: checked.expression, problems: [...problems, ...checked.problems].sort((a, b) => a.from - b.from) };
}

const noRows = makeBatch([], [], 0, { source: '', ordinal: 0 });

function compile(expression: Expression, options: Required<FormulaOptions>, problems: FormulaProblem[]): Part {
  if (expression.kind === 'unknown') throw new Error('A formula with problems was compiled.');
  if (expression.kind === 'constant') return constant(expression.type, expression.value);
  if (expression.kind === 'column') {
    const { index, type } = expression;
    return { type, evaluate: (batch, row) => batch.columns[index]!.value(row) };
  }
  const parts = expression.arguments.map((argument) => compile(argument, options, problems));
  try {
    const evaluate = evaluator(expression.implementation, parts, options);
    const isConstant = parts.every((part) => part.constant !== undefined);
    return isConstant ? constant(expression.type, evaluate(noRows, 0)) : { type: expression.type, evaluate };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'row') throw error;
    problems.push({
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      from: expression.from,
      to: expression.to,
    });
    return { type: expression.type, evaluate: () => null };
  }
}

function evaluator(implementation: Implementation, parts: readonly Part[], options: Required<FormulaOptions>): Evaluator {
  return 'strict' in implementation ? strictEvaluator(implementation.strict, parts) : implementation.build(parts, options);
}

function constant(type: Part['type'], value: Cell): Part {
  return { type, evaluate: () => value, constant: value };
}

function collectColumns(expression: Expression, columns: Set<string>): void {
  if (expression.kind === 'column') columns.add(expression.name);
  if (expression.kind === 'call') for (const argument of expression.arguments) collectColumns(argument, columns);
}
