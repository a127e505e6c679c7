import { appendFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError, errorFromData } from '../../flows/kit/errors.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { protocolVersion } from '../../host/contract/app.ts';
import { contract, type HostClient, type HostHandlers } from '../../host/contract/contract.ts';
import { connect } from '../../host/rpc/connect.ts';
import { webSocketPort } from '../../host/rpc/ports/webSocket.ts';
import type { Shell } from '../../host/services/shell.ts';
import { startWebHost } from '../../host/web/startWebHost.ts';
import { lines } from './lines.ts';
import { copyRows, openTestHost, people, type TestHost } from './testHost.ts';
import { openSocket, signIn } from './webClient.ts';

/** The three ways a window reaches its host. */
const windows: Record<string, (handlers: HostHandlers) => Promise<{ client: HostClient; end: () => Promise<void> }>> = {
  memory: (handlers) => lines.memory(contract, handlers),
  MessagePort: (handlers) => lines.MessagePort(contract, handlers),
  'the browser host': async (handlers) => {
    const web = await startWebHost({ handlers, rendererFolder: '/nowhere', port: 0 });
    const cookie = await signIn(web.url);
    const port = webSocketPort(() => openSocket(web.port, cookie));
    return { client: connect(contract, port, errorFromData), end: async () => (port.close(), web.close()) };
  },
};

const shell = {
  capabilities: ['pickFile', 'reveal'],
  pickFile: vi.fn<NonNullable<Shell['pickFile']>>(async () => ({ path: '/data/leads.csv' })),
  reveal: vi.fn<NonNullable<Shell['reveal']>>(async () => {}),
} satisfies Shell;

