import { z } from 'zod';
import { defineNode, inPort, rejectedPort } from '../../kit/defineNode.ts';

export const definition = defineNode({
  type: 'flowOutput',
  version: 1,
  kind: 'sink',
  title: 'Flow output',
  summary: 'Where rows go back to the flow that calls this one.',
  category: 'Flows',
  keywords: ['subflow', 'result', 'return', 'exit', 'end', 'give back'],
  settings: z.object({}),
  ports: () => ({ in: [inPort], out: [rejectedPort] }),
  caption: () => 'Rows for the flow that calls',
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});
