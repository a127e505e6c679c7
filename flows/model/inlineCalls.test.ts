import { describe, expect, it } from 'vitest';
import { definitions } from '../nodes/definitions.ts';
import { checkCalls } from './checkCalls.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { inlineCalls, type CalledFlows } from './inlineCalls.ts';

const node = (type: string, settings: FlowNode['settings'] = {}, title?: string): FlowNode => ({ type, version: 1, settings, ...(title === undefined ? {} : { title }) });
const flow = (name: string, nodes: FlowDocument['nodes'], edges: readonly string[], parameters: FlowDocument['parameters'] = {}): FlowDocument => ({
  sluice: 1,
  name,
  parameters,
  nodes,
  edges: edges.map((edge) => ({ from: edge.split(' ')[0]!, to: edge.split(' ')[1]! })),
  layout: {},
});

/** Keeps the contacts of a country, and reads a list beside itself. */
const clean = flow(
  'Clean',
  {
    contacts: node('flowInput', { columns: [{ name: 'Country', type: 'text' }] }, 'Contacts'),
    keep: node('filterRows', { condition: 'Country = "{{country}}"' }, 'Of the country'),
    list: node('csvRead', { file: 'list.csv' }),
    log: node('csvWrite', { file: '{{log}}' }),
    good: node('flowOutput', {}, 'Good'),
  },
  ['contacts.out keep.in', 'keep.out good.in', 'list.out log.in'],
  { country: { type: 'text' }, log: { type: 'text', default: 'log.csv' }, most: { type: 'number', default: 5 } },
);
const ports = [{ way: 'in', name: 'contacts', title: 'Contacts' }, { way: 'out', name: 'good', title: 'Good' }];
const call = (settings: FlowNode['settings'] = {}): FlowNode => node('callFlow', { file: 'shared/clean.json', ports, parameters: [{ name: 'country', value: 'Peru' }], ...settings }, 'Tidy');
const main = (settings: FlowNode['settings'] = {}, parameters: FlowDocument['parameters'] = {}): FlowDocument =>
  flow('Main', { read: node('csvRead', { file: 'in.csv', columns: [{ name: 'Country', type: 'text' }] }), tidy: call(settings), write: node('csvWrite', { file: 'out.csv' }) }, ['read.out tidy.contacts', 'tidy.good write.in'], parameters);
const called: CalledFlows = { 'shared/clean.json': { document: clean } };
const said = (document: FlowDocument, flows: CalledFlows = called): string[] => inlineCalls(document, flows, definitions).problems.map(({ code, where, message }) => `${code} ${[where.node, ...(where.path ?? [])].join('/')}: ${message}`);

