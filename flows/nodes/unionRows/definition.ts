import { z } from 'zod';
import { defineNode, outPort, type Port, type SettingProblem, type Upstream } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import type { Schema } from '../../kit/schema.ts';
import { unionSchema } from './unionSchema.ts';

export const definition = defineNode({
  type: 'unionRows',
  version: 1,
  kind: 'transform',
  title: 'Union rows',
  summary: 'Puts the rows of several inputs into one, with columns found by name.',
  category: 'Combine',
  keywords: ['append', 'concat', 'merge', 'stack', 'together', 'union all'],
  settings: z.object({
    inputs: f.number({ title: 'Inputs', help: 'So many edges can end at this node.', default: 2, min: 2, max: 20 }),
  }),
  ports: ({ inputs }) => ({ in: inPorts(inputs), out: [outPort] }),
  caption: ({ inputs }) => `${inputs} inputs`,
  columns: (_settings, upstream) => (isKnown(upstream) ? unionSchema(upstream).schema : undefined),
  check: (_settings, upstream) => (isKnown(upstream) ? unionSchema(upstream).clashes.map(clash) : []),
  // Until every input has shown its columns, rows are kept.
  traits: { state: 'global', order: 'any', deterministic: true, conserves: true, holds: true },
});

function inPorts(count: number): Port[] {
  return Array.from({ length: Math.trunc(count) }, (_, index) => ({ name: `in${index + 1}`, title: `Rows ${index + 1}` }));
}

function isKnown(upstream: Upstream): upstream is readonly Schema[] {
  return upstream.every((schema) => schema !== undefined);
}

function clash({ name, types }: { name: string; types: readonly string[] }): SettingProblem {
  const hint = 'It becomes text. For something else, give it one type before this node, with a Map columns node.';
  return { code: 'columnTypesDiffer', severity: 'warning', message: `The column "${name}" is ${types.join(' here and ')} there.`, hint, path: ['inputs'] };
}
