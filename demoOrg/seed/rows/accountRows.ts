import { industries } from '../objects/account.ts';
import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { companyKinds, companyStems } from './names.ts';
import { owners, somewhere } from './peopleRows.ts';
import { momentBefore } from './seedDates.ts';

export const accountCount = 60;
/** The first ones are groups; every fifth of the others belongs to one of them, and two of those have a daughter of their own. */
const groups = 5;

export function accountRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: accountCount }, (_, index) => {
    const stem = companyStems[index % companyStems.length]!;
    const kind = index < groups ? 'Group' : random.pick(companyKinds);
    const { address, phone } = somewhere(random, 'Billing');
    const created = momentBefore(now, random.between(200, 900), random.between(0, 1_400));
    return {
      object: 'Account',
      key: accountKey(index),
      values: {
        Name: index < companyStems.length ? `${stem} ${kind}` : `${stem} ${kind} ${address.BillingCity}`,
        Type: random.pick(['Prospect', 'Customer - Direct', 'Customer - Channel', 'Technology Partner']),
        ParentId: parentOf(index),
        ...address,
        Phone: phone,
        Website: `https://www.${stem.toLowerCase()}.example`,
        Industry: random.pick(industries),
        AnnualRevenue: random.between(2, 900) * 1_000_000,
        NumberOfEmployees: random.between(8, 12_000),
        Rating: random.chance(0.7) ? random.pick(['Hot', 'Warm', 'Cold']) : null,
        Regions__c: random.pick(['North America', 'Europe', 'Europe;Asia', 'North America;Europe;Asia', null]),
        Active__c: random.chance(0.9),
        External_Key__c: `ACC-${String(index + 1).padStart(4, '0')}`,
        OwnerId: `@${random.pick(owners)}`,
        CreatedDate: created,
      },
    };
  });
}

export function accountKey(index: number): string {
  return `account${index + 1}`;
}

function parentOf(index: number): string | null {
  if (index < groups || index % 5 !== 0) return null;
  return index >= 50 ? `@${accountKey(index - 45)}` : `@${accountKey(index % groups + (index / 5) % groups)}`;
}
