import { z } from 'zod';
import { defineNode, inPort, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

const methodOptions = [
  { value: 'everyNth', title: 'Every nth row' },
  { value: 'share', title: 'A random share' },
] as const;

export const definition = defineNode({
  type: 'sampleRows',
  version: 1,
  kind: 'transform',
  title: 'Sample rows',
  summary: 'Lets some of the rows through: every nth, or a random share.',
  category: 'Rows',
  keywords: ['random', 'subset', 'percent', 'every', 'nth', 'try', 'test'],
  settings: z.object({
    method: f.choice(methodOptions, { title: 'Take', help: 'How rows are chosen.', default: 'everyNth' }),
    every: f.number({ title: 'n', help: '10 takes the first row of every ten.', default: 10, min: 1, when: { setting: 'method', is: ['everyNth'] } }),
    share: f.number({ title: 'Share', help: 'About so many rows of a hundred.', default: 10, min: 0, max: 100, unit: '%', when: { setting: 'method', is: ['share'] } }),
    seed: f.number({
      title: 'Seed',
      help: 'The same seed takes the same rows of the same input. Another number takes others.',
      default: 1,
      min: 0,
      when: { setting: 'method', is: ['share'] },
      advanced: true,
    }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ method, every, share }) => (method === 'share' ? `about ${share} %` : `1 of ${every}`),
  traits: { state: 'global', order: 'keeps', deterministic: true, conserves: true },
});
