import type { ObjectSeed } from '../seedFormat.ts';
import { industries } from './account.ts';
import { addressFields } from './addressFields.ts';
import { leadSources, salutations } from './contact.ts';
import { externalKey } from './externalKey.ts';

export const lead: ObjectSeed = {
  label: 'Lead',
  labelPlural: 'Leads',
  keyPrefix: '00Q',
  owned: 'userOrQueue',
  fields: {
    LastName: { type: 'string', label: 'Last Name', length: 80, required: true },
    FirstName: { type: 'string', label: 'First Name', length: 40 },
    Salutation: { type: 'picklist', length: 40, values: salutations },
    Name: { type: 'string', label: 'Full Name', length: 121, name: true, joins: ['FirstName', 'LastName'] },
    Title: { type: 'string', length: 128 },
    Company: { type: 'string', length: 255, required: true },
    ...addressFields(''),
    Phone: { type: 'phone' },
    MobilePhone: { type: 'phone', label: 'Mobile Phone' },
    Email: { type: 'email' },
    Website: { type: 'url' },
    Description: { type: 'textarea', length: 32_000 },
    LeadSource: { type: 'picklist', values: leadSources },
    Status: {
      type: 'picklist', label: 'Status', required: true, default: 'Open - Not Contacted',
      values: ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
    },
    Industry: { type: 'picklist', values: industries },
    Rating: { type: 'picklist', values: ['Hot', 'Warm', 'Cold'], restricted: true },
    AnnualRevenue: { type: 'currency', precision: 18, scale: 0 },
    NumberOfEmployees: { type: 'int', label: 'Employees', precision: 8 },
    HasOptedOutOfEmail: { type: 'boolean', label: 'Email Opt Out', default: false },
    IsConverted: { type: 'boolean', label: 'Converted', default: false, readOnly: true },
    MasterRecordId: { type: 'reference', label: 'Master Record ID', to: 'Lead', readOnly: true },
    External_Key__c: externalKey,
  },
};
