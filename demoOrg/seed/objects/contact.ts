import type { ObjectSeed } from '../seedFormat.ts';
import { addressFields } from './addressFields.ts';
import { externalKey } from './externalKey.ts';

export const salutations = ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'];
export const leadSources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];

export const contact: ObjectSeed = {
  label: 'Contact',
  labelPlural: 'Contacts',
  keyPrefix: '003',
  owned: true,
  fields: {
    AccountId: { type: 'reference', label: 'Account ID', to: 'Account', children: 'Contacts', cascade: true },
    LastName: { type: 'string', label: 'Last Name', length: 80, required: true },
    FirstName: { type: 'string', label: 'First Name', length: 40 },
    Salutation: { type: 'picklist', length: 40, values: salutations },
    Name: { type: 'string', label: 'Full Name', length: 121, name: true, joins: ['FirstName', 'LastName'] },
    ...addressFields('Mailing'),
    Phone: { type: 'phone', label: 'Business Phone' },
    MobilePhone: { type: 'phone', label: 'Mobile Phone' },
    ReportsToId: { type: 'reference', label: 'Reports To ID', to: 'Contact', children: 'ReportsToContacts' },
    Email: { type: 'email' },
    Title: { type: 'string', length: 128 },
    Department: { type: 'string', length: 80 },
    LeadSource: { type: 'picklist', values: leadSources },
    Birthdate: { type: 'date' },
    Description: { type: 'textarea', label: 'Contact Description', length: 32_000 },
    HasOptedOutOfEmail: { type: 'boolean', label: 'Email Opt Out', default: false },
    DoNotCall: { type: 'boolean', label: 'Do Not Call', default: false },
    Level__c: { type: 'picklist', label: 'Level', values: ['Primary', 'Secondary', 'Tertiary'], restricted: true },
    MasterRecordId: { type: 'reference', label: 'Master Record ID', to: 'Contact', readOnly: true },
    External_Key__c: externalKey,
  },
  duplicateRules: [
    {
      name: 'SamePerson',
      fields: ['FirstName', 'LastName', 'Email'],
      message: "You're creating a duplicate record. We recommend you use an existing record instead.",
    },
  ],
};
