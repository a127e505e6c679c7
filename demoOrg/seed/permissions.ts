import type { PermissionSeed } from './seedFormat.ts';

/** The administrator may do everything, a standard user works with every record, and the integration user has fewer rights. */
export const permissions: readonly PermissionSeed[] = [
  { profile: 'admin', label: 'System Administrator', all: true },
  { profile: 'standard', label: 'Standard User', objects: { '*': 'create read edit delete' } },
  {
    profile: 'apiOnly',
    label: 'Integration',
    objects: { '*': 'create read edit', Opportunity: 'read', Pricebook2: 'read', PricebookEntry: 'read', Product2: 'read', Warehouse__c: '' },
    fields: { 'Account.AnnualRevenue': 'none', 'Contact.Birthdate': 'none', 'Account.Rating': 'read', 'Lead.Rating': 'read' },
  },
];
