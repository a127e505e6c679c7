import { selectRows } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { bindCondition, holds } from '../../kit/formula/condition.ts';
import type { CompiledFormula } from '../../kit/formula/formula.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { routePort } from './routePorts.ts';

/** Gives every port a selection of the rows; no cell is copied. A row for which a condition cannot be worked out is rejected and takes no route. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { routes, matches } = context.settings;
    const ports = [...routes.map(({ name }, index) => routePort(name, index)), 'else'];
    const last = routes.length;
    let bound: Schema | undefined;
    let conditions: readonly CompiledFormula[] = [];
    return {
      async process(batch, out) {
        if (batch.schema !== bound) {
          conditions = routes.map(({ condition }, index) => bindCondition(condition, batch.schema, ['routes', index, 'condition'], context.startedMs));
          bound = batch.schema;
        }
        const picked = ports.map((): number[] => []);
        for (const row of batch.rows) {
          const takes: number[] = [];
          let isRejected = false;
          for (let index = 0; index < last; index++) {
            const answer = holds(conditions[index]!, batch, row);
            if (answer === false) continue;
            if (answer !== true) {
              context.reject(batch, row, answer);
              isRejected = true;
              break;
            }
            takes.push(index);
            if (matches === 'first') break;
          }
          if (isRejected) continue;
          if (takes.length === 0) picked[last]!.push(row);
          else for (const index of takes) picked[index]!.push(row);
        }
        for (const [index, rows] of picked.entries()) await out.emit(selectRows(batch, Int32Array.from(rows)), ports[index]);
      },
    };
  },
});
