import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkFormula } from '../../kit/formula/compileFormula.ts';
import { formulaProblems } from '../../kit/formula/formulaProblems.ts';

export const definition = defineNode({
  type: 'filterRows',
  version: 1,
  kind: 'transform',
  title: 'Filter rows',
  summary: 'Keeps the rows for which a condition is true and drops the others.',
  category: 'Rows',
  keywords: ['where', 'condition', 'if', 'keep', 'remove', 'valid', 'formula'],
  settings: z.object({
    condition: f.formula({
      title: 'Condition',
      help: 'A formula that is true for the rows to keep, such as NOT(ISBLANK(Email)). A row for which it cannot be worked out is rejected.',
      placeholder: 'NOT(ISBLANK(Email))',
      result: 'boolean',
      required: true,
    }),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ condition }) => condition.replace(/\s+/g, ' ').trim(),
  check: ({ condition }, [upstream]): readonly SettingProblem[] => {
    if (condition.trim() === '') return [];
    const { type, problems } = checkFormula(condition, upstream);
    if (problems.length > 0) return formulaProblems(problems, ['condition']);
    return type === undefined || type === 'boolean' ? [] : [notACondition(type)];
  },
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** What to say of a condition that gives something else than true or false. */
export function notACondition(type: string): SettingProblem {
  return {
    code: 'conditionType',
    severity: 'error',
    message: `The condition gives a ${type}; it must be true or false.`,
    hint: 'Compare it with something: City = "Ulm", Amount > 0, NOT(ISBLANK(Email)).',
    path: ['condition'],
  };
}
