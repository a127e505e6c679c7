import { z } from 'zod';
import { defineNode, inPort, outPort, rejectedPort, type Port, type SettingProblem, type Upstream } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import { findColumn } from '../../kit/formula/columns.ts';

const mustOptions = [
  { value: 'filled', title: 'Must not be blank' },
  { value: 'unique', title: 'Must be unique', help: 'The first row with a value is good, later ones with it are not. Blank cells are not looked at.' },
  { value: 'inList', title: 'Must be one of', help: 'Write the values with | between. Blank cells are not looked at.' },
  { value: 'hasParent', title: 'Must have a parent', help: 'The value must be in a column of the rows that come by the port for parents. Blank cells are not looked at.' },
] as const;

const severityOptions = [
  { value: 'reject', title: 'Reject the row' },
  { value: 'log', title: 'Let it pass and tell' },
] as const;

export const parentsPort: Port = { name: 'parents', title: 'Parent rows', isReadFirst: true };

export const definition = defineNode({
  type: 'checkContracts',
  version: 1,
  kind: 'transform',
  title: 'Check contracts',
  summary: 'Checks what later steps rely on: values that must be there, be unique, be of a list, or have a parent.',
  category: 'Check',
  keywords: ['contract', 'unique', 'not null', 'required', 'foreign key', 'parent', 'referential', 'integrity', 'picklist', 'quality'],
  settings: z.object({
    contracts: f.table(
      {
        column: { title: 'Column', control: 'column' },
        must: { title: 'Contract', control: 'choice', options: mustOptions },
        of: { title: 'Of', control: 'text', placeholder: 'New | Open, or the column of the parents' },
        severity: { title: 'A row that breaks it', control: 'choice', options: severityOptions },
      },
      { title: 'Contracts', help: 'What must hold for the values of a column. For rules between columns, use Validate rows.', required: true },
    ),
    isLoose: f.toggle({ title: 'Ignore capitals and spaces', help: 'On: " acme  inc" and "ACME Inc" are the same value.', default: true }),
  }),
  ports: ({ contracts }) => ({ in: [inPort, ...(contracts.some(({ must }) => must === 'hasParent') ? [parentsPort] : [])], out: [outPort, rejectedPort] }),
  caption: ({ contracts }) => [...new Set(contracts.map(({ column }) => column))].join(', '),
  columns: (_settings, [upstream]) => upstream,
  check: ({ contracts }, upstream) => contracts.flatMap((contract, index) => checkContract(contract, upstream, index)),
  // Values that must be unique, and those of the parents, are kept. Parents are dropped as "read as parents".
  traits: { state: 'global', order: 'keeps', deterministic: true, conserves: true, holds: true },
});

export interface Contract {
  readonly column: string;
  readonly must: (typeof mustOptions)[number]['value'];
  /** The list, or the column of the parents. */
  readonly of: string;
  readonly severity: 'reject' | 'log';
}

/** The values of a list: `New | Open`. */
export function listValues(of: string): string[] {
  return of.split('|').map((value) => value.trim()).filter((value) => value !== '');
}

export function checkContract({ column, must, of }: Contract, [upstream, parents]: Upstream, index: number): SettingProblem[] {
  const path = (cell: string) => ['contracts', index, cell];
  const problems = checkColumn(upstream, column, path('column'));
  if (must === 'inList' && listValues(of).length === 0) problems.push({ code: 'listBlank', severity: 'error', message: `There is no list for "${column}".`, hint: 'Write its values with | between: New | Open | Closed.', path: path('of') });
  if (must !== 'hasParent') return problems;
  problems.push(...checkColumn(parents, of, path('of')));
  const [own, other] = [upstream?.[findColumn(upstream, column)]?.type, parents?.[findColumn(parents, of)]?.type];
  if (own === undefined || other === undefined || own === other) return problems;
  return [...problems, { code: 'keyTypesDiffer', severity: 'error', message: `"${column}" is ${own} and "${of}" is ${other}, so they are never equal.`, hint: 'Give both one type before this node, with a Map columns node.', path: path('of') }];
}
