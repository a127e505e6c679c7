import type { AddressPart, FieldSeed } from '../seedFormat.ts';

/** An address as Salesforce has it: eight plain fields and one that puts them together. `prefix` is empty on a lead. */
export function addressFields(prefix: string): Record<string, FieldSeed> {
  const label = prefix === '' ? '' : `${prefix} `;
  const parts: Record<AddressPart, [name: string, seed: FieldSeed]> = {
    street: ['Street', { type: 'textarea', label: `${label}Street`, length: 255 }],
    city: ['City', { type: 'string', label: `${label}City`, length: 40 }],
    state: ['State', { type: 'string', label: `${label}State/Province`, length: 80 }],
    postalCode: ['PostalCode', { type: 'string', label: `${label}Zip/Postal Code`, length: 20 }],
    country: ['Country', { type: 'string', label: `${label}Country`, length: 80 }],
    latitude: ['Latitude', { type: 'double', label: `${label}Latitude`, precision: 18, scale: 15 }],
    longitude: ['Longitude', { type: 'double', label: `${label}Longitude`, precision: 18, scale: 15 }],
    geocodeAccuracy: [
      'GeocodeAccuracy',
      { type: 'picklist', label: `${label}Geocode Accuracy`, length: 40, restricted: true, values: ['Address', 'Street', 'Zip', 'City', 'State'] },
    ],
  };
  return {
    ...Object.fromEntries(Object.values(parts).map(([name, seed]) => [prefix + name, seed])),
    [`${prefix}Address`]: {
      type: 'address',
      label: `${label}Address`,
      parts: Object.fromEntries(Object.entries(parts).map(([part, [name]]) => [part, prefix + name])),
    },
  };
}
