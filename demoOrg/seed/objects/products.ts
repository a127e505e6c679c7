import type { ObjectSeed } from '../seedFormat.ts';

export const product: ObjectSeed = {
  label: 'Product',
  labelPlural: 'Products',
  keyPrefix: '01t',
  fields: {
    Name: { type: 'string', label: 'Product Name', length: 255, required: true, name: true },
    ProductCode: { type: 'string', label: 'Product Code', length: 255, unique: true, externalId: true },
    Family: { type: 'picklist', label: 'Product Family', values: ['Hardware', 'Software', 'Services'] },
    Description: { type: 'textarea', label: 'Product Description', length: 4_000 },
    IsActive: { type: 'boolean', label: 'Active', default: false },
  },
};

export const pricebook: ObjectSeed = {
  label: 'Price Book',
  labelPlural: 'Price Books',
  keyPrefix: '01s',
  fields: {
    Name: { type: 'string', label: 'Price Book Name', length: 255, required: true, name: true },
    Description: { type: 'string', length: 255 },
    IsActive: { type: 'boolean', label: 'Active', default: false },
    IsStandard: { type: 'boolean', label: 'Is Standard Price Book', readOnly: true },
  },
};

export const pricebookEntry: ObjectSeed = {
  label: 'Price Book Entry',
  labelPlural: 'Price Book Entries',
  keyPrefix: '01u',
  fields: {
    Name: { type: 'string', label: 'Product Name', length: 255, name: true },
    Pricebook2Id: { type: 'reference', label: 'Price Book ID', to: 'Pricebook2', children: 'PricebookEntries', cascade: true, required: true },
    Product2Id: { type: 'reference', label: 'Product ID', to: 'Product2', children: 'PricebookEntries', cascade: true, required: true },
    UnitPrice: { type: 'currency', label: 'List Price', precision: 16, scale: 2, required: true },
    IsActive: { type: 'boolean', label: 'Active', default: false },
    UseStandardPrice: { type: 'boolean', label: 'Use Standard Price', default: false },
  },
};
