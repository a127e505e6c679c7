import type { FlowDocument } from '../flows/model/document.ts';

const columns = ['Id', 'FirstName', 'LastName', 'Email', 'Phone', 'Company', 'AccountKey', 'Country', 'City', 'Amount', 'CreatedDate', 'Description'];
const types: Readonly<Record<string, string>> = { Amount: 'number', CreatedDate: 'datetime' };

/** W1: read contacts, keep valid e-mails, three formulas, write 15 columns. The flow an admin would draw, with the types the app would guess. */
export function w1Flow(source: string, target: string): FlowDocument {
  return {
    sluice: 1,
    name: 'W1',
    parameters: {},
    nodes: {
      contacts: { type: 'csvRead', version: 1, settings: { file: source, columns: columns.map((name) => ({ name, type: types[name] ?? 'text' })) } },
      valid: { type: 'filterRows', version: 1, settings: { condition: 'REGEX(Email, "[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+")' } },
      derive: {
        type: 'mapColumns',
        version: 1,
        settings: {
          columns: [
            { column: 'FullName', formula: 'FirstName & " " & LastName' },
            { column: 'PhoneNorm', formula: 'PHONEDIGITS(Phone)' },
            { column: 'AmountAdj', formula: 'ROUND(Amount * 1.1, 2)' },
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
