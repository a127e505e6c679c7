import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';

const products: readonly (readonly [name: string, code: string, family: string, price: number])[] = [
  ['Pump P100', 'P-100', 'Hardware', 1_200],
  ['Pump P250', 'P-250', 'Hardware', 2_450],
  ['Pressure Sensor', 'S-010', 'Hardware', 180],
  ['Flow Sensor', 'S-020', 'Hardware', 240],
  ['Control Unit', 'C-001', 'Hardware', 890],
  ['Fleet Monitor', 'F-001', 'Software', 49],
  ['Fleet Monitor Plus', 'F-002', 'Software', 99],
  ['Installation', 'V-001', 'Services', 640],
  ['Maintenance Contract', 'V-002', 'Services', 1_500],
  ['Training Day', 'V-003', 'Services', 950],
];

const warehouses: readonly (readonly [name: string, code: string, region: string, country: string, latitude: number, longitude: number])[] = [
  ['Oakland', 'OAK', 'NA', 'United States', 37.8044, -122.2712],
  ['Chicago', 'CHI', 'NA', 'United States', 41.8781, -87.6298],
  ['Toronto', 'TOR', 'NA', 'Canada', 43.6532, -79.3832],
  ['Hamburg', 'HAM', 'EU', 'Germany', 53.5511, 9.9937],
  ['Bristol', 'BRS', 'EU', 'United Kingdom', 51.4545, -2.5879],
  ['Osaka', 'OSA', 'AP', 'Japan', 34.6937, 135.5023],
  ['Perth', 'PER', 'AP', 'Australia', -31.9523, 115.8613],
];

export function productRows(): RowSeed[] {
  const books = [
    { object: 'Pricebook2', key: 'standardPrices', values: { Name: 'Standard Price Book', IsActive: true, IsStandard: true } },
    { object: 'Pricebook2', key: 'partnerPrices', values: { Name: 'Partner Prices', Description: '15% off', IsActive: true, IsStandard: false } },
  ];
  const made = products.map(([Name, ProductCode, Family], index) => ({
    object: 'Product2',
    key: `product${index + 1}`,
    values: { Name, ProductCode, Family, IsActive: true },
  }));
  const entries = products.flatMap(([Name, , , price], index) =>
    [
      ['standardPrices', price],
      ['partnerPrices', price * 0.85],
    ].map(([book, UnitPrice]) => ({
      object: 'PricebookEntry',
      values: { Name, Pricebook2Id: `@${book}`, Product2Id: `@product${index + 1}`, UnitPrice: UnitPrice!, IsActive: true },
    })),
  );
  return [...books, ...made, ...entries];
}

export function warehouseRows(): RowSeed[] {
  return warehouses.map(([Name, Code__c, Region__c, Country__c, Location__Latitude__s, Location__Longitude__s], index) => ({
    object: 'Warehouse__c',
    key: `warehouse${index + 1}`,
    values: { Name, Code__c, Region__c, Country__c, Location__Latitude__s, Location__Longitude__s, Capacity__c: 400 + 350 * index },
  }));
}

export function invoiceLineRows(random: Random, invoices: readonly string[]): RowSeed[] {
  return invoices.flatMap((invoice) =>
    Array.from({ length: random.between(1, 3) }, () => {
      const product = random.between(0, products.length - 1);
      return {
        object: 'Invoice_Line__c',
        values: {
          Invoice__c: `@${invoice}`,
          Product__c: `@product${product + 1}`,
          Warehouse__c: `@warehouse${random.between(1, warehouses.length)}`,
          Quantity__c: random.between(1, 12),
          Price__c: products[product]![3],
        },
      };
    }),
  );
}
