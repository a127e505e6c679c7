import { formatCell, type Cell } from '../../schema.ts';
import { defineFunction, rowError, showValue, type Evaluator, type FormulaFunction } from '../operation.ts';
import { plainNumber, readNumber } from '../rounding.ts';

const toText: Readonly<Record<string, (value: Cell) => Cell>> = {
  text: (value) => value,
  null: (value) => value,
  number: (value) => plainNumber(value as number),
  boolean: String,
  date: (value) => formatCell('date', value),
  datetime: (value) => `${formatCell('datetime', value).slice(0, 19).replace('T', ' ')}Z`,
  time: (value) => formatCell('time', value).slice(0, 12),
};

export const conversionFunctions: readonly FormulaFunction[] = [
  defineFunction({
    name: 'TEXT',
    category: 'Text',
    help: 'A value as text: numbers with a point, dates as 2026-03-14, dates with time as 2026-03-14 15:09:26Z.',
    parameters: [{ name: 'value' }],
    result: 'text',
    neverFails: true,
    examples: [
      { formula: 'TEXT(1234.5)', result: '1234.5' },
      { formula: 'TEXT(DATE(2026, 3, 14))', result: '2026-03-14' },
      { formula: 'TEXT(DATETIMEVALUE("2026-03-14 15:09:26"))', result: '2026-03-14 15:09:26Z' },
    ],
    extension: 'Takes true/false too.',
    build: ([part]) => {
      const value = part!.evaluate;
      const write = toText[part!.type]!;
      return (batch, row) => {
        const cell = value(batch, row);
        return cell === null ? null : write(cell);
      };
    },
  }),
  defineFunction({
    name: 'VALUE',
    category: 'Text',
    help: 'The number a text stands for. Point before the fraction, no thousands separators, no spaces.',
    parameters: [{ name: 'text', types: ['text', 'number'] }],
    result: 'number',
    examples: [
      { formula: 'VALUE("12.50")', result: 12.5 },
      { formula: 'VALUE(Amount)', row: { Amount: null }, result: null },
      { formula: 'VALUE(Amount)', row: { Amount: 'abc' }, fails: 'VALUE("abc"): "abc" is not a number.' },
    ],
    extension: 'Takes a number as it is.',
    build: ([part]) => {
      const value = part!.evaluate as Evaluator<string>;
      if (part!.type === 'number') return part!.evaluate;
      return (batch, row) => {
        const source = value(batch, row);
        if (source === null) return null;
        const number = readNumber(source);
        if (number !== undefined) return number;
        throw rowError(
          'notANumber',
          `VALUE(${showValue(source)}): ${showValue(source)} is not a number.`,
          'ISNUMBER tells beforehand; SUBSTITUTE takes separators out.',
        );
      };
    },
  }),
  defineFunction({
    name: 'CASESAFEID',
    category: 'Text',
    help: 'The 18 characters of a Salesforce id whose 15 characters are given.',
    parameters: [{ name: 'id', types: ['text'] }],
    result: 'text',
    examples: [
      { formula: 'CASESAFEID("001D000000IqhSL")', result: '001D000000IqhSLIAZ' },
      { formula: 'CASESAFEID("001D000000IqhSLIAZ")', result: '001D000000IqhSLIAZ' },
    ],
    strict: caseSafeId,
  }),
];

/** Three characters more, one for every five: bit n is set when character n is a capital (Salesforce's id scheme). */
function caseSafeId(id: string): string {
  if (id.length === 18) return id;
  if (!/^[A-Za-z0-9]{15}$/.test(id)) throw rowError('notAnId', `CASESAFEID(${showValue(id)}): a Salesforce id has 15 or 18 letters and digits.`);
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(id[block + at]!)) bits |= 1 << at;
    suffix += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits];
  }
  return id + suffix;
}
