import { expect, test } from 'vitest';
import { memorySink, numberSource, passOn, testDefinitions, testDocument, type TestFlow } from './fixtures/testFlow.ts';
import { planFlow } from './planFlow.ts';

const plan = (flow: TestFlow) => planFlow(testDocument(flow), testDefinitions(flow));
const write = () => memorySink().node;

test('neighbours are called directly; a channel stands before sinks and before keyed and global nodes, which end a stage', () => {
  const { nodes, edges } = plan({
    nodes: { read: numberSource(1), a: passOn(), sort: passOn({ traits: { state: 'global' } }), z: passOn(), write: write() },
    edges: ['read.out → a.in', 'a.out → sort.in', 'sort.out → z.in', 'z.out → write.in'],
  });
  expect(nodes.map(({ id, stage, hasChannel }) => [id, stage, hasChannel])).toEqual([
    ['read', 0, false],
    ['a', 0, false],
    ['sort', 0, true],
    ['z', 1, false],
    ['write', 1, true],
  ]);
  expect(edges.map(({ capacity }) => capacity)).toEqual([0, 3, 0, 3]);
});

test('in a long chain a channel stands after every 64 nodes, for each call takes a part of the stack', () => {
  const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
  const nodes = { read: numberSource(1), ...Object.fromEntries(names.map((name) => [name, passOn()])) };
  const planned = plan({ nodes, edges: ['read', ...names.slice(0, -1)].map((from, index) => `${from}.out → ${names[index]}.in`) });
  expect(planned.nodes.flatMap(({ id, hasChannel }) => (hasChannel ? [id] : []))).toEqual(['n63', 'n127', 'n191']);
});

test('a channel stands where edges meet', () => {
  const { nodes } = plan({ nodes: { a: numberSource(1), b: numberSource(1), meet: passOn({ in: ['in', 'more'] }) }, edges: ['a.out → meet.in', 'b.out → meet.more'] });
  expect(nodes.find(({ id }) => id === 'meet')!.hasChannel).toBe(true);
});

test('what a sink rejects feeds nodes that come after the sink', () => {
  const { nodes } = plan({ nodes: { read: numberSource(1), write: write(), fix: passOn(), bad: write() }, edges: ['read.out → write.in', 'write.rejected → fix.in', 'fix.out → bad.in'] });
  expect(nodes.map(({ id, afterSink }) => [id, afterSink])).toEqual([['read', false], ['write', false], ['fix', true], ['bad', true]]);
});

test('a cycle and an unknown node type are settings errors with their place', () => {
  const cycle = { nodes: { a: passOn(), b: passOn() }, edges: ['a.out → b.in', 'b.out → a.in'] };
  expect(() => plan(cycle)).toThrow(expect.objectContaining({ kind: 'settings', code: 'flowCycle' }));
  expect(() => planFlow(testDocument({ nodes: { a: passOn() }, edges: [] }), {})).toThrow(expect.objectContaining({ kind: 'settings', code: 'nodeTypeUnknown', where: { node: 'a' } }));
});
