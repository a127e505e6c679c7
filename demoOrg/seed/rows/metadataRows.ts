import type { RowSeed } from '../seedFormat.ts';

const recordTypes = [
  ['newBusiness', 'Opportunity', 'New Business', 'New_Business'],
  ['renewal', 'Opportunity', 'Renewal', 'Renewal'],
  ['support', 'Case', 'Support', 'Support'],
  ['complaint', 'Case', 'Complaint', 'Complaint'],
] as const;

export function recordTypeRows(): RowSeed[] {
  return recordTypes.map(([key, SobjectType, Name, DeveloperName]) => ({
    object: 'RecordType',
    key,
    values: { SobjectType, Name, DeveloperName, IsActive: true },
  }));
}

export function queueRows(): RowSeed[] {
  return [
    { object: 'Group', key: 'newLeads', values: { Name: 'New Leads', DeveloperName: 'New_Leads', Type: 'Queue', Email: 'leads@sluice.example' } },
    {
      object: 'Group',
      key: 'firstLine',
      values: { Name: 'First Line Support', DeveloperName: 'First_Line_Support', Type: 'Queue', Email: 'support@sluice.example' },
    },
  ];
}
