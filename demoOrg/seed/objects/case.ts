import type { ObjectSeed } from '../seedFormat.ts';
import { externalKey } from './externalKey.ts';

export const caseObject: ObjectSeed = {
  label: 'Case',
  labelPlural: 'Cases',
  keyPrefix: '500',
  owned: 'userOrQueue',
  fields: {
    CaseNumber: { type: 'string', label: 'Case Number', length: 30, name: true, autoNumber: '{00000000}' },
    ContactId: { type: 'reference', label: 'Contact ID', to: 'Contact', children: 'Cases' },
    AccountId: { type: 'reference', label: 'Account ID', to: 'Account', children: 'Cases', cascade: true },
    ParentId: { type: 'reference', label: 'Parent Case ID', to: 'Case', children: 'Cases' },
    SuppliedName: { type: 'string', label: 'Name', length: 80 },
    SuppliedEmail: { type: 'email', label: 'Email Address' },
    Type: { type: 'picklist', label: 'Case Type', values: ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other'] },
    Status: {
      type: 'picklist',
      required: true,
      default: 'New',
      values: [
        { value: 'New', sets: { IsClosed: false } },
        { value: 'Working', sets: { IsClosed: false } },
        { value: 'Escalated', sets: { IsClosed: false } },
        { value: 'Closed', sets: { IsClosed: true } },
      ],
    },
    Reason: {
      type: 'picklist',
      label: 'Case Reason',
      values: ['Installation', 'Equipment Complexity', 'Performance', 'Breakdown', 'Equipment Design', 'Feedback', 'Other'],
    },
    Origin: { type: 'picklist', label: 'Case Origin', values: ['Phone', 'Email', 'Web'] },
    Subject: { type: 'string', length: 255 },
    Priority: { type: 'picklist', values: ['High', 'Medium', 'Low'], default: 'Medium' },
    Description: { type: 'textarea', length: 32_000 },
    IsClosed: { type: 'boolean', label: 'Closed', readOnly: true },
    ClosedDate: { type: 'datetime', label: 'Closed Date', readOnly: true },
    RecordTypeId: { type: 'reference', label: 'Record Type ID', to: 'RecordType' },
    MasterRecordId: { type: 'reference', label: 'Master Record ID', to: 'Case', readOnly: true },
    External_Key__c: externalKey,
  },
};
