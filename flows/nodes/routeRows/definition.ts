import { z } from 'zod';
import { defineNode, inPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkCondition } from '../../kit/formula/condition.ts';
import { ownPorts, routePort, routePorts } from './routePorts.ts';

const matchOptions = [
  { value: 'first', title: 'First match', help: 'A row takes the first route whose condition is true.' },
  { value: 'all', title: 'All matches', help: 'A row takes every route whose condition is true, so it may leave several times.' },
] as const;

export const definition = defineNode({
  type: 'routeRows',
  version: 1,
  kind: 'transform',
  title: 'Route rows',
  summary: 'Sends rows different ways, by conditions; what fits none goes by a port of its own.',
  category: 'Rows',
  keywords: ['if', 'else', 'switch', 'branch', 'split', 'case', 'condition', 'when'],
  settings: z.object({
    routes: f.table(
      { name: { title: 'Name', control: 'text', placeholder: 'Large deals' }, condition: { title: 'Condition', control: 'formula', placeholder: 'Amount >= 10000' } },
      { title: 'Routes', help: 'Each route is a port of this node. Renaming a route renames its port, and edges must be drawn again.', required: true },
    ),
    matches: f.choice(matchOptions, { title: 'A row takes', help: 'What happens to rows that fit several routes.', default: 'first' }),
  }),
  ports: ({ routes }) => ({ in: [inPort], out: [...routePorts(routes), { name: 'else', title: 'Everything else' }, rejectedPort] }),
  caption: ({ routes }) => routes.map(({ name }) => name).join(', '),
  check: ({ routes }, [upstream]) =>
    routes.flatMap(({ name, condition }, index) => [
      ...checkName(routes, name, index),
      ...checkCondition(condition, upstream, ['routes', index, 'condition']),
    ]),
  conserves: ({ matches }) => matches === 'first',
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

function checkName(routes: readonly { readonly name: string }[], name: string, index: number): SettingProblem[] {
  const path = ['routes', index, 'name'];
  const problem = (code: string, message: string, hint: string): SettingProblem[] => [{ code, severity: 'error', message, hint, path }];
  if (name.trim() === '') return problem('routeBlank', `Route ${index + 1} has no name.`, 'Name it after the rows that take it.');
  const port = routePort(name, index);
  if (ownPorts.includes(port)) return problem('routeReserved', `"${name}" is a port that this node has anyway.`, 'Give the route another name.');
  const first = routes.findIndex((other, place) => routePort(other.name, place) === port);
  return first === index ? [] : problem('routeTwice', `The routes ${first + 1} and ${index + 1} have the same port, "${port}".`, 'Give one of them another name.');
}
