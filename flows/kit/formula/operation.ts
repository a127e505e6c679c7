import type { Batch } from '../batch.ts';
import { AppError } from '../errors.ts';
import type { Cell, ColumnType } from '../schema.ts';
import type { TotalFunction } from '../totalFunctions.ts';
import type { FormulaType } from './syntax.ts';

/** Gives a value for physical row `row`. Closures of this shape are what a formula is compiled to. */
export type Evaluator<T extends Cell = Cell> = (batch: Batch, row: number) => T | null;

/** An argument or operand, compiled. `constant` is set when every row gives the same. */
export interface Part {
  readonly type: FormulaType;
  readonly evaluate: Evaluator;
  readonly constant?: Cell;
}

/** What a run gives to its formulas. */
export interface FormulaOptions {
  /** The time that NOW() and TODAY() give to every row, in milliseconds since the epoch; the time of compiling where it is missing. */
  readonly nowMs?: number;
  /** Gives the evaluator of a total over the row's group, of the values of a part; without a part, of the rows. Missing: there are no groups. */
  readonly total?: (total: TotalFunction, part: Part | undefined) => Evaluator;
}

/** What functions know of the run. */
export type RunOptions = Required<Pick<FormulaOptions, 'nowMs'>>;

/**
 * What an operator or a function does. `strict`: a plain function over values; when one of them is blank, so is the result, and a text
 * without characters is blank. `build`: makes its own evaluator, for what looks at blanks, leaves parts unevaluated or prepares constants.
 * `total`: looks at all rows of the group that the row is in.
 */
export type Implementation = (
  | { readonly strict: (...values: never[]) => Cell }
  | { readonly build: (parts: readonly Part[], options: RunOptions) => Evaluator }
  | { readonly total: TotalFunction }
) & {
  /** It has an answer for all values, so it rejects no row and may wait until somebody asks for the answer. */
  readonly neverFails?: true;
};

interface Parameter {
  readonly name: string;
  /** The types it takes; missing: any. */
  readonly types?: readonly ColumnType[];
  /** May be left out, and is this then. */
  readonly default?: Cell;
}

/** An example is documentation and test: the formula gives `result`, or ends with the message `fails`. Dates are written as ISO text. */
export interface FormulaExample {
  readonly formula: string;
  readonly row?: Readonly<Record<string, Cell>>;
  readonly now?: string;
  readonly result?: Cell;
  readonly fails?: string;
}

/** A function of the formula language: checks, help, completion, documentation and tests read it. */
export interface FormulaFunction {
  readonly name: string;
  readonly category: 'Logic' | 'Text' | 'Math' | 'Date and time' | 'Groups';
  readonly signature: string;
  readonly help: string;
  readonly parameters: readonly Parameter[];
  /** The last parameter may come again. */
  readonly repeats: boolean;
  /** Whether it can have so many arguments; missing: as many as it has parameters. */
  readonly accepts?: (count: number) => boolean;
  /** Positions of arguments that must be of one type, group by group. */
  readonly alike?: (count: number) => readonly (readonly number[])[];
  /** `alike`: the type of the first group in `alike`. */
  readonly result: ColumnType | 'alike';
  readonly examples: readonly FormulaExample[];
  /** Set where Salesforce has no such function, or has it without what is said here. */
  readonly extension?: string;
  readonly implementation: Implementation;
}

type Definition = Omit<FormulaFunction, 'signature' | 'implementation' | 'repeats'> & {
  readonly signature?: string;
  readonly repeats?: boolean;
} & Implementation;

/** Completes an entry of the function table: its signature is made from its parameters unless it is given. */
export function defineFunction(definition: Definition): FormulaFunction {
  const { name, parameters, repeats = false } = definition;
  const names = parameters.map((parameter) => (parameter.default === undefined ? parameter.name : `[${parameter.name}]`));
  const promise = definition.neverFails ? { neverFails: definition.neverFails } : {};
  const work = 'strict' in definition ? { strict: definition.strict } : 'total' in definition ? { total: definition.total } : { build: definition.build };
  const implementation: Implementation = { ...work, ...promise };
  const signature = `${name}(${names.join(', ')}${repeats ? ', …' : ''})`;
  return { signature, ...definition, repeats, implementation };
}

/** The error of a row whose values do not allow a result. */
export function rowError(code: string, message: string, hint?: string): AppError {
  return new AppError('row', code, { message, ...(hint === undefined ? {} : { hint }) });
}

/** A value as messages show it: texts in quotes, long ones cut. */
export function showValue(value: Cell): string {
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
