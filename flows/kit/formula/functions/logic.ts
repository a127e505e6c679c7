import type { Cell } from '../../schema.ts';
import { defineFunction, type Evaluator, type FormulaFunction, type Part } from '../operation.ts';
import { readNumber } from '../rounding.ts';

const condition = { name: 'condition', types: ['boolean'] } as const;

/** CASE with constant values finds its branch in a table; otherwise the values are compared one after the other. */
function buildCase(parts: readonly Part[]): Evaluator {
  const value = parts[0]!.evaluate;
  const otherwise = parts[parts.length - 1]!.evaluate;
  const pairs = Array.from({ length: (parts.length - 2) / 2 }, (_, index) => [parts[1 + index * 2]!, parts[2 + index * 2]!.evaluate] as const);
  const matchesBlank = parts[0]!.type === 'text';
  if (pairs.every(([when]) => when.constant !== undefined)) {
    const branches = new Map<Cell, Evaluator>();
    for (const [when, then] of pairs) if (!branches.has(when.constant!)) branches.set(when.constant!, then);
    if (!matchesBlank) branches.delete(null);
    return (batch, row) => (branches.get(value(batch, row)) ?? otherwise)(batch, row);
  }
  return (batch, row) => {
    const wanted = value(batch, row);
    if (wanted !== null || matchesBlank) for (const [when, then] of pairs) if (when.evaluate(batch, row) === wanted) return then(batch, row);
    return otherwise(batch, row);
  };
}

function isBlank([part]: readonly Part[]): Evaluator {
  const value = part!.evaluate;
  return (batch, row) => value(batch, row) === null;
}

function insteadOfBlank([part, substitute]: readonly Part[]): Evaluator {
  const value = part!.evaluate;
  const other = substitute!.evaluate;
  return (batch, row) => value(batch, row) ?? other(batch, row);
}

/** In Salesforce ISNULL and NULLVALUE never see a blank text, a known trap; blank is one thing here. */
const oneBlank = 'Salesforce says that a blank text is not null; here every blank cell is.';

