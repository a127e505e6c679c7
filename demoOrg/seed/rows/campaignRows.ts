import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { contactCount, contactKey } from './contactRows.ts';
import { leadCount, leadKey } from './leadRows.ts';
import { owners } from './peopleRows.ts';
import { dayFrom } from './seedDates.ts';

const campaigns = ['Spring Trade Show', 'Pump Webinar', 'Customer Day', 'Autumn Mailing', 'Sensor Launch', 'Partner Summit'];

export function campaignRows(random: Random, now: Date): RowSeed[] {
  return campaigns.map((name, index) => {
    const start = -150 + index * 40;
    return {
      object: 'Campaign',
      key: `campaign${index + 1}`,
      values: {
        Name: name,
        Type: random.pick(['Conference', 'Webinar', 'Trade Show', 'Email']),
        Status: start < -40 ? 'Completed' : start < 0 ? 'In Progress' : 'Planned',
        StartDate: dayFrom(now, start),
        EndDate: dayFrom(now, start + 14),
        BudgetedCost: random.between(4, 60) * 1_000,
        IsActive: start < 0,
        OwnerId: `@${random.pick(owners)}`,
      },
    };
  });
}

/** Nobody is twice in a campaign. */
export function campaignMemberRows(random: Random): RowSeed[] {
  return campaigns.flatMap((_, index) => {
    const members = new Set(
      Array.from({ length: 30 }, () => `@${random.chance(0.5) ? leadKey(random.between(0, leadCount - 1)) : contactKey(random.between(0, contactCount - 1))}`),
    );
    return [...members].map((member) => ({
      object: 'CampaignMember',
      values: {
        CampaignId: `@campaign${index + 1}`,
        [member.startsWith('@lead') ? 'LeadId' : 'ContactId']: member,
        Status: random.pick(['Sent', 'Sent', 'Responded']),
      },
    }));
  });
}