describe('inlineCalls', () => {
  it('gives back a flow without calls as it is', () => {
    expect(inlineCalls(clean, {}, definitions).document).toBe(clean);
  });

  it('puts the nodes of the called flow in the place of the call, with edges through its inputs and outputs', () => {
    const { document, problems } = inlineCalls(main(), called, definitions);
    expect(problems).toEqual([]);
    expect(Object.keys(document.nodes).sort()).toEqual(['read', 'tidy/contacts', 'tidy/good', 'tidy/keep', 'tidy/list', 'tidy/log', 'write']);
    expect(document.edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'read.out tidy/contacts.in', 'tidy/good.out write.in', 'tidy/contacts.out tidy/keep.in', 'tidy/keep.out tidy/good.in', 'tidy/list.out tidy/log.in',
    ]);
    expect(document.nodes['tidy/keep']).toMatchObject({ title: 'Tidy › Of the country', settings: { condition: 'Country = "Peru"' } });
    expect(document.nodes['tidy/contacts']).toMatchObject({ type: 'mapColumns', settings: { columns: [{ column: 'Country', formula: 'Country' }] } });
  });

  it('counts files of the called flow from its folder, and files that the caller names from the caller\'s', () => {
    const files = (settings: FlowNode['settings']): unknown[] => ['tidy/list', 'tidy/log'].map((id) => inlineCalls(main(settings), called, definitions).document.nodes[id]!.settings['file']);
    expect(files({})).toEqual(['shared/list.csv', 'shared/log.csv']);
    expect(files({ parameters: [{ name: 'country', value: 'Peru' }, { name: 'log', value: 'mine.csv' }] })).toEqual(['shared/list.csv', 'mine.csv']);
  });

  it('goes through calls of calls, each file from the folder of the flow that names it', () => {
    const middle = flow('Middle', { rows: node('flowInput'), tidy: call({ file: '../b/clean.json', parameters: [{ name: 'country', value: '{{where}}' }] }), out: node('flowOutput') }, ['rows.out tidy.contacts', 'tidy.good out.in'], { where: { type: 'text' } });
    const outer = flow('Outer', { call: node('callFlow', { file: 'a/middle.json', parameters: [{ name: 'where', value: '{{land}}' }], ports: [{ way: 'in', name: 'rows', title: 'rows' }, { way: 'out', name: 'out', title: 'out' }] }) }, [], { land: { type: 'text', default: 'Peru' } });
    const { document, problems } = inlineCalls(outer, { 'a/middle.json': { document: middle }, 'b/clean.json': { document: clean } }, definitions);
    expect(problems).toEqual([]);
    expect(document.nodes['call/tidy/list']!.settings['file']).toBe('b/list.csv');
    expect(document.nodes['call/tidy/keep']).toMatchObject({ title: 'Middle › Tidy › Of the country', settings: { condition: 'Country = "{{land}}"' } });
  });

  it('names the way round where a flow calls itself, by whatever way', () => {
    const back = flow('Back', { again: node('callFlow', { file: 'clean.json' }) }, []);
    const round = { ...clean, nodes: { ...clean.nodes, back: node('callFlow', { file: '../shared/back.json' }) } };
    expect(said(main(), { 'shared/clean.json': { document: round }, 'shared/back.json': { document: back } })).toEqual([
      'callCycle tidy/back/again/file: The flow would call itself for ever: shared/clean.json → shared/back.json → shared/clean.json.',
    ]);
  });

  it('says what is wrong with the values of parameters, with their place', () => {
    expect(said(main({ parameters: [{ name: 'county', value: 'Peru' }, { name: 'most', value: 'five' }] }))).toEqual([
      'callParameterUnknown tidy/parameters/0: The flow "shared/clean.json" has no parameter "county". Its parameters: country, log, most.',
      'callParameterType tidy/parameters/1: The parameter "most" of "shared/clean.json" must be a number; it is "five".',
      'callParameterMissing tidy/parameters: The flow "shared/clean.json" needs a value for its parameter "country".',
    ]);
    const passed = { parameters: [{ name: 'country', value: 'Peru' }, { name: 'most', value: '{{limit}}' }] };
    expect(said(main(passed, { limit: { type: 'text' } }))).toEqual(['callParameterType tidy/parameters/1: The parameter "most" of "shared/clean.json" must be a number; the parameter "limit" of this flow is a text.']);
    expect(said(main(passed, { limit: { type: 'number' } }))).toEqual([]);
  });

  it('does not let a called flow reach for parameters of its caller', () => {
    const greedy = { ...clean, nodes: { ...clean.nodes, list: node('csvRead', { file: '{{secret}}' }) } };
    expect(said(main({}, { secret: { type: 'text', default: 'x' } }), { 'shared/clean.json': { document: greedy } })).toEqual(['parameterUnknown tidy/list/file: The called flow has no parameter "secret".']);
  });

  it('says which ports there are where an edge needs another, and that the node shows old ones', () => {
    const renamed = flow('Clean', { people: node('flowInput'), good: clean.nodes['good']! }, ['people.out good.in'], { country: { type: 'text' } });
    expect(said(main(), { 'shared/clean.json': { document: renamed } })).toEqual([
      'callPortsChanged tidy/ports: The flow "shared/clean.json" has other ports than this node shows: people (in), good (out).',
      'callPortUnknown tidy: The flow "shared/clean.json" has no input "contacts". Its inputs: people.',
    ]);
  });

  it('leaves a call as it is where its flow cannot be read, and says why', () => {
    const { document, problems } = inlineCalls(main(), { 'shared/clean.json': { code: 'callFileMissing', message: 'There is no flow.' } }, definitions);
    expect(document).toEqual(main());
    expect(problems).toEqual([{ code: 'callFileMissing', message: 'There is no flow.', severity: 'error', where: { node: 'tidy', path: ['file'] } }]);
  });
});

describe('checkCalls', () => {
  it('knows the columns that come out of a call', () => {
    const { problems, schemas } = checkCalls(main(), called, definitions);
    expect(problems).toEqual([]);
    expect(schemas.get('tidy.good')).toEqual([{ name: 'Country', type: 'text' }]);
  });

  it('tells at the call what is wrong inside, and names the inner node', () => {
    const wrong = { ...clean, nodes: { ...clean.nodes, keep: node('filterRows', { condition: 'Land = 1' }, 'Of the country') } };
    const { problems } = checkCalls(main(), { 'shared/clean.json': { document: wrong } }, definitions);
    expect(problems).toMatchObject([{ code: 'columnUnknown', severity: 'error', where: { node: 'tidy' }, message: 'Tidy › Of the country: There is no column "Land" in the incoming rows. Columns: Country.' }]);
  });

  it('says which promised column the rows of the caller lack', () => {
    const document = main();
    const other = { ...document, nodes: { ...document.nodes, read: node('csvRead', { file: 'in.csv', columns: [{ name: 'City', type: 'text' }] }) } };
    expect(checkCalls(other, called, definitions).problems[0]).toMatchObject({ where: { node: 'tidy' }, message: 'Tidy › Contacts: There is no column "Country" in the incoming rows. Columns: City.' });
  });
});
