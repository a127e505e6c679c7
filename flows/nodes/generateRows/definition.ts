import { z } from 'zod';
import { defineNode, outPort } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { kinds } from './fakeRows.ts';

const ofOptions = [
  { value: 'leads', title: 'Leads' },
  { value: 'accounts', title: 'Accounts' },
  { value: 'contacts', title: 'Contacts', help: 'AccountKey names an account of the same seed and number of rows.' },
  { value: 'opportunities', title: 'Opportunities', help: 'AccountKey names an account of the same seed and number of rows.' },
] as const;

export const definition = defineNode({
  type: 'generateRows',
  version: 1,
  kind: 'source',
  title: 'Generate rows',
  summary: 'Makes up people, companies and deals, to try a flow with.',
  category: 'Rows',
  keywords: ['fake', 'test data', 'sample', 'mock', 'demo', 'random', 'seed'],
  settings: z.object({
    of: f.choice(ofOptions, { title: 'What', help: 'The kind of rows.', default: 'leads' }),
    rows: f.number({ title: 'Rows', help: 'So many rows are made.', default: 1000, min: 0, max: 1_000_000_000, unit: 'rows' }),
    seed: f.number({ title: 'Seed', help: 'The same seed makes the same rows, today and on every computer.', default: 1, min: 0, advanced: true }),
  }),
  ports: () => ({ in: [], out: [outPort] }),
  caption: ({ of, rows }) => `${rows} ${of}`,
  columns: ({ of }) => kinds[of].schema,
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});
