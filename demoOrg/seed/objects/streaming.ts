import type { ObjectSeed } from '../seedFormat.ts';

/** Queries whose results are told when they change. */
export const pushTopic: ObjectSeed = {
  label: 'Push Topic',
  labelPlural: 'Push Topics',
  keyPrefix: '0IF',
  fields: {
    Name: { type: 'string', label: 'Topic Name', length: 25, required: true, unique: true, name: true },
    Query: { type: 'string', label: 'SOQL Query', length: 1_300, required: true },
    ApiVersion: { type: 'double', precision: 18, scale: 1 },
    NotifyForFields: { type: 'picklist', restricted: true, default: 'Referenced', values: ['All', 'Referenced', 'Select', 'Where'] },
    NotifyForOperationCreate: { type: 'boolean', default: true },
    NotifyForOperationUpdate: { type: 'boolean', default: true },
    NotifyForOperationDelete: { type: 'boolean', default: true },
    NotifyForOperationUndelete: { type: 'boolean', default: true },
    IsActive: { type: 'boolean', default: true },
    Description: { type: 'string', length: 400 },
  },
};

/** Channels for texts of any kind. */
export const streamingChannel: ObjectSeed = {
  label: 'Streaming Channel',
  labelPlural: 'Streaming Channels',
  keyPrefix: '0M6',
  owned: true,
  fields: {
    Name: { type: 'string', label: 'Streaming Channel Name', length: 80, required: true, unique: true, name: true },
    Description: { type: 'string', length: 255 },
    IsDynamic: { type: 'boolean', label: 'Is Dynamic Channel', default: false },
  },
};

/** An event of our own, so that there is one to subscribe to. */
export const orderEvent: ObjectSeed = {
  label: 'Order Event',
  labelPlural: 'Order Events',
  keyPrefix: 'e01',
  fields: {
    Order_Number__c: { type: 'string', label: 'Order Number', length: 40, required: true },
    Amount__c: { type: 'currency', label: 'Amount', precision: 16, scale: 2 },
    Shipped__c: { type: 'boolean', label: 'Shipped', default: false },
  },
};
