import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkCondition } from '../../kit/formula/condition.ts';

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
  check: ({ condition }, [upstream]) => (condition.trim() === '' ? [] : checkCondition(condition, upstream, ['condition'])),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});
