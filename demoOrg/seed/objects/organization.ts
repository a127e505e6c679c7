import type { ObjectSeed } from '../seedFormat.ts';

export const organization: ObjectSeed = {
  label: 'Organization',
  labelPlural: 'Organizations',
  keyPrefix: '00D',
  readOnly: true,
  fields: {
    Name: { type: 'string', length: 80, name: true },
    InstanceName: { type: 'string', length: 5 },
    IsSandbox: { type: 'boolean', label: 'Is Sandbox' },
    OrganizationType: { type: 'picklist', label: 'Edition', length: 40, values: ['Developer Edition', 'Enterprise Edition'] },
    NamespacePrefix: { type: 'string', length: 15 },
    TrialExpirationDate: { type: 'datetime' },
    TimeZoneSidKey: { type: 'picklist', label: 'Time Zone', length: 40 },
    LanguageLocaleKey: { type: 'picklist', label: 'Language', length: 40 },
    DefaultLocaleSidKey: { type: 'picklist', label: 'Locale', length: 40 },
    FiscalYearStartMonth: { type: 'int', label: 'Fiscal Year Starts In' },
    PrimaryContact: { type: 'string', length: 80 },
    Country: { type: 'string', length: 80 },
  },
};
