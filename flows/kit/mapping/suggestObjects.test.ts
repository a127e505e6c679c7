import { describe, expect, it } from 'vitest';
import { suggestObjects } from './suggestObjects.ts';

const like = (...names: string[]): string[] => suggestObjects(names.map((name) => ({ name, type: 'text', samples: [] }))).map(({ object }) => object);

describe('what rows look like', () => {
  it.each([
    ['Lead', ['First name', 'Last name', 'Company', 'E-mail', 'Industry', 'Annual revenue', 'Source']],
    ['Contact', ['Vorname', 'Nachname', 'E-Mail', 'Telefon', 'Abteilung', 'Geburtsdatum']],
    ['Account', ['Account Name', 'Website', 'Billing City', 'Billing Country', 'Employees']],
    ['Opportunity', ['Deal Name', 'Deal Stage', 'Close Date', 'Amount']],
    ['Case', ['Subject', 'Description', 'Priority', 'Case Origin']],
    ['Product2', ['Product Name', 'SKU', 'Product Family', 'Active']],
  ])('a list of %s', (object, columns) => {
    expect(like(...columns)[0]).toBe(object);
  });

  it('nothing where the columns could be anything', () => {
    expect(like('Id', 'Total', 'Created')).toEqual([]);
    expect(like('Last name')).toEqual([]);
  });
});
