import { makeBatch } from '../batch.ts';
import { AppError } from '../errors.ts';
import type { Cell, ColumnType, Schema } from '../schema.ts';
import { checkTypes } from './checkTypes.ts';
import type { Expression } from './expression.ts';
import type { CompiledFormula, FormulaProblem, Kernels } from './formula.ts';
import type { TotalFunction } from '../totalFunctions.ts';
import { rowError, type Evaluator, type FormulaOptions, type Implementation, type Part, type RunOptions } from './operation.ts';
import { conditionKernel } from './kernels/conditionKernel.ts';
import { columnStep, numberKernel } from './kernels/numberKernel.ts';
import { textKernel } from './kernels/textKernel.ts';
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
export function compileFormula(source: string, schema: Schema, options?: FormulaOptions): Compiled {
  return compileRead(readFormula(source, schema), options);
}

interface Compiled {
  readonly formula?: CompiledFormula;
  readonly problems: readonly FormulaProblem[];
}

function compileRead({ expression, problems }: ReturnType<typeof readFormula>, options: FormulaOptions = {}): Compiled {
  if (problems.length > 0) return { problems };
  const found: FormulaProblem[] = [];
  const run = { ...options, nowMs: options.nowMs ?? Date.now() };
  const part = compile(expression, run, found);
  if (found.length > 0) return { problems: found };
  const type: ColumnType = part.type === 'null' ? 'text' : part.type;
  const columns = new Set<string>();
  collectColumns(expression, columns);
  const isColumn = expression.kind === 'column';
  const value = part.evaluate;
  const evaluate: Evaluator = type === 'boolean' && !isColumn ? (batch, row) => value(batch, row) === true : value;
  let kernels: Kernels | undefined;
  return {
    formula: {
      type,
      evaluate,
      columns: [...columns],
      totals: totalsIn(expression).map(({ name }) => name),
      neverFails: neverFails(expression),
      // Made when rows are worked out: a check, and each key in the editor, only looks at the rest.
      get kernels() {
        return (kernels ??= kernelsOf(expression, run));
      },
      ...(isColumn ? { column: expression.index } : {}),
    },
    problems,
  };
}

/**
 * The type and the problems of a formula without compiling it. Without a schema (the columns are not known before the run) the columns are
 * taken for granted. `type` is undefined where it depends on what is not known.
 *
 * @param hasGroups the formula stands where rows are in groups, so that functions over a group have a meaning
 */
export function checkFormula(source: string, schema: Schema | undefined, hasGroups = false): { readonly type?: ColumnType; readonly problems: readonly FormulaProblem[] } {
  const read = readFormula(source, schema);
  const misplaced = hasGroups ? [] : misplacedTotals(read.expression);
  const { formula, problems } = schema === undefined ? read : compileRead(read, { nowMs: 0 });
  const type = formula?.type ?? (read.expression.type === 'null' ? 'text' : read.expression.type);
  return { ...(type === undefined ? {} : { type }), problems: [...problems, ...misplaced] };
}

function readFormula(source: string, schema: Schema | undefined): { readonly expression: Expression; readonly problems: readonly FormulaProblem[]; readonly formula?: undefined } {
  const { tree, problems } = parseFormula(source);
  const checked = checkTypes(tree, source, schema);
  return { expression: checked.expression, problems: [...problems, ...checked.problems].sort((a, b) => a.from - b.from) };
}

/** Where there are no groups, functions that look at all rows of one are out of place. */
function misplacedTotals(expression: Expression): FormulaProblem[] {
  return totalsIn(expression).map(({ name, from, to }) => {
    return { code: 'functionNotHere', message: `${name} looks at all rows of a group, and this node looks at one row.`, hint: 'Use it in a node "Compute over groups".', from, to };
  });
}

const noRows = makeBatch([], [], 0, { source: '', ordinal: 0 });

function compile(expression: Expression, options: FormulaOptions & RunOptions, problems: FormulaProblem[]): Part {
  if (expression.kind === 'unknown') throw new Error('A formula with problems was compiled.');
  if (expression.kind === 'constant') return constant(expression.type, expression.value);
  if (expression.kind === 'column') {
    const { index, type } = expression;
    return { type, evaluate: (batch, row) => batch.columns[index]!.value(row) };
  }
  const parts = expression.arguments.map((argument) => compile(argument, options, problems));
  if ('total' in expression.implementation) return compileTotal(expression, expression.implementation.total, parts[0], options, problems);
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

type Call = Extract<Expression, { kind: 'call' }>;

/** A total is no constant, whatever it is of, for groups have different numbers of rows. */
function compileTotal(call: Call, total: TotalFunction, part: Part | undefined, options: FormulaOptions, problems: FormulaProblem[]): Part {
  const [inner] = call.arguments.flatMap(totalsIn);
  if (inner) {
    const message = `${inner.name} stands inside ${call.name}, and a total is not known before all rows have come.`;
    problems.push({ code: 'totalInTotal', message, hint: 'Work the inner one out in a node of its own, before this one.', from: inner.from, to: inner.to });
  }
  const evaluate = options.total?.(total, part) ?? (() => {
    throw rowError('groupMissing', `${call.name} looks at all rows of a group, and there is one row here.`);
  });
  return { type: call.type, evaluate };
}

/** The calls of functions that look at all rows of a group. */
function totalsIn(expression: Expression): Call[] {
  if (expression.kind !== 'call') return [];
  return 'total' in expression.implementation ? [expression] : expression.arguments.flatMap(totalsIn);
}

function evaluator(implementation: Exclude<Implementation, { readonly total: unknown }>, parts: readonly Part[], options: RunOptions): Evaluator {
  return 'strict' in implementation ? strictEvaluator(implementation.strict, parts) : implementation.build(parts, options);
}

function constant(type: Part['type'], value: Cell): Part {
  return { type, evaluate: () => value, constant: value };
}

function kernelsOf(expression: Expression, options: FormulaOptions & RunOptions): Kernels {
  if (expression.kind !== 'call') return {};
  const condition = conditionKernel(expression, (part) => compile(part, options, []).evaluate);
  return { step: columnStep(expression), numbers: numberKernel(expression), texts: textKernel(expression), condition };
}

function neverFails(expression: Expression): boolean {
  return expression.kind !== 'call' || (expression.implementation.neverFails === true && expression.arguments.every(neverFails));
}

function collectColumns(expression: Expression, columns: Set<string>): void {
  if (expression.kind === 'column') columns.add(expression.name);
  if (expression.kind === 'call') for (const argument of expression.arguments) collectColumns(argument, columns);
}
