import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from './commandLine.ts';
import { runConnections } from './runConnections.ts';
import { sluice, testTerminal, type TestTerminal } from './testTerminal.ts';

let cwd: string;
let env: Record<string, string>;
let running: { terminal: TestTerminal; ended: Promise<number> }[];
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluiceOrg'));
  env = { SLUICE_HOME: join(cwd, 'home') };
  running = [];
});
afterEach(async () => {
  for (const { terminal, ended } of running) {
    terminal.interrupt();
    await ended;
  }
  await rm(cwd, { recursive: true });
});

/** Starts an org and gives its address once it has said it. */
async function start(...options: string[]): Promise<{ url: string; out: string; stop: () => Promise<number> }> {
  return new Promise((done, fail) => {
    const terminal = testTerminal({
      cwd,
      env,
      out: (text) => {
        terminal.said.out += text;
        const url = /at (http:\S+)/.exec(text)?.[1];
        if (url) setImmediate(() => done({ url, out: text, stop: () => (terminal.interrupt(), ended) }));
      },
    });
    const ended = commandLine(['org', 'start', ...options], terminal);
    running.push({ terminal, ended });
    void ended.then((code) => fail(new Error(`It ended with ${code}: ${terminal.said.err}`)));
  });
}

describe('sluice org start', () => {
  it('starts the org behind the connection "demo", and ends with 0 on Ctrl-C', async () => {
    const { url, out, stop } = await start('--port', '0');
    expect(out).toContain('User demo@sluice.example, records in ');
    expect(out).toContain('Ctrl-C stops it.');
    const connections = runConnections({}, env);
    expect(await connections.resolve('demo')).toMatchObject({ name: 'demo', environment: 'demo', settings: { instanceUrl: url } });
    await connections.close();
    expect(await sluice(['org', 'start'], { cwd, env })).toEqual({ code: 0, out: `The demo org runs already at ${url}; the connection "demo" leads there.\n`, err: '' });
    expect(await stop()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('says so when its port is taken', async () => {
    const { url } = await start('--port', '0', '--data', ':memory:');
    const { code, err } = await sluice(['org', 'start', '--data', ':memory:', '--port', new URL(url).port], { cwd, env });
    expect(code).toBe(2);
    expect(err).toContain(`Port ${new URL(url).port} on 127.0.0.1 is in use by another program.`);
  });

  it('says so when its file is none of an org', async () => {
    await writeFile(join(cwd, 'notes.txt'), 'These are notes, and long enough to be looked at as a database file. '.repeat(20));
    const { code, err } = await sluice(['org', 'start', '--data', 'notes.txt', '--port', '0'], { cwd, env });
    expect(code).toBe(2);
    expect(err).toContain(`The demo org cannot keep its records in ${join(cwd, 'notes.txt')}: `);
  });
});

describe('the connections of a run', () => {
  it('lead to the demo org at a URL', async () => {
    const { url } = await start('--port', '0', '--data', ':memory:');
    const connection = await runConnections({ sandbox: url }, env).resolve('sandbox');
    expect(connection).toMatchObject({ name: 'sandbox', environment: 'demo', settings: { instanceUrl: url } });
    const answer = await fetch(`${url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${connection.secrets['accessToken']!.reveal()}` } });
    expect(answer.status).toBe(200);
  });

  it('lead to any org whose token is in the environment', async () => {
    const { resolve } = runConnections({ crm: 'https://crm.example.com/path' }, { ...env, SLUICE_CRM_ACCESS_TOKEN: 'token' });
    expect(await resolve('crm')).toMatchObject({ name: 'crm', environment: 'production', settings: { instanceUrl: 'https://crm.example.com' } });
  });

  it('lead to another connection by its name, and keep the name the flow uses', async () => {
    const given = { ...env, SLUICE_TEST_INSTANCE_URL: 'https://test.example.com', SLUICE_TEST_ACCESS_TOKEN: 'token', SLUICE_TEST_ENVIRONMENT: 'sandbox' };
    const connections = runConnections({ demo: 'test' }, given);
    expect(await connections.resolve('demo')).toMatchObject({ name: 'demo', environment: 'sandbox', settings: { instanceUrl: 'https://test.example.com' } });
    await connections.close();
  });

  it.each([
    ['nothing answers', { demo: 'http://127.0.0.1:1' }, 'service', 'Nothing answers at http://127.0.0.1:1, where "demo" should be.'],
    ['the name is unknown', { demo: 'gone' }, 'settings', 'There is no connection "gone". Connections: demo.'],
  ])('say so when %s', async (_what, instead, kind, message) => {
    await expect(runConnections(instead, env).resolve('demo')).rejects.toMatchObject({ kind, message });
  });
});
