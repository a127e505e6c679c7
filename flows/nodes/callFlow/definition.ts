import { z } from 'zod';
import { defineNode, inPort, outPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { shortFileName } from '../../kit/fileFields.ts';

const wayOptions = [
  { value: 'in', title: 'Rows in' },
  { value: 'out', title: 'Rows out' },
] as const;

export const definition = defineNode({
  type: 'callFlow',
  version: 1,
  kind: 'transform',
  title: 'Call flow',
  summary: 'Sends rows through another flow, as if its nodes stood here.',
  category: 'Flows',
  keywords: ['subflow', 'sub flow', 'nested', 'reuse', 'component', 'function', 'include', 'shared', 'module'],
  settings: z.object({
    file: f.file({
      title: 'Flow',
      help: 'The flow file to call. A relative name counts from the folder of this flow. Files that the called flow names count from its own folder.',
      file: { access: 'read', extensions: ['json'] },
      required: true,
      placeholder: 'clean-contacts.json',
    }),
    parameters: f.arguments({ title: 'Parameters', help: 'Values for the parameters of the called flow. A blank one takes its default there. {{name}} passes on a parameter of this flow.' }),
    ports: f.table(
      {
        way: { title: 'Way', control: 'choice', options: wayOptions },
        name: { title: 'Node', control: 'text', placeholder: 'contacts' },
        title: { title: 'Title', control: 'text', placeholder: 'Contacts' },
      },
      { title: 'Ports', help: 'The inputs and outputs of the called flow. They are read from it when it is chosen.', advanced: true },
    ),
  }),
  ports: ({ file, ports }) => {
    // Before a flow is chosen the node has the usual ports, so that it can be put between others.
    if (file.trim() === '' || ports.length === 0) return { in: [inPort], out: [outPort] };
    const of = (way: 'in' | 'out') => ports.filter((port) => port.way === way).map(({ name, title }) => ({ name, title: title === '' ? name : title }));
    return { in: of('in'), out: of('out') };
  },
  caption: ({ file }) => shortFileName(file),
  // What leaves is known from the called flow, which the check puts in the place of this node.
  columns: () => undefined,
  check: ({ ports }) => ports.flatMap(({ name }, index) => checkPort(name, index)),
  traits: { state: 'none', order: 'any', deterministic: true, conserves: false },
});

function checkPort(name: string, index: number): SettingProblem[] {
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return [];
  return [{ code: 'callPortName', severity: 'error', message: `"${name}" is not the id of a node of the called flow.`, hint: 'Read the ports from the flow.', path: ['ports', index, 'name'] }];
}
