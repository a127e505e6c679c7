import { selectRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';

export const run = defineTransform(definition, {
  open: (context) => {
    const { limit, skip } = context.settings;
    let seen = 0;
    return {
      process(batch, out) {
        const { rows } = batch;
        const from = Math.min(rows.length, Math.max(0, skip - seen));
        const to = Math.min(rows.length, Math.max(from, skip + limit - seen));
        seen += rows.length;
        context.drop(from, 'Skipped at the beginning');
        context.drop(rows.length - to, `After the first ${skip + limit} rows`);
        return out.emit(from === 0 && to === rows.length ? batch : selectRows(batch, rows.subarray(from, to)));
      },
    };
  },
});
