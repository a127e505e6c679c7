import { z } from 'zod';
import { defineNode, inPort, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

export const definition = defineNode({
  type: 'limitRows',
  version: 1,
  kind: 'transform',
  title: 'Limit rows',
  summary: 'Lets the first rows through and drops the rest.',
  category: 'Rows',
  keywords: ['top', 'first', 'head', 'take', 'skip', 'offset', 'try'],
  settings: z.object({
    limit: f.number({ title: 'Rows', help: 'So many rows go on.', default: 100, min: 0, unit: 'rows' }),
    skip: f.number({ title: 'Rows to skip', help: 'So many rows are dropped first.', default: 0, min: 0, unit: 'rows', advanced: true }),
  }),
  ports: () => ({ in: [inPort], out: [outPort] }),
  caption: ({ limit, skip }) => (skip > 0 ? `${limit} rows after ${skip}` : `${limit} rows`),
  traits: { state: 'global', order: 'keeps', deterministic: true, conserves: true },
});
