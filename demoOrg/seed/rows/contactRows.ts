import { leadSources, salutations } from '../objects/contact.ts';
import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { accountCount, accountKey } from './accountRows.ts';
import { companyStems, departments, firstNames, lastNames, titles } from './names.ts';
import { mailName, owners, somewhere } from './peopleRows.ts';
import { dayFrom, momentBefore } from './seedDates.ts';

export const contactCount = 340;

export function contactRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: contactCount }, (_, index) => {
    const first = random.pick(firstNames);
    const last = random.pick(lastNames);
    const account = accountOfContact(index);
    const { address, phone } = somewhere(random, 'Mailing');
    const domain = account === undefined ? 'mail.example' : `${companyStems[account % companyStems.length]!.toLowerCase()}.example`;
    return {
      object: 'Contact',
      key: contactKey(index),
      values: {
        AccountId: account === undefined ? null : `@${accountKey(account)}`,
        FirstName: first,
        LastName: last,
        Salutation: random.pick(salutations),
        ...address,
        Phone: phone,
        Email: random.chance(0.94) ? `${mailName(first, last)}@${domain}` : null,
        Title: random.pick(titles),
        Department: random.pick(departments),
        LeadSource: random.pick(leadSources),
        Birthdate: random.chance(0.4) ? dayFrom(now, -random.between(23 * 365, 64 * 365)) : null,
        ReportsToId: index >= accountCount && random.chance(0.3) ? `@${contactKey(index % accountCount)}` : null,
        HasOptedOutOfEmail: random.chance(0.08),
        Level__c: random.chance(0.5) ? random.pick(['Primary', 'Secondary', 'Tertiary']) : null,
        External_Key__c: `CON-${String(index + 1).padStart(4, '0')}`,
        OwnerId: `@${random.pick(owners)}`,
        CreatedDate: momentBefore(now, random.between(20, 200), random.between(0, 1_400)),
      },
    };
  });
}

export function contactKey(index: number): string {
  return `contact${index + 1}`;
}

/** Every account has several contacts; the last few contacts belong to none. */
export function accountOfContact(index: number): number | undefined {
  return index < contactCount - 10 ? index % accountCount : undefined;
}
