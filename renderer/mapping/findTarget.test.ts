import { expect, it } from 'vitest';
import { emptyDocument, type FlowDocument, type FlowNode } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { findTarget } from './findTarget.ts';

const node = (type: string, settings: FlowNode['settings']): FlowNode => ({ type, version: 1, settings });
const map = (keepOthers: boolean): FlowNode => node('mapColumns', { columns: [{ column: 'A', formula: '1' }], keepOthers });
const write = node('salesforceWrite', { connection: 'demo', object: 'Lead', key: 'Id' });

/** `first`, then the others, one after another: by the port they take rows by. */
function line(...others: readonly (readonly [port: string, node: FlowNode])[]): FlowDocument {
  const all = [['', map(false)] as const, ...others];
  return {
    ...emptyDocument('flow'),
    nodes: Object.fromEntries(all.map(([, one], index) => [`n${index}`, one])),
    edges: others.map(([port], index) => ({ from: `n${index}.out`, to: `n${index + 1}.${port}` })),
  };
}

it.each([
  ['the write itself', []],
  ['a filter', [['in', node('filterRows', { condition: 'true' })]]],
  ['a join that keeps the left rows as they are', [['left', node('joinRows', { kind: 'anti', keys: [{ column: 'A', equals: 'B' }] })]]],
  ['a look-up, which only adds columns', [['in', node('lookupRows', { keys: [{ column: 'A', equals: 'B' }], columns: [] })]]],
] as const)('fields are found behind %s', (_, between) => {
  const flow = line(...between, ['in', write]);
  expect(findTarget(flow, 'n0', definitions)).toMatchObject({ node: `n${between.length + 1}`, object: 'Lead' });
});

it.each([
  ['other columns are made', [['in', map(false)]]],
  ['rows are grouped', [['in', node('aggregateRows', { by: ['A'], aggregates: [] })]]],
  ['a semi-join keeps those of the left rows only', [['right', node('joinRows', { kind: 'semi', keys: [{ column: 'A', equals: 'B' }] })]]],
] as const)('none are found where %s', (_, between) => {
  expect(findTarget(line(...between, ['in', write]), 'n0', definitions)).toBeUndefined();
});
