import { selectRows, type Batch } from '../../kit/batch.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { bindCondition, holds } from '../../kit/formula/condition.ts';
import type { CompiledFormula } from '../../kit/formula/formula.ts';
import type { Schema } from '../../kit/schema.ts';
import { definition } from './definition.ts';

/** Tries every rule on every row. A rejected row names all the rules it breaks; how many rows broke a rule that lets them pass is logged at the end. */
export const run = defineTransform(definition, {
  open: (context) => {
    const rules = context.settings.rules.map(({ rule, message, severity }) => ({ source: rule, severity, message: message.trim() || `Not true: ${rule}` }));
    const told = rules.map(() => 0);
    let bound: Schema | undefined;
    let conditions: readonly CompiledFormula[] = [];

    /** What keeps a row from passing; undefined when nothing does. */
    function errorOf(batch: Batch, row: number): AppError | undefined {
      const broken: string[] = [];
      for (const [index, condition] of conditions.entries()) {
        const answer = holds(condition, batch, row);
        if (answer === true) continue;
        if (answer !== false) return answer;
        if (rules[index]!.severity === 'reject') broken.push(rules[index]!.message);
        else told[index]!++;
      }
      return broken.length === 0 ? undefined : new AppError('row', 'ruleBroken', { message: broken.join(' ') });
    }

    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          conditions = rules.map(({ source }, index) => bindCondition(source, batch.schema, ['rules', index, 'rule'], context.startedMs));
          bound = batch.schema;
        }
        const kept = batch.rows.filter((row) => {
          const error = errorOf(batch, row);
          if (error) context.reject(batch, row, error);
          return error === undefined;
        });
        return out.emit(kept.length === batch.rows.length ? batch : selectRows(batch, kept));
      },
      finish() {
        for (const [index, count] of told.entries()) {
          if (count > 0) context.log('warning', `${count} ${count === 1 ? 'row breaks' : 'rows break'} a rule: ${rules[index]!.message}`);
        }
      },
    };
  },
});
