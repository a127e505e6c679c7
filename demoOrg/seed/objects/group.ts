import type { ObjectSeed } from '../seedFormat.ts';

/** Queues: they may own leads and cases. */
export const group: ObjectSeed = {
  label: 'Group',
  labelPlural: 'Groups',
  keyPrefix: '00G',
  readOnly: true,
  fields: {
    Name: { type: 'string', length: 40, name: true },
    DeveloperName: { type: 'string', label: 'Developer Name', length: 80 },
    Type: { type: 'picklist', length: 40, values: ['Regular', 'Queue', 'Role'] },
    Email: { type: 'email' },
  },
};
