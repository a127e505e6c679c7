import { defineTransform } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { FirstOfKey } from './firstOfKey.ts';
import { FuzzyDuplicates } from './fuzzyDuplicates.ts';
import { LastOfKey } from './lastOfKey.ts';

export const run = defineTransform(definition, {
  open: (context) => {
    if (context.settings.match === 'fuzzy') return new FuzzyDuplicates(context);
    return context.settings.keep === 'first' ? new FirstOfKey(context) : new LastOfKey(context);
  },
});
