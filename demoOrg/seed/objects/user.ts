import type { ObjectSeed } from '../seedFormat.ts';

export const user: ObjectSeed = {
  label: 'User',
  labelPlural: 'Users',
  keyPrefix: '005',
  fields: {
    Username: { type: 'string', length: 80, required: true, unique: true },
    LastName: { type: 'string', label: 'Last Name', length: 80, required: true },
    FirstName: { type: 'string', label: 'First Name', length: 40 },
    Name: { type: 'string', label: 'Full Name', length: 121, name: true, joins: ['FirstName', 'LastName'] },
    Alias: { type: 'string', length: 8, required: true },
    Email: { type: 'email', length: 128, required: true },
    Title: { type: 'string', length: 80 },
    Department: { type: 'string', length: 80 },
    CompanyName: { type: 'string', length: 80 },
    Phone: { type: 'phone' },
    IsActive: { type: 'boolean', label: 'Active', default: true },
    UserType: { type: 'picklist', length: 40, values: ['Standard'], default: 'Standard', readOnly: true },
    ProfileId: { type: 'reference', to: 'Profile', children: 'Users', required: true },
    ManagerId: { type: 'reference', to: 'User', children: 'ManagedUsers' },
    TimeZoneSidKey: { type: 'picklist', label: 'Time Zone', length: 40, default: 'America/Los_Angeles' },
    LocaleSidKey: { type: 'picklist', label: 'Locale', length: 40, default: 'en_US' },
    LanguageLocaleKey: { type: 'picklist', label: 'Language', length: 40, default: 'en_US' },
    EmailEncodingKey: { type: 'picklist', label: 'Email Encoding', length: 40, default: 'UTF-8' },
    FederationIdentifier: { type: 'string', label: 'SAML Federation ID', length: 512, unique: true },
  },
};
