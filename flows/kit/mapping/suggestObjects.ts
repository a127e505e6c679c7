import { suggestMapping, type MappingColumn } from './suggestMapping.ts';

/** Standard objects by the fields that lists of them have, those that every one needs first. Source: Object Reference for the Salesforce Platform. */
const objects: Readonly<Record<string, { readonly needs: readonly string[]; readonly has: readonly string[] }>> = {
  Lead: { needs: ['LastName', 'Company'], has: ['FirstName', 'Email', 'Phone', 'MobilePhone', 'Title', 'LeadSource', 'Status', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'Website', 'Street', 'City', 'State', 'PostalCode', 'Country', 'Description'] },
  Contact: { needs: ['LastName'], has: ['FirstName', 'Email', 'Phone', 'MobilePhone', 'Title', 'Department', 'Salutation', 'Birthdate', 'LeadSource', 'MailingStreet', 'MailingCity', 'MailingState', 'MailingPostalCode', 'MailingCountry', 'Description'] },
  Account: { needs: ['Name'], has: ['AccountNumber', 'Website', 'Phone', 'Fax', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry', 'Description'] },
  Opportunity: { needs: ['Name', 'StageName', 'CloseDate'], has: ['Amount', 'Probability', 'NextStep', 'LeadSource', 'Description'] },
  Case: { needs: ['Subject'], has: ['Status', 'Priority', 'Origin', 'Reason', 'Description', 'SuppliedEmail', 'SuppliedName', 'SuppliedPhone'] },
  Product2: { needs: ['Name', 'ProductCode'], has: ['Family', 'IsActive', 'Description'] },
};

export interface ObjectSuggestion {
  /** The object's name, such as `Contact`. */
  readonly object: string;
  /** The columns that speak for it. */
  readonly columns: readonly string[];
}

/** Fewer columns than this could be anything. */
const leastColumns = 3;

/**
 * Which standard objects rows with these columns look like, the likeliest first: all fields that every record needs are there, and most columns
 * are fields of it. Looks at names and sample values; pure and local. Two at most.
 */
export function suggestObjects(columns: readonly MappingColumn[]): readonly ObjectSuggestion[] {
  const likely = Object.entries(objects).flatMap(([object, { needs, has }]) => {
    const found = suggestMapping(columns, [...needs, ...has].map((name) => ({ name, label: name })), object);
    const given = new Set(found.map(({ field }) => field));
    const isLike = found.length >= leastColumns && needs.every((name) => given.has(name));
    return isLike ? [{ object, columns: found.map(({ column }) => column), weight: found.reduce((sum, { score }) => sum + score, needs.length * 0.5) }] : [];
  });
  const [best] = likely.toSorted((a, b) => b.weight - a.weight);
  return likely
    .toSorted((a, b) => b.weight - a.weight)
    .filter(({ weight }) => weight > best!.weight * 0.6)
    .slice(0, 2)
    .map(({ object, columns: because }) => ({ object, columns: because }));
}