export const logicFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'IF',
    category: 'Logic',
    help: 'One value where the condition is true, another where it is false or blank.',
    parameters: [condition, { name: 'then' }, { name: 'else' }],
    alike: () => [[1, 2]],
    result: 'alike',
    neverFails: true,
    examples: [
      { formula: 'IF(Amount >= 1000, "big", "small")', row: { Amount: 2500 }, result: 'big' },
      { formula: 'IF(Amount >= 1000, "big", "small")', row: { Amount: 10 }, result: 'small' },
    ],
    build: ([test, then, otherwise]) => {
      const [isTrue, a, b] = [test!.evaluate, then!.evaluate, otherwise!.evaluate];
      return (batch, row) => (isTrue(batch, row) === true ? a(batch, row) : b(batch, row));
    },
  }),
  defineFunction({
    name: 'CASE',
    category: 'Logic',
    signature: 'CASE(value, when1, then1, when2, then2, …, else)',
    help: 'The value that stands behind the first match; the last one when nothing matches.',
    parameters: [{ name: 'value' }, { name: 'when' }, { name: 'then' }, { name: 'else' }],
    repeats: true,
    accepts: (count) => count >= 4 && count % 2 === 0,
    alike: (count) => [thens(count), [0, ...Array.from({ length: (count - 2) / 2 }, (_, index) => 1 + index * 2)]],
    result: 'alike',
    neverFails: true,
    examples: [
      { formula: 'CASE(Country, "DE", "Germany", "AT", "Austria", "elsewhere")', row: { Country: 'AT' }, result: 'Austria' },
      { formula: 'CASE(WEEKDAY(DATE(2026, 3, 14)), 1, "Sunday", 7, "Saturday", "a working day")', result: 'Saturday' },
    ],
    build: buildCase,
  }),
  defineFunction({
    name: 'AND',
    category: 'Logic',
    help: 'True when every condition is true. && between two conditions means the same.',
    parameters: [condition],
    repeats: true,
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'AND(Amount > 0, NOT(ISBLANK(Email)))', row: { Amount: 5, Email: 'a@b.de' }, result: true },
      { formula: 'Amount > 0 && Amount < 3', row: { Amount: 5 }, result: false },
    ],
    build: (parts) => {
      const [a, b, ...more] = parts.map((part) => part.evaluate);
      if (b !== undefined && more.length === 0) return (batch, row) => a!(batch, row) === true && b(batch, row) === true;
      const all = parts.map((part) => part.evaluate);
      return (batch, row) => {
        for (const part of all) if (part(batch, row) !== true) return false;
        return true;
      };
    },
  }),
  defineFunction({
    name: 'OR',
    category: 'Logic',
    help: 'True when at least one condition is true. || between two conditions means the same.',
    parameters: [condition],
    repeats: true,
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'OR(ISBLANK(Phone), ISBLANK(Email))', row: { Phone: '030 1', Email: null }, result: true },
      { formula: 'City = "Wien" || City = "Graz"', row: { City: 'Linz' }, result: false },
    ],
    build: (parts) => {
      const [a, b, ...more] = parts.map((part) => part.evaluate);
      if (b !== undefined && more.length === 0) return (batch, row) => a!(batch, row) === true || b(batch, row) === true;
      const all = parts.map((part) => part.evaluate);
      return (batch, row) => {
        for (const part of all) if (part(batch, row) === true) return true;
        return false;
      };
    },
  }),
  defineFunction({
    name: 'NOT',
    category: 'Logic',
    help: 'True becomes false and false true; blank stays blank. ! before a condition means the same.',
    parameters: [condition],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'NOT(ISBLANK(City))', row: { City: 'Ulm' }, result: true },
      { formula: '!CONTAINS(City, "Ulm")', row: { City: 'Ulm' }, result: false },
    ],
    strict: (value: boolean) => !value,
  }),
  defineFunction({
    name: 'ISBLANK',
    category: 'Logic',
    help: 'Whether there is no value.',
    parameters: [{ name: 'value' }],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'ISBLANK(Email)', row: { Email: null }, result: true },
      { formula: 'ISBLANK(TRIM(Email))', row: { Email: '  ' }, result: true },
      { formula: 'ISBLANK(0)', result: false },
    ],
    build: isBlank,
  }),
  defineFunction({
    name: 'ISNULL',
    category: 'Logic',
    help: 'The same as ISBLANK.',
    parameters: [{ name: 'value' }],
    result: 'boolean',
    neverFails: true,
    examples: [{ formula: 'ISNULL(Amount)', row: { Amount: null }, result: true }],
    extension: oneBlank,
    build: isBlank,
  }),
  defineFunction({
    name: 'BLANKVALUE',
    category: 'Logic',
    help: 'The value, or a substitute where it is blank.',
    parameters: [{ name: 'value' }, { name: 'substitute' }],
    alike: () => [[0, 1]],
    result: 'alike',
    neverFails: true,
    examples: [
      { formula: 'BLANKVALUE(Country, "DE")', row: { Country: null }, result: 'DE' },
      { formula: 'BLANKVALUE(Amount, 0) + 1', row: { Amount: null }, result: 1 },
    ],
    build: insteadOfBlank,
  }),
  defineFunction({
    name: 'NULLVALUE',
    category: 'Logic',
    help: 'The same as BLANKVALUE.',
    parameters: [{ name: 'value' }, { name: 'substitute' }],
    alike: () => [[0, 1]],
    result: 'alike',
    neverFails: true,
    examples: [{ formula: 'NULLVALUE(Amount, 7)', row: { Amount: null }, result: 7 }],
    extension: oneBlank,
    build: insteadOfBlank,
  }),
  defineFunction({
    name: 'ISNUMBER',
    category: 'Logic',
    help: 'Whether a text is a number that VALUE can read. Blank is not.',
    parameters: [{ name: 'text', types: ['text', 'number'] }],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'ISNUMBER("12.50")', result: true },
      { formula: 'ISNUMBER("12,50")', result: false },
      { formula: 'ISNUMBER(Amount)', row: { Amount: null }, result: false },
    ],
    build: ([part]) => {
      const value = part!.evaluate;
      if (part!.type !== 'text') return (batch, row) => value(batch, row) !== null;
      return (batch, row) => {
        const text = value(batch, row) as string | null;
        return text !== null && readNumber(text) !== undefined;
      };
    },
  }),
  defineFunction({
    name: 'ISPICKVAL',
    category: 'Logic',
    help: 'Whether a picklist column has this value. "" asks for blank.',
    parameters: [
      { name: 'picklist', types: ['text'] },
      { name: 'value', types: ['text'] },
    ],
    result: 'boolean',
    neverFails: true,
    examples: [
      { formula: 'ISPICKVAL(Status, "Open")', row: { Status: 'Open' }, result: true },
      { formula: 'ISPICKVAL(Status, "")', row: { Status: null }, result: true },
    ],
    build: ([picklist, value]) => {
      const [a, b] = [picklist!.evaluate, value!.evaluate];
      return (batch, row) => a(batch, row) === b(batch, row);
    },
  }),
];

/** Where the results of a CASE with so many arguments stand: every second one from the third, and the last. */
function thens(count: number): number[] {
  return [...Array.from({ length: (count - 2) / 2 }, (_, index) => 2 + index * 2), count - 1];
}
