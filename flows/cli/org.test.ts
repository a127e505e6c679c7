import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runConnections } from './runConnections.ts';
import { sluice } from './testTerminal.ts';
import { testOrgs } from './testOrgs.ts';

let orgs: Awaited<ReturnType<typeof testOrgs>>;
beforeEach(async () => {
  orgs = await testOrgs();
});
afterEach(() => orgs.close());

describe('sluice org start', () => {
  it('starts the org behind the connection "demo", and ends with 0 on Ctrl-C', async () => {
    const { url, out, stop } = await orgs.start();
    expect(out).toContain('User demo@sluice.example, records in ');
    expect(out).toContain('Ctrl-C stops it.');
    const connections = runConnections({}, orgs.env);
    expect(await connections.resolve('demo')).toMatchObject({ name: 'demo', environment: 'demo', settings: { instanceUrl: url } });
    await connections.close();
    expect(await sluice(['org', 'start'], orgs)).toEqual({ code: 0, out: `The demo org runs already at ${url}; the connection "demo" leads there.\n`, err: '' });
    expect(await stop()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('says so when its port is taken', async () => {
    const { url } = await orgs.start('--data', ':memory:');
    const { code, err } = await sluice(['org', 'start', '--data', ':memory:', '--port', new URL(url).port], orgs);
    expect(code).toBe(2);
    expect(err).toContain(`Port ${new URL(url).port} on 127.0.0.1 is in use by another program.`);
  });

  it('says so when its file is none of an org', async () => {
    await writeFile(join(orgs.cwd, 'notes.txt'), 'These are notes, and long enough to be looked at as a database file. '.repeat(20));
    const { code, err } = await sluice(['org', 'start', '--data', 'notes.txt', '--port', '0'], orgs);
    expect(code).toBe(2);
    expect(err).toContain(`The demo org cannot keep its records in ${join(orgs.cwd, 'notes.txt')}: `);
  });
});

describe('the connections of a run', () => {
  it('lead to the demo org at a URL', async () => {
    const { url } = await orgs.start('--data', ':memory:');
    const connection = await runConnections({ sandbox: url }, orgs.env).resolve('sandbox');
    expect(connection).toMatchObject({ name: 'sandbox', environment: 'demo', settings: { instanceUrl: url } });
    const answer = await fetch(`${url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${connection.secrets['accessToken']!.reveal()}` } });
    expect(answer.status).toBe(200);
  });

  it('lead to any org whose token is in the environment', async () => {
    const { resolve } = runConnections({ crm: 'https://crm.example.com/path' }, { ...orgs.env, SLUICE_CRM_ACCESS_TOKEN: 'token' });
    expect(await resolve('crm')).toMatchObject({ name: 'crm', environment: 'production', settings: { instanceUrl: 'https://crm.example.com' } });
  });

  it('lead to another connection by its name, and keep the name the flow uses', async () => {
    const given = { ...orgs.env, SLUICE_TEST_INSTANCE_URL: 'https://test.example.com', SLUICE_TEST_ACCESS_TOKEN: 'token', SLUICE_TEST_ENVIRONMENT: 'sandbox' };
    const connections = runConnections({ demo: 'test' }, given);
    expect(await connections.resolve('demo')).toMatchObject({ name: 'demo', environment: 'sandbox', settings: { instanceUrl: 'https://test.example.com' } });
    await connections.close();
  });

  it.each([
    ['nothing answers', { demo: 'http://127.0.0.1:1' }, 'service', 'Nothing answers at http://127.0.0.1:1, where "demo" should be.'],
    ['the name is unknown', { demo: 'gone' }, 'settings', 'There is no connection "gone". Connections: demo.'],
  ])('say so when %s', async (_what, instead, kind, message) => {
    await expect(runConnections(instead, orgs.env).resolve('demo')).rejects.toMatchObject({ kind, message });
  });
});
