import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { accountCount, accountKey } from './accountRows.ts';
import { opportunityCount, opportunityKey } from './businessRows.ts';
import { contactCount, contactKey } from './contactRows.ts';
import { leadCount, leadKey } from './leadRows.ts';
import { owners } from './peopleRows.ts';
import { dayFrom, momentBefore } from './seedDates.ts';

const todos = ['Call back', 'Send the offer', 'Check the contract', 'Ask for a reference', 'Prepare the demo', 'Thank for the order'];
const meetings = ['Kick-off', 'Quarterly review', 'Product demo', 'Negotiation', 'Site visit'];

export function taskRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: 180 }, () => {
    const dueIn = random.between(-90, 40);
    return {
      object: 'Task',
      values: {
        Subject: random.pick(todos),
        ...about(random),
        ActivityDate: dayFrom(now, dueIn),
        Status: dueIn < -5 ? 'Completed' : random.pick(['Not Started', 'In Progress', 'Waiting on someone else']),
        Priority: random.pick(['High', 'Normal', 'Normal', 'Low']),
        OwnerId: `@${random.pick(owners)}`,
        CreatedDate: momentBefore(now, Math.max(0, -dueIn) + random.between(1, 20), random.between(0, 1_400)),
      },
    };
  });
}

export function eventRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: 80 }, () => {
    const day = dayFrom(now, random.between(-60, 45));
    const hour = random.between(15, 22);
    return {
      object: 'Event',
      values: {
        Subject: random.pick(meetings),
        ...about(random),
        Location: random.pick(['Video call', 'Their office', 'Our office', null]),
        StartDateTime: `${day}T${hour}:00:00.000+0000`,
        EndDateTime: `${day}T${hour + 1}:00:00.000+0000`,
        OwnerId: `@${random.pick(owners)}`,
      },
    };
  });
}

/** A lead is on its own; a contact comes with an account or an opportunity. */
function about(random: Random): { WhoId: string; WhatId: string | null } {
  if (random.chance(0.3)) return { WhoId: `@${leadKey(random.between(0, leadCount - 1))}`, WhatId: null };
  const what = random.chance(0.5) ? accountKey(random.between(0, accountCount - 1)) : opportunityKey(random.between(0, opportunityCount - 1));
  return { WhoId: `@${contactKey(random.between(0, contactCount - 1))}`, WhatId: `@${what}` };
}
