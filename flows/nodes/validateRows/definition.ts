import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkCondition } from '../../kit/formula/condition.ts';

const severityOptions = [
  { value: 'reject', title: 'Reject the row' },
  { value: 'log', title: 'Let it pass and tell' },
] as const;

export const definition = defineNode({
  type: 'validateRows',
  version: 1,
  kind: 'transform',
  title: 'Validate rows',
  summary: 'Checks every row by rules; rows that break one are rejected with its message, or only told of.',
  category: 'Check',
  keywords: ['rule', 'check', 'quality', 'test', 'assert', 'required', 'contract'],
  settings: z.object({
    rules: f.table(
      {
        rule: { title: 'What must be true', control: 'formula', placeholder: 'NOT(ISBLANK(Email))' },
        message: { title: 'Message', control: 'text', placeholder: 'The e-mail is missing.' },
        severity: { title: 'A row that breaks it', control: 'choice', options: severityOptions },
      },
      { title: 'Rules', help: 'A formula that must be true for each row, what to say when it is not, and what happens to the row then.', required: true },
    ),
  }),
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ rules }) => `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`,
  check: ({ rules }, [upstream]) => rules.flatMap(({ rule }, index) => checkCondition(rule, upstream, ['rules', index, 'rule'])),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});
