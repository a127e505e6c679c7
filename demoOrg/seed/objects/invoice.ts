import type { ObjectSeed } from '../seedFormat.ts';

/** A custom object; its key is an external id that need not be unique, as many are in real orgs. */
export const invoice: ObjectSeed = {
  label: 'Invoice',
  labelPlural: 'Invoices',
  keyPrefix: 'a00',
  owned: true,
  fields: {
    Name: { type: 'string', label: 'Invoice Number', length: 80, name: true, autoNumber: 'INV-{00000}' },
    Account__c: { type: 'reference', label: 'Account', to: 'Account', children: 'Invoices__r', cascade: true, required: true },
    Amount__c: { type: 'currency', label: 'Amount', precision: 16, scale: 2, required: true },
    Due_Date__c: { type: 'date', label: 'Due Date' },
    Status__c: { type: 'picklist', label: 'Status', restricted: true, default: 'Draft', values: ['Draft', 'Sent', 'Paid', 'Cancelled'] },
    Paid__c: { type: 'boolean', label: 'Paid', default: false },
    Reference__c: { type: 'string', label: 'Reference', length: 40, externalId: true },
    Line_Total__c: {
      type: 'currency',
      label: 'Sum of Lines',
      precision: 18,
      scale: 2,
      rollUp: { of: 'Invoice_Line__c.Invoice__c', function: 'sum', field: 'Price__c' },
    },
    Line_Count__c: { type: 'double', label: 'Number of Lines', precision: 18, scale: 0, rollUp: { of: 'Invoice_Line__c.Invoice__c', function: 'count' } },
    Notes__c: { type: 'textarea', label: 'Notes', length: 32_000 },
  },
};
