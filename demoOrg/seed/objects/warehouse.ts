import type { ObjectSeed } from '../seedFormat.ts';

/** A custom object with a location, a dependent picklist, and a key that is unique. */
export const warehouse: ObjectSeed = {
  label: 'Warehouse',
  labelPlural: 'Warehouses',
  keyPrefix: 'a0W',
  owned: true,
  fields: {
    Name: { type: 'string', label: 'Warehouse Name', length: 80, required: true, name: true },
    Code__c: { type: 'string', label: 'Code', length: 10, required: true, unique: true, externalId: true },
    Region__c: {
      type: 'picklist',
      label: 'Region',
      restricted: true,
      values: [
        { value: 'NA', label: 'North America' },
        { value: 'EU', label: 'Europe' },
        { value: 'AP', label: 'Asia Pacific' },
      ],
    },
    Country__c: {
      type: 'picklist',
      label: 'Country',
      controller: 'Region__c',
      values: [
        { value: 'United States', with: ['NA'] },
        { value: 'Canada', with: ['NA'] },
        { value: 'Germany', with: ['EU'] },
        { value: 'United Kingdom', with: ['EU'] },
        { value: 'Japan', with: ['AP'] },
        { value: 'Australia', with: ['AP'] },
      ],
    },
    Location__Latitude__s: { type: 'double', label: 'Location (Latitude)', precision: 18, scale: 15 },
    Location__Longitude__s: { type: 'double', label: 'Location (Longitude)', precision: 18, scale: 15 },
    Location__c: { type: 'location', label: 'Location', parts: { latitude: 'Location__Latitude__s', longitude: 'Location__Longitude__s' } },
    Capacity__c: { type: 'int', label: 'Capacity (pallets)' },
  },
};

/** The lines of an invoice; the invoice sums them. */
export const invoiceLine: ObjectSeed = {
  label: 'Invoice Line',
  labelPlural: 'Invoice Lines',
  keyPrefix: 'a0L',
  fields: {
    Name: { type: 'string', label: 'Line', length: 80, name: true, autoNumber: 'L-{000000}' },
    Invoice__c: { type: 'reference', label: 'Invoice', to: 'Invoice__c', children: 'Lines__r', cascade: true, required: true },
    Product__c: { type: 'reference', label: 'Product', to: 'Product2', children: 'Invoice_Lines__r' },
    Warehouse__c: { type: 'reference', label: 'Warehouse', to: 'Warehouse__c', children: 'Invoice_Lines__r' },
    Quantity__c: { type: 'double', label: 'Quantity', precision: 12, scale: 0, required: true },
    Price__c: { type: 'currency', label: 'Price', precision: 16, scale: 2, required: true },
  },
};
