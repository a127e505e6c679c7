import { leadSources } from '../objects/contact.ts';
import { stages } from '../objects/opportunity.ts';
import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { accountCount, accountKey } from './accountRows.ts';
import { accountOfContact, contactCount, contactKey } from './contactRows.ts';
import { owners } from './peopleRows.ts';
import { dayFrom, momentBefore } from './seedDates.ts';

const products = ['Widgets', 'Pumps', 'Sensors', 'Service Contract', 'Fleet Upgrade', 'Control Units', 'Spare Parts', 'Training'];
const subjects = [
  'Unit does not start',
  'Delivery is late',
  'Wrong invoice amount',
  'Needs a replacement part',
  'Question about the warranty',
  'Login does not work',
  'Sensor reports wrong values',
  'Installation date',
];

export const opportunityCount = 220;
const invoiceCount = 150;

export function opportunityKey(index: number): string {
  return `opportunity${index + 1}`;
}

export function invoiceKeys(): string[] {
  return Array.from({ length: invoiceCount }, (_, index) => `invoice${index + 1}`);
}

export function opportunityRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: opportunityCount }, (_, index) => {
    const stage = stages[index % stages.length]!;
    const isClosed = stage.sets?.IsClosed === true;
    const closeIn = isClosed ? -random.between(1, 400) : random.between(-20, 200);
    return {
      object: 'Opportunity',
      key: opportunityKey(index),
      values: {
        AccountId: `@${accountKey(random.between(0, accountCount - 1))}`,
        Name: `${random.pick(products)} ${dayFrom(now, closeIn).slice(0, 7)} #${index + 1}`,
        StageName: stage.value,
        Amount: isClosed || random.chance(0.9) ? random.between(8, 4_000) * 250 : null,
        CloseDate: dayFrom(now, closeIn),
        Type: random.pick(['New Customer', 'Existing Customer - Upgrade', 'Existing Customer - Replacement']),
        LeadSource: random.pick(leadSources),
        RecordTypeId: index % 4 === 3 ? '@renewal' : '@newBusiness',
        External_Key__c: `OPP-${String(index + 1).padStart(4, '0')}`,
        OwnerId: `@${random.pick(owners)}`,
        CreatedDate: momentBefore(now, Math.max(0, -closeIn) + random.between(10, 90), random.between(0, 1_400)),
      },
    };
  });
}

export function caseRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: 320 }, (_, index) => {
    const contact = random.between(0, contactCount - 1);
    const account = accountOfContact(contact);
    return {
      object: 'Case',
      values: {
        ContactId: `@${contactKey(contact)}`,
        AccountId: account === undefined ? null : `@${accountKey(account)}`,
        Subject: random.pick(subjects),
        Status: random.pick(['New', 'Working', 'Escalated', 'Closed', 'Closed']),
        Priority: random.pick(['High', 'Medium', 'Medium', 'Low']),
        Origin: random.pick(['Phone', 'Email', 'Web']),
        Reason: random.pick(['Installation', 'Performance', 'Breakdown', 'Feedback', 'Other']),
        RecordTypeId: index % 5 === 4 ? '@complaint' : '@support',
        External_Key__c: `CASE-${String(index + 1).padStart(4, '0')}`,
        OwnerId: `@${random.pick(owners)}`,
        CreatedDate: momentBefore(now, random.between(0, 180), random.between(0, 1_400)),
      },
    };
  });
}

export function invoiceRows(random: Random, now: Date): RowSeed[] {
  return invoiceKeys().map((key) => {
    const status = random.pick(['Draft', 'Sent', 'Paid', 'Paid', 'Cancelled']);
    return {
      object: 'Invoice__c',
      key,
      values: {
        Account__c: `@${accountKey(random.between(0, accountCount - 1))}`,
        Amount__c: random.between(40, 90_000) / 4,
        Due_Date__c: dayFrom(now, random.between(-90, 60)),
        Status__c: status,
        Paid__c: status === 'Paid',
        Reference__c: `R-${random.between(1_000, 9_999)}`,
        OwnerId: `@${random.pick(owners)}`,
      },
    };
  });
}
