import { account } from './objects/account.ts';
import { caseObject } from './objects/case.ts';
import { contact } from './objects/contact.ts';
import { invoice } from './objects/invoice.ts';
import { lead } from './objects/lead.ts';
import { opportunity } from './objects/opportunity.ts';
import { organization } from './objects/organization.ts';
import { profile } from './objects/profile.ts';
import { user } from './objects/user.ts';
import { random } from './random.ts';
import { accountRows } from './rows/accountRows.ts';
import { caseRows, invoiceRows, opportunityRows } from './rows/businessRows.ts';
import { contactRows } from './rows/contactRows.ts';
import { leadRows } from './rows/leadRows.ts';
import { profileRows, userRows } from './rows/peopleRows.ts';
import type { Seed } from './seedFormat.ts';

const timeZone = 'America/Los_Angeles';

/** The org that comes with Sluice. Everything in it is the same every time but the dates, which lie around `now`. */
export function defaultSeed(now: Date): Seed {
  const chance = random(20_261_122);
  return {
    organization: { name: 'Sluice Demo', timeZone, dailyApiRequests: 15_000, password: 'sluice-demo-1', administrator: 'demo' },
    clients: [{ id: 'PlatformCLI' }, { id: 'sluice' }, { id: 'sluiceServer', secret: 'sluice-demo-secret', runAs: 'integration@sluice.example' }],
    objects: {
      Organization: organization,
      Profile: profile,
      User: user,
      Account: account,
      Contact: contact,
      Lead: lead,
      Opportunity: opportunity,
      Case: caseObject,
      Invoice__c: invoice,
    },
    rows: [
      ...profileRows(),
      ...userRows(timeZone),
      ...accountRows(chance, now),
      ...contactRows(chance, now),
      ...leadRows(chance, now),
      ...opportunityRows(chance, now),
      ...caseRows(chance, now),
      ...invoiceRows(chance, now),
    ],
  };
}
