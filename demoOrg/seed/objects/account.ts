import type { ObjectSeed } from '../seedFormat.ts';
import { addressFields } from './addressFields.ts';
import { externalKey } from './externalKey.ts';

export const industries = ['Agriculture', 'Banking', 'Biotechnology', 'Chemicals', 'Construction', 'Education', 'Electronics', 'Energy', 'Engineering',
  'Finance', 'Food & Beverage', 'Healthcare', 'Insurance', 'Machinery', 'Manufacturing', 'Media', 'Retail', 'Shipping', 'Technology', 'Transportation', 'Utilities', 'Other'];

export const account: ObjectSeed = {
  label: 'Account',
  labelPlural: 'Accounts',
  keyPrefix: '001',
  owned: true,
  fields: {
    Name: { type: 'string', label: 'Account Name', length: 255, required: true, name: true },
    Type: { type: 'picklist', label: 'Account Type', values: ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Channel Partner / Reseller', 'Installation Partner', 'Technology Partner', 'Other'] },
    ParentId: { type: 'reference', label: 'Parent Account ID', to: 'Account', children: 'ChildAccounts' },
    ...addressFields('Billing'),
    ...addressFields('Shipping'),
    Phone: { type: 'phone', label: 'Account Phone' },
    Website: { type: 'url' },
    AccountNumber: { type: 'string', length: 40 },
    Industry: { type: 'picklist', values: industries },
    AnnualRevenue: { type: 'currency', precision: 18, scale: 0 },
    NumberOfEmployees: { type: 'int', label: 'Employees', precision: 8 },
    Rating: { type: 'picklist', label: 'Account Rating', values: ['Hot', 'Warm', 'Cold'] },
    Site: { type: 'string', label: 'Account Site', length: 80 },
    AccountSource: { type: 'picklist', values: ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'] },
    Description: { type: 'textarea', label: 'Account Description', length: 32_000 },
    Regions__c: { type: 'multipicklist', label: 'Regions', values: ['North America', 'Europe', 'Asia', 'Latin America'], restricted: true },
    Active__c: { type: 'boolean', label: 'Active', default: true },
    External_Key__c: externalKey,
  },
  rules: [{ name: 'EmployeesNotNegative', when: 'NumberOfEmployees < 0', message: 'The number of employees cannot be negative.', field: 'NumberOfEmployees' }],
};
