import { selectRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { seededRandom } from '../../kit/seededRandom.ts';
import { definition } from './definition.ts';

export const run = defineTransform(definition, {
  open: (context) => {
    const { method, every, share, seed } = context.settings;
    const random = seededRandom(seed);
    let seen = 0;
    const takes = method === 'share' ? () => random() * 100 < share : () => seen++ % every === 0;
    return {
      process(batch, out) {
        const rows = batch.rows.filter(takes);
        context.drop(batch.rows.length - rows.length, 'Not in the sample');
        return out.emit(selectRows(batch, rows));
      },
    };
  },
});
