import type { ObjectSeed } from '../seedFormat.ts';

/** Who changed a tracked field of an opportunity from what to what; the org writes it itself. */
export const opportunityFieldHistory: ObjectSeed = {
  label: 'Opportunity Field History',
  labelPlural: 'Opportunity Field History',
  keyPrefix: '017',
  readOnly: true,
  fields: {
    OpportunityId: { type: 'reference', label: 'Opportunity ID', to: 'Opportunity', children: 'Histories' },
    Field: { type: 'picklist', label: 'Changed Field', length: 255 },
    DataType: { type: 'picklist', label: 'Datatype', length: 40 },
    OldValue: { type: 'string', label: 'Old Value', length: 255 },
    NewValue: { type: 'string', label: 'New Value', length: 255 },
  },
};
