import { industries } from '../objects/account.ts';
import { leadSources } from '../objects/contact.ts';
import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { companyKinds, companyStems, firstNames, lastNames, titles } from './names.ts';
import { mailName, owners, somewhere } from './peopleRows.ts';
import { momentBefore } from './seedDates.ts';

export const leadCount = 240;

export function leadKey(index: number): string {
  return `lead${index + 1}`;
}

export function leadRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: leadCount }, (_, index) => {
    const first = random.pick(firstNames);
    const last = random.pick(lastNames);
    const stem = random.pick(companyStems);
    const { address, phone } = somewhere(random, '');
    return {
      object: 'Lead',
      key: leadKey(index),
      values: {
        FirstName: first,
        LastName: last,
        Company: `${stem} ${random.pick(companyKinds)}`,
        Title: random.pick(titles),
        ...address,
        Phone: random.chance(0.8) ? phone : null,
        Email: `${mailName(first, last)}${index + 1}@${stem.toLowerCase()}.example`,
        LeadSource: random.pick(leadSources),
        Status: random.pick(['Open - Not Contacted', 'Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted']),
        Industry: random.pick(industries),
        Rating: random.chance(0.6) ? random.pick(['Hot', 'Warm', 'Cold']) : null,
        NumberOfEmployees: random.between(3, 4_000),
        External_Key__c: `LEAD-${String(index + 1).padStart(4, '0')}`,
        OwnerId: `@${random.pick(owners)}`,
        CreatedDate: momentBefore(now, random.between(0, 120), random.between(0, 1_400)),
      },
    };
  });
}
