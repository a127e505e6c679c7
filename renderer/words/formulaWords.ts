import { formatCount } from './format.ts';

/** Where formulas are written. A part of the one catalogue in words.ts. */
export const formulaWords = {
  formula: {
    placeholder: 'For example: LOWER(Email)',
    gives: (type: string) => `gives ${type}`,
    column: (type: string) => `Column, ${type}`,
    blank: 'blank',
    needsRun: 'known when the flow has run',
    values: 'Value for the sample rows',
    rows: (from: number, to: number, total: number) => (from === to ? `Row ${formatCount(from)} of ${formatCount(total)}` : `Rows ${formatCount(from)}–${formatCount(to)} of ${formatCount(total)}`),
    before: 'Rows before',
    next: 'Next rows',
    loading: 'Reading rows…',
    load: 'Show values of sample rows',
    noRows: 'No row comes in.',
  },
} as const;
