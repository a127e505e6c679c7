import type { ObjectSeed } from '../seedFormat.ts';

export const campaign: ObjectSeed = {
  label: 'Campaign',
  labelPlural: 'Campaigns',
  keyPrefix: '701',
  owned: true,
  fields: {
    Name: { type: 'string', label: 'Campaign Name', length: 80, required: true, name: true },
    ParentId: { type: 'reference', label: 'Parent Campaign ID', to: 'Campaign', children: 'ChildCampaigns' },
    Type: { type: 'picklist', values: ['Conference', 'Webinar', 'Trade Show', 'Email', 'Advertisement', 'Other'] },
    Status: { type: 'picklist', default: 'Planned', values: ['Planned', 'In Progress', 'Completed', 'Aborted'] },
    StartDate: { type: 'date', label: 'Start Date' },
    EndDate: { type: 'date', label: 'End Date' },
    BudgetedCost: { type: 'currency', label: 'Budgeted Cost', precision: 18, scale: 0 },
    ActualCost: { type: 'currency', label: 'Actual Cost', precision: 18, scale: 0 },
    IsActive: { type: 'boolean', label: 'Active', default: false },
    Members_Count__c: { type: 'double', label: 'Members', precision: 18, scale: 0, rollUp: { of: 'CampaignMember.CampaignId', function: 'count' } },
  },
};

export const campaignMember: ObjectSeed = {
  label: 'Campaign Member',
  labelPlural: 'Campaign Members',
  keyPrefix: '00v',
  fields: {
    CampaignId: { type: 'reference', label: 'Campaign ID', to: 'Campaign', children: 'CampaignMembers', cascade: true, required: true },
    LeadId: { type: 'reference', label: 'Lead ID', to: 'Lead', children: 'CampaignMembers', cascade: true },
    ContactId: { type: 'reference', label: 'Contact ID', to: 'Contact', children: 'CampaignMembers', cascade: true },
    Status: {
      type: 'picklist',
      default: 'Sent',
      values: [
        { value: 'Sent', sets: { HasResponded: false } },
        { value: 'Responded', sets: { HasResponded: true } },
      ],
    },
    HasResponded: { type: 'boolean', label: 'Responded', readOnly: true },
  },
  rules: [
    {
      name: 'LeadOrContact',
      when: '(LeadId = null AND ContactId = null) OR (LeadId != null AND ContactId != null)',
      message: 'A campaign member is a lead or a contact.',
    },
  ],
};
