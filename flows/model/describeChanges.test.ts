import { expect, it } from 'vitest';
import { describeChanges } from './describeChanges.ts';
import { applyEdit, type Edit } from './edits.ts';
import { testDefinitions, testFlow, testNode } from './testDefinitions.ts';

function changes(...edits: Edit[]): string[] {
  const after = applyEdit(testFlow(), { edit: 'all', edits }).document;
  return describeChanges(testFlow(), after, testDefinitions).map(({ change, text }) => `${change}: ${text}`);
}

it('says nothing of two flows that are the same', () => expect(changes()).toEqual([]));

it('says what was added, removed and joined, by the names that people see', () => {
  expect(changes({ edit: 'removeNode', id: 'keep' }, { edit: 'addNode', id: 'keep2', node: testNode('keep') }, { edit: 'addEdge', edge: { from: 'read.out', to: 'keep2.in' } })).toEqual([
    'added: Node “Keep”',
    'removed: Node “Keep”',
    'removed: Edge Read → Keep',
    'removed: Edge Keep → Map',
    'added: Edge Read → Keep',
  ]);
});

it('says what a setting was and is; of long lists how much of them', () => {
  expect(
    changes(
      { edit: 'setSetting', id: 'keep', path: ['value'], value: 'Basel' },
      { edit: 'setSetting', id: 'map', path: ['mapping', 1], value: { column: 'B', formula: 'Size' } },
      { edit: 'setTitle', id: 'keep', title: 'Only Basel' },
    ),
  ).toEqual(['changed: Only Basel: was called “Keep”', 'changed: Only Basel: Value “Bern” → “Basel”', 'changed: Map: Mapping, 1 added']);
});

it('says in one line that nodes were moved', () => {
  expect(changes({ edit: 'moveNodes', positions: { read: { x: 900, y: 0 }, keep: { x: 901, y: 0 } } })).toEqual(['changed: Places of 2 nodes']);
});
