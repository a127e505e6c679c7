import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Secret, type Connection } from '../flows/kit/connection.ts';
import { categories } from '../flows/kit/defineNode.ts';
import { describeFields } from '../flows/kit/fields.ts';
import { definitions } from '../flows/nodes/definitions.ts';
import { loadRuntime } from '../flows/nodes/runtimes.ts';
import { casesOf, nodeFolders, nodesFolder } from './nodes/nodeCase.ts';
import { filesIn, filesOf, runCase } from './nodes/runCase.ts';

/** What every node type keeps to: the contract of DESIGN §3, over every folder there is. */

test('every folder is a node type', () => {
  expect(Object.keys(definitions).sort()).toEqual(nodeFolders());
});

describe.each(nodeFolders())('%s', (type) => {
  const definition = definitions[type]!;
  const fields = describeFields(definition.settings);
  const cases = casesOf(type);

  test('says what it is: name, title, summary, a category of the palette, ports of its kind, an icon', async () => {
    const { in: into, out } = definition.ports(definition.settings.parse({}));
    expect(definition.type).toBe(type);
    expect(definition.title).toMatch(/\S/);
    expect(definition.summary).toMatch(/\.$/);
    expect(categories).toContain(definition.category);
    expect(into.length === 0).toBe(definition.kind === 'source');
    expect(out.some(({ name }) => name !== 'rejected' && !(definition.kind === 'sink' && name === 'written'))).toBe(definition.kind !== 'sink');
    for (const { name, title } of [...into, ...out]) expect([name, title]).toEqual([expect.stringMatching(/^[a-z][A-Za-z0-9]*$/), expect.stringMatching(/\S/)]);
    expect((await loadRuntime(type)).kind).toBe(definition.kind);
    expect(readFileSync(join(nodesFolder, type, 'icon.svg'), 'utf8')).toMatch(/^<svg [^>]*viewBox=/);
  });

  test('every setting has a title and help; its lookup is there', async () => {
    const { lookups = {} } = await loadRuntime(type);
    for (const field of fields) {
      expect(field.title, field.name).toMatch(/\S/);
      expect(field.help, field.name).toMatch(/\.$/);
      expect(field.control, field.name).toBeDefined();
      for (const option of field.options ?? []) expect(option.title, `${field.name} ${option.value}`).toMatch(/\S/);
      if (field.lookup !== undefined) expect(Object.keys(lookups)).toContain(field.lookup);
      if (field.when) expect(fields.map(({ name }) => name)).toContain(field.when.setting);
    }
  });

  test('settings are complete without being given any, and describe themselves as JSON Schema', () => {
    const defaults = definition.settings.parse({});
    expect(Object.keys(defaults)).toEqual(fields.map(({ name }) => name));
    expect(z.toJSONSchema(definition.settings, { io: 'input' })).toMatchObject({ type: 'object' });
  });

  test('every older version has its migration', () => {
    const older = Array.from({ length: definition.version - 1 }, (_, index) => String(index + 1));
    expect(Object.keys(definition.migrate ?? {})).toEqual(older);
  });

  test('has a case, each with a title of its own', () => {
    expect(existsSync(join(nodesFolder, type, 'cases'))).toBe(true);
    expect(cases.length).toBeGreaterThan(0);
    expect(new Set(cases.map(([, { title }]) => title)).size).toBe(cases.length);
  });

  test.each(cases)('case %s', async (_file, nodeCase) => {
    const { finished, collected, folder, query } = await runCase(type, nodeCase);
    expect(finished.error).toBeUndefined();
    // Rows that do not add up end the run as failed.
    expect(finished.state).toBe('succeeded');
    const ports = definition.ports(definition.settings.parse(nodeCase.settings)).out.map(({ name }) => name);
    expect(ports).toEqual(expect.arrayContaining(Object.keys(nodeCase.out)));
    for (const port of ports) {
      const { columns, rows } = nodeCase.out[port] ?? { rows: [] };
      expect({ port, rows: collected[port]?.rows ?? [] }).toEqual({ port, rows });
      if (columns) expect({ port, columns: collected[port]?.columns }).toEqual({ port, columns });
    }
    expect(finished.drops['node'] ?? {}).toEqual(nodeCase.dropped);
    // How long a run still takes is told by it; of events there is no end to be known.
    const { out = 0, share } = finished.nodes['node'] ?? {};
    if (definition.kind === 'source' && type !== 'salesforceEvents' && out > 0) expect(share).toBe(1);
    expect(filesIn(folder)).toEqual(filesOf(nodeCase, 'after'));
    for (const [soql, records] of Object.entries(nodeCase.orgQuery)) expect(await query(soql)).toEqual(records);
  });

  test('stops when it is told to, in the middle of its rows, and leaves nothing half-written', async () => {
    const [, nodeCase] = cases[0]!;
    const cancel = new AbortController();
    const stop = () => cancel.abort();
    let batches = 0;
    const { finished, events, folder } = await runCase(type, nodeCase, {
      endless: true,
      signal: cancel.signal,
      // What leaves the node finds nobody who takes it, so its source cannot be through before it is told to stop.
      async onBatch() {
        if (++batches === 1) setTimeout(stop, 20);
        await new Promise((resolve) => (cancel.signal.aborted ? resolve(undefined) : cancel.signal.addEventListener('abort', resolve)));
      },
      onEvent: ({ type: event }) => void (event === 'progress' && setTimeout(stop, 20)),
    });
    expect(finished).toMatchObject({ state: 'cancelled' });
    // The engine says so when something did not stop within a second.
    expect(events.filter((event) => event.type === 'log' && event.node === undefined)).toEqual([]);
    expect(filesIn(folder)).toEqual(filesOf(nodeCase, 'before'));
  });

  const connectionField = fields.find(({ control }) => control === 'connection');
  if (connectionField) {
    test('lets no secret into events, errors or samples, even when the other side sends it back', async () => {
      const [, nodeCase] = cases[0]!;
      const marker = 'TOKEN!marker/secret+42';
      const url = await echoServer();
      const connection: Connection = {
        name: 'marked',
        system: connectionField.system!,
        environment: 'sandbox',
        settings: { instanceUrl: url, loginUrl: url, username: 'somebody@example.org' },
        secrets: { accessToken: new Secret(marker) },
      };
      const { finished, events, store } = await runCase(type, { ...nodeCase, settings: { ...nodeCase.settings, [connectionField.name]: 'marked' } }, { connection });
      const samples = ['node.rejected', 'rows.out → node.in', 'node.out → collectout.in'].map((edge) => store.readSample('case', edge, 0, 1000));
      const everything = JSON.stringify([finished, events, samples, store.readEvents('case')]);
      expect(everything).toContain('[secret]');
      expect(everything).not.toContain('marker');
    });
  }
});

/** An org that refuses everything, and says of every request what was in it. */
async function echoServer(): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify([{ errorCode: 'MALFORMED_QUERY', message: `Not understood: ${request.headers.authorization ?? ''}` }]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