describe.each(Object.entries(windows))('a window over %s', (_name, open) => {
  let here: TestHost;
  let client: HostClient;
  let endLine: () => Promise<void>;

  beforeEach(async () => {
    vi.stubEnv('SLUICE_VAULT_PASSPHRASE', 'correct horse');
    here = await openTestHost(shell);
    ({ client, end: endLine } = await open(here.host.handlers));
  });
  afterEach(async () => {
    await endLine();
    await here.end();
    vi.unstubAllEnvs();
  });

  describe('app', () => {
    test('hello says who answers and what it can do', async () => {
      expect(await client.app.hello({ protocol: protocolVersion })).toEqual({
        protocol: protocolVersion,
        version: '1.2.3',
        platform: process.platform,
        capabilities: ['pickFile', 'reveal'],
      });
    });

    test('a window of another protocol is told in a sentence', async () => {
      await expect(client.app.hello({ protocol: protocolVersion + 1 })).rejects.toMatchObject({
        kind: 'service',
        code: 'protocolMismatch',
        message: expect.stringContaining('This window is of another version than Sluice 1.2.3'),
      });
    });

    test('preferences are remembered, whatever their key', async () => {
      await client.app.setPreference({ key: 'theme', value: 'dark' });
      await client.app.setPreference({ key: 'panel.run', value: { size: 0.3, open: [true, null] } });
      expect(await client.app.preferences({})).toEqual({ theme: 'dark', 'panel.run': { size: 0.3, open: [true, null] } });
    });

    test('the shell does what it can; asking for more is a fault', async () => {
      expect(await client.app.pickFile({ title: 'Open', extensions: ['csv'] })).toEqual({ path: '/data/leads.csv' });
      expect(shell.pickFile).toHaveBeenLastCalledWith({ title: 'Open', extensions: ['csv'] });
      await client.app.reveal({ path: '/data/leads.csv' });
      expect(shell.reveal).toHaveBeenLastCalledWith('/data/leads.csv');
      await expect(client.app.openExternal({ url: 'https://example.com' })).rejects.toMatchObject({ kind: 'bug', code: 'notCapable' });
    });
  });

  describe('flows', () => {
    test('the list has the templates, and what was opened, newest first', async () => {
      expect(await client.flows.list({})).toEqual({
        templates: [{ id: 'copyRows', name: 'Copy rows', description: 'Copies people.csv to copy.csv.' }],
        recent: [],
      });
      const template = await client.flows.openTemplate({ id: 'copyRows' });
      const own = await client.flows.create({ name: 'Mine' });
      await client.flows.open({ path: template.path });
      expect((await client.flows.list({})).recent).toEqual([
        { path: template.path, name: 'Copy rows', openedAt: expect.any(String) },
        { path: own.path, name: 'Mine', openedAt: expect.any(String) },
      ]);
    });

    test('a template opens as a working copy with its files, and again the same copy', async () => {
      const first = await client.flows.openTemplate({ id: 'copyRows' });
      expect(first).toEqual({ path: join(here.dataFolder, 'flows', 'copyRows', 'flow.json'), document: copyRows, fresh: true });
      expect(await readFile(join(here.dataFolder, 'flows', 'copyRows', 'people.csv'), 'utf8')).toBe(people);

      await client.flows.save({ path: first.path, document: { ...copyRows, name: 'Changed' } });
      const second = await client.flows.openTemplate({ id: 'copyRows' });
      expect(second).toMatchObject({ path: first.path, fresh: false, document: { name: 'Changed' } });
    });

    test('there is no way out of the templates folder', async () => {
      await expect(client.flows.openTemplate({ id: '../data' })).rejects.toMatchObject({
        kind: 'settings',
        message: 'There is no template "../data". Templates: copyRows.',
      });
    });

    test('what is saved opens as it was, settings at their default aside', async () => {
      const { path } = await client.flows.create({ name: 'Round trip' });
      const document: FlowDocument = {
        ...copyRows,
        name: 'Round trip',
        nodes: { ...copyRows.nodes, read: { ...copyRows.nodes['read']!, settings: { file: 'people.csv', header: 'firstRow' } } },
      };
      expect(await client.flows.save({ path, document })).toEqual({ path });
      expect((await client.flows.open({ path })).document).toEqual({ ...copyRows, name: 'Round trip' });
      expect(await readdir(join(path, '..'))).toEqual(['flow.json']);
    });

    test('new flows get folders of their own, also with the same name', async () => {
      const paths = [];
      for (const name of ['Clean leads!', 'clean leads', 'copyRows', '../../etc', '???']) paths.push((await client.flows.create({ name })).path);
      const own = join(here.dataFolder, 'flows');
      expect(paths).toEqual(['clean-leads', 'clean-leads-2', 'copyrows-2', 'etc', 'flow'].map((folder) => join(own, folder, 'flow.json')));
      await expect(client.flows.create({ name: '  ' })).rejects.toMatchObject({ kind: 'settings', message: 'A flow needs a name.' });
    });

    test('what cannot be opened or saved says why, with the path', async () => {
      const missing = join(here.folder, 'missing.json');
      const broken = join(here.folder, 'broken.json');
      await writeFile(broken, '{\n  "sluice": 1,\n  "name": 7,\n  "nodes": {},\n  "edges": []\n}');
      await expect(client.flows.open({ path: missing })).rejects.toMatchObject({ kind: 'settings', message: `There is no file ${missing}.` });
      await expect(client.flows.open({ path: broken })).rejects.toMatchObject({ kind: 'settings', where: { file: broken, line: 3 } });
      await expect(client.flows.open({ path: 'flow.json' })).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining('is not a whole path'),
      });
      await expect(client.flows.save({ path: join(here.folder, 'people.csv'), document: copyRows })).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining('does not end in .json'),
      });
      await expect(client.flows.save({ path: join(here.folder, 'no', 'flow.json'), document: copyRows })).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining(`There is no folder ${join(here.folder, 'no')}.`),
      });
    });

    test('a document that is none is refused before anything is written', async () => {
      const { path } = await client.flows.create({ name: 'Mine' });
      const before = await readFile(path, 'utf8');
      await expect(client.flows.save({ path, document: { ...copyRows, edges: [{ from: 'read', to: 'write' }] } })).rejects.toMatchObject({
        code: 'badInput',
        message: expect.stringContaining('document.edges.0.from'),
      });
      expect(await readFile(path, 'utf8')).toBe(before);
    });
  });

  describe('runs', () => {
    async function start(document = copyRows) {
      const { path } = await client.flows.openTemplate({ id: 'copyRows' });
      return { path, ...(await client.runs.start({ path, document, parameters: {} })) };
    }

    async function eventsOf(run: string) {
      const events = [];
      for await (const event of client.runs.watch({ run })) events.push(event);
      return events;
    }

    test('a run is watched from its beginning to its end, and its rows are where they belong', async () => {
      const { path, run } = await start();
      const events = await eventsOf(run);
      expect(events[0]).toMatchObject({ type: 'started', run, flow: 'Copy rows' });
      expect(events.at(-1)).toMatchObject({
        type: 'finished',
        state: 'succeeded',
        unhandled: 0,
        nodes: { read: { out: 3 }, write: { in: 3, written: 3 } },
        edges: { 'read.out → write.in': 3 },
      });
      expect(await readFile(join(path, '..', 'copy.csv'), 'utf8')).toBe(people);
    });

    test('a run that has ended can be watched again, listed and looked into', async () => {
      const { path, run } = await start();
      const [first, second] = [await eventsOf(run), await eventsOf(run)];
      expect(second.at(-1)).toEqual(first.at(-1));
      const listed = { run, flow: 'Copy rows', path, state: 'succeeded', read: 3, written: 3, rejected: 0 };
      expect(await client.runs.list({ path, limit: 10 })).toEqual([expect.objectContaining(listed)]);
      expect(await client.runs.list({ path: join(path, 'other'), limit: 10 })).toEqual([]);
      expect(await client.runs.sample({ run, edge: 'read.out → write.in', offset: 1, limit: 1 })).toMatchObject({
        schema: [{ name: 'Name', type: 'text' }, { name: 'City', type: 'text' }],
        rows: [['Bo', 'Bergen']],
        kept: 3,
        total: 3,
      });
    });

    test('a flow that must be changed ends with what must be changed', async () => {
      const { run } = await start({ ...copyRows, nodes: { ...copyRows.nodes, read: { ...copyRows.nodes['read']!, settings: { file: 'nobody.csv' } } } });
      expect((await eventsOf(run)).at(-1)).toMatchObject({
        type: 'finished',
        state: 'failed',
        error: { kind: 'settings', where: { node: 'read' }, message: expect.stringContaining('nobody.csv') },
      });
    });

    test('a cancelled run says so', async () => {
      const { path } = await client.flows.openTemplate({ id: 'copyRows' });
      await writeFile(join(path, '..', 'people.csv'), 'Name,City\n');
      for (let block = 0; block < 20; block++) await appendFile(join(path, '..', 'people.csv'), 'Ann,"Aarhus, at the sea"\n'.repeat(50_000));
      const { run } = await client.runs.start({ path, document: copyRows, parameters: {} });
      const watching = eventsOf(run);
      await client.runs.cancel({ run });
      expect((await watching).at(-1)).toMatchObject({ type: 'finished', state: 'cancelled' });
    });

    test('a run that nobody started has neither events nor rows', async () => {
      await expect(eventsOf('nobody')).rejects.toMatchObject({ kind: 'settings', code: 'runUnknown' });
      await expect(client.runs.sample({ run: 'nobody', edge: 'a.out → b.in', offset: 0, limit: 10 })).rejects.toMatchObject({
        kind: 'settings',
        code: 'runUnknown',
      });
    });

    test('a run goes on when its watcher goes', async () => {
      const { path, run } = await start();
      for await (const event of client.runs.watch({ run })) if (event.type === 'started') break;
      await expect.poll(async () => (await client.runs.list({ path, limit: 1 }))[0]?.state).toBe('succeeded');
    });
  });

  describe('connections', () => {
    const acme = { name: 'acme', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl: 'https://acme.example' } } as const;

    test('secrets go in and never come out', async () => {
      await client.connections.save({ ...acme, secrets: { accessToken: 'very-secret-token' } });
      const listed = await client.connections.list({});
      expect(listed.map(({ name, builtIn }) => [name, builtIn])).toEqual([['demo', true], ['acme', false]]);
      expect(JSON.stringify(listed)).not.toContain('very-secret');
      expect(JSON.stringify(listed)).not.toContain('secret');
      for (const file of await readdir(here.dataFolder)) {
        if (file.endsWith('.json')) expect(await readFile(join(here.dataFolder, file), 'utf8'), file).not.toContain('very-secret-token');
      }
    });

    test('the place of secrets is named', async () => {
      expect(await client.connections.vault({})).toEqual({ place: 'an encrypted file under SLUICE_VAULT_PASSPHRASE', available: true });
    });

    test('a removed connection is gone; the demo org stays', async () => {
      await client.connections.save({ ...acme, secrets: {} });
      await client.connections.remove({ name: 'acme' });
      expect(await client.connections.list({})).toHaveLength(1);
      await expect(client.connections.remove({ name: 'demo' })).rejects.toMatchObject({ kind: 'settings', code: 'connectionBuiltIn' });
    });

    test('the doctor says who we are at the demo org; from then on hello knows where it is', async () => {
      const { findings, user, org, apiVersion, environment } = await client.connections.diagnose({ name: 'demo' });
      expect(findings.map(({ severity }) => severity)).toEqual(['good', 'good', 'good']);
      expect([user, org, environment]).toEqual([expect.stringMatching(/@/), expect.stringMatching(/./), 'demo']);
      expect(apiVersion).toMatch(/^\d+\.0$/);
      expect((await client.app.hello({ protocol: protocolVersion })).demoOrgUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    });

    test('the doctor names what a connection lacks; one that is not there is a mistake of who asks', async () => {
      await client.connections.save({ ...acme, settings: { instanceUrl: 'http://127.0.0.1:1' }, secrets: {} });
      expect((await client.connections.diagnose({ name: 'acme' })).findings).toEqual([expect.objectContaining({ code: 'orgUnreachable', severity: 'error' })]);
      const { findings } = await client.connections.diagnose({ name: 'nobody' });
      expect(findings).toEqual([expect.objectContaining({ code: 'connectionUnknown' })]);
    });
  });

  describe('lookups', () => {
    async function columnsOf(settings: Record<string, unknown>, path?: string) {
      const flow = path ?? (await client.flows.openTemplate({ id: 'copyRows' })).path;
      return client.lookups.choices({ path: flow, type: 'csvRead', lookup: 'columns', settings });
    }

    test('ask the file that the other settings name, from the folder of the flow', async () => {
      expect((await columnsOf({ file: 'people.csv' })).map(({ value, type }) => [value, type])).toEqual([['Name', 'text'], ['City', 'text']]);
    });

    test('say what is missing', async () => {
      await mkdir(join(here.folder, 'empty'));
      await expect(columnsOf({ file: 'people.csv' }, join(here.folder, 'empty', 'flow.json'))).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining('people.csv'),
      });
      await expect(columnsOf({ file: 7 })).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining('The setting "file" of "Read CSV" does not fit'),
      });
    });

    test.each([
      ['noSuchType', 'columns', 'nodeTypeUnknown'],
      ['constructor', 'columns', 'nodeTypeUnknown'],
      ['csvRead', 'constructor', 'lookupUnknown'],
    ])('%s has no lookup %s', async (type, lookup, code) => {
      const error = await client.lookups.choices({ path: '/flow.json', type, lookup, settings: {} }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code });
    });
  });

  describe('previews', () => {
    const filtered = (settings: Record<string, unknown>): FlowDocument => ({
      ...copyRows,
      nodes: { ...copyRows.nodes, some: { type: 'filterRows', version: 1, settings } },
      edges: [{ from: 'read.out', to: 'some.in' }, { from: 'some.out', to: 'write.in' }],
    });

    test('show the first rows that leave a node, without a run and without a trace', async () => {
      const { path } = await client.flows.openTemplate({ id: 'copyRows' });
      const { schema, rows } = await client.previews.rows({ path, document: filtered({ condition: 'Name <> "Bo"' }), from: 'some.out', limit: 10 });
      expect(schema.map(({ name }) => name)).toEqual(['Name', 'City']);
      expect(rows).toEqual([['Ann', 'Aarhus'], ['Cy', 'Córdoba']]);
      expect((await client.previews.rows({ path, document: copyRows, from: 'read.out', limit: 1 })).rows).toEqual([['Ann', 'Aarhus']]);
      expect(await client.runs.list({ limit: 10 })).toEqual([]);
    });

    test('end in words where the settings above do not fit', async () => {
      const { path } = await client.flows.openTemplate({ id: 'copyRows' });
      await expect(client.previews.rows({ path, document: filtered({ condition: 'Nmae = 1' }), from: 'some.out', limit: 10 })).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining('There is no column "Nmae"') });
    });
  });
});
