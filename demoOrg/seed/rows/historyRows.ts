import { stages } from '../objects/opportunity.ts';
import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { opportunityCount, opportunityKey } from './businessRows.ts';
import { owners } from './peopleRows.ts';
import { momentBefore } from './seedDates.ts';

/** How the open opportunities came to the stage they are in, over the last months. */
export function historyRows(random: Random, now: Date): RowSeed[] {
  return Array.from({ length: opportunityCount }, (_, index) => index).flatMap((index) => {
    const reached = index % stages.length;
    const steps = Math.min(3, reached);
    return Array.from({ length: steps }, (_, step) => {
      const to = reached - steps + 1 + step;
      return {
        object: 'OpportunityFieldHistory',
        values: {
          OpportunityId: `@${opportunityKey(index)}`,
          Field: 'StageName',
          DataType: 'DynamicEnum',
          OldValue: stages[to - 1]!.value,
          NewValue: stages[to]!.value,
          CreatedById: `@${random.pick(owners)}`,
          CreatedDate: momentBefore(now, 100 - step * 30 - random.between(0, 20), random.between(0, 1_400)),
        },
      };
    });
  });
}
