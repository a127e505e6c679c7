import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FlowDocument, FlowNode } from '../model/document.ts';
import { definitions } from '../nodes/definitions.ts';
import { loadRuntime } from '../nodes/runtimes.ts';
import { wholeFlow } from './calledFlows.ts';
import { runFlow } from './runFlow.ts';
import { openRunStore } from './runStore.ts';

const node = (type: string, settings: FlowNode['settings'] = {}): FlowNode => ({ type, version: 1, settings });
const flow = (name: string, nodes: FlowDocument['nodes'], edges: FlowDocument['edges'], parameters: FlowDocument['parameters'] = {}): FlowDocument => ({ sluice: 1, name, parameters, nodes, edges, layout: {} });

const upper = flow(
  'Upper',
  { rows: node('flowInput'), map: node('mapColumns', { columns: [{ column: 'Name', formula: 'UPPER(Name)' }, { column: 'Of', formula: '"{{from}}"' }] }), out: node('flowOutput') },
  [{ from: 'rows.out', to: 'map.in' }, { from: 'map.out', to: 'out.in' }],
  { from: { type: 'text' } },
);
const ports = [{ way: 'in', name: 'rows', title: 'rows' }, { way: 'out', name: 'out', title: 'out' }];
const main = (file: string): FlowDocument =>
  flow(
    'Main',
    { read: node('csvRead', { file: 'in.csv' }), call: node('callFlow', { file, ports, parameters: [{ name: 'from', value: '{{from}}' }] }), write: node('csvWrite', { file: 'out.csv' }) },
    [{ from: 'read.out', to: 'call.rows' }, { from: 'call.out', to: 'write.in' }],
    { from: { type: 'text' } },
  );

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'shared'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function run(document: FlowDocument, folder: string) {
  const store = openRunStore(':memory:');
  onTestFinished(() => store.close());
  const request = { run: 'r', document: await wholeFlow(document, folder, definitions), folder, parameters: { from: 'here' } };
  return runFlow(request, { definitions, loadRuntime, resolveConnection: () => Promise.reject(new Error('none')), store, signal: new AbortController().signal, onEvent: () => {} });
}

test('a called flow runs in the place of the call, and its inner nodes are counted', async () => {
  const folder = folderWith({ 'in.csv': 'Name\nAda\nBjörn\n', 'shared/upper.json': JSON.stringify(upper) });
  const finished = await run(main('shared/upper.json'), folder);
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { 'call/map': { in: 2, out: 2 }, 'call/rows': { in: 2 }, write: { written: 2 } }, edges: { 'read.out → call/rows.in': 2, 'call/out.out → write.in': 2 } });
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('Name,Of\nADA,here\nBJÖRN,here\n');
});

test('what goes wrong inside names the call and the inner node', async () => {
  const wrong = { ...upper, nodes: { ...upper.nodes, map: node('filterRows', { condition: 'Town = 1' }) } };
  const folder = folderWith({ 'in.csv': 'Name\nAda\n', 'shared/upper.json': JSON.stringify({ ...wrong, parameters: { from: { type: 'text' } } }) });
  const finished = await run(main('shared/upper.json'), folder);
  expect(finished).toMatchObject({ state: 'failed', error: { where: { node: 'call/map' }, message: 'There is no column "Town" in the incoming rows. Columns: Name.' } });
});

test('a flow that is not there, or is no flow, is told with the place of the call', async () => {
  const folder = folderWith({ 'shared/broken.json': '{ "sluice": 1,\n "name": }' });
  await expect(wholeFlow(main('shared/upper.json'), folder, definitions)).rejects.toMatchObject({ kind: 'settings', code: 'callFileMissing', where: { node: 'call', path: ['file'] } });
  await expect(wholeFlow(main('shared/broken.json'), folder, definitions)).rejects.toMatchObject({ code: 'jsonSyntax', where: { node: 'call', path: ['file'] } });
  await expect(wholeFlow(main('{{from}}'), folder, definitions)).rejects.toMatchObject({ code: 'callFileOpen' });
});

test('a flow that is made to be called says so when it is run by itself without sample rows', async () => {
  const alone = { ...upper, parameters: { from: { type: 'text' as const } } };
  const finished = await run(alone, folderWith({}));
  expect(finished).toMatchObject({ state: 'failed', error: { kind: 'settings', code: 'flowInputUnfed', where: { node: 'rows' } } });
  const fed = { ...alone, nodes: { ...alone.nodes, rows: node('flowInput', { sample: 'people.csv' }) } };
  expect(await run(fed, folderWith({ 'people.csv': 'Name\nAda\n' }))).toMatchObject({ state: 'succeeded', nodes: { out: { written: 1 } } });
});
