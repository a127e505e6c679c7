import type { ObjectSeed } from '../seedFormat.ts';

export const profile: ObjectSeed = {
  label: 'Profile',
  labelPlural: 'Profiles',
  keyPrefix: '00e',
  readOnly: true,
  fields: {
    Name: { type: 'string', length: 255, required: true, name: true },
    UserType: { type: 'picklist', length: 40, values: ['Standard'] },
    Description: { type: 'string', length: 255 },
  },
};
