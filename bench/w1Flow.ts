import type { FlowDocument } from '../flows/model/document.ts';

const columns = ['Id', 'FirstName', 'LastName', 'Email', 'Phone', 'Company', 'AccountKey', 'Country', 'City', 'Amount', 'CreatedDate', 'Description'];
const types: Readonly<Record<string, string>> = { Amount: 'number', CreatedDate: 'datetime' };

const digits = 'REGEXREPLACE(Phone, "[^0-9]+", "")';

/** How the rows of W1 are worked out: with functions that are there for it, or spelt out with those that are there for anything. */
const ways = {
  functions: { valid: 'REGEX(Email, "[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+")', phone: 'PHONEDIGITS(Phone)', amount: 'ROUND(Amount * 1.1, 2)' },
  formulas: {
    valid: 'AND(REGEX(Email, "[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+"), LEN(Email) > 5)',
    phone: `IF(BEGINS(Phone, "+"), "+" & ${digits}, IF(BEGINS(${digits}, "00"), "+" & MID(${digits}, 3, 99), ${digits}))`,
    amount: 'FLOOR(Amount * 110 + 0.5) / 100',
  },
} as const;

/** W1: read contacts, keep valid e-mails, three formulas, write 15 columns. The flow an admin would draw, with the types the app would guess. */
export function w1Flow(source: string, target: string, way: keyof typeof ways = 'functions'): FlowDocument {
  const { valid, phone, amount } = ways[way];
  return {
    sluice: 1,
    name: 'W1',
    parameters: {},
    nodes: {
      contacts: { type: 'csvRead', version: 1, settings: { file: source, columns: columns.map((name) => ({ name, type: types[name] ?? 'text' })) } },
      valid: { type: 'filterRows', version: 1, settings: { condition: valid } },
      derive: {
        type: 'mapColumns',
        version: 1,
        settings: {
          columns: [
            { column: 'FullName', formula: 'FirstName & " " & LastName' },
            { column: 'PhoneNorm', formula: phone },
            { column: 'AmountAdj', formula: amount },
          ],
        },
      },
      out: { type: 'csvWrite', version: 1, settings: { file: target } },
    },
    edges: [
      { from: 'contacts.out', to: 'valid.in' },
      { from: 'valid.out', to: 'derive.in' },
      { from: 'derive.out', to: 'out.in' },
    ],
    layout: {},
  };
}
