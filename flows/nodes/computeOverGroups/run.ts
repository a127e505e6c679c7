import { defineTransform } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { HeldGroups } from './heldGroups.ts';

/** Two passes over the rows: the first makes the totals of the groups, the second works out the formulas. */
export const run = defineTransform(definition, { open: (context) => new HeldGroups(context) });
