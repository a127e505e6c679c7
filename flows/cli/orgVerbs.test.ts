import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { sluice, type Said } from './testTerminal.ts';
import { testOrgs } from './testOrgs.ts';

let orgs: Awaited<ReturnType<typeof testOrgs>>;
beforeEach(async () => {
  orgs = await testOrgs();
});
afterEach(() => orgs.close());

const org = (...words: string[]): Promise<Said> => sluice(['org', ...words], orgs);
const port = (url: string): string => new URL(url).port;

describe('sluice org status', () => {
  it('says where the org runs, its process, its file and how many records it holds', async () => {
    const { url } = await orgs.start();
    const { code, out } = await org('status');
    expect(code).toBe(0);
    expect(out).toContain(`The demo org runs at ${url}`);
    expect(out).toContain(`Process    ${process.pid}`);
    expect(out).toContain(`Data       ${join(orgs.cwd, 'home', 'demoOrg.sqlite')}`);
    expect(out).toMatch(/Records {4}[\d,]+: .*Contact 340/);
    expect(out).toContain('Faults     none');
    const json = JSON.parse((await org('status', '--json')).out) as Record<string, unknown>;
    expect(json).toMatchObject({ running: true, url, pid: process.pid });
  });

  it('ends with 4 where none runs', async () => {
    expect(await org('status')).toEqual({ code: 4, out: `The demo org is not running. Its records are kept in ${join(orgs.cwd, 'home', 'demoOrg.sqlite')}.\n`, err: '' });
    expect(await org('status', '--port', '1')).toEqual({ code: 4, out: 'No demo org runs on port 1.\n', err: '' });
    expect((await org('status', '--json')).out).toBe('{"running":false}\n');
  });
});

describe('sluice org stop', () => {
  it('ends the org that runs, and has nothing to do where none does', async () => {
    const { url, ended } = await orgs.start();
    expect(await org('stop')).toEqual({ code: 0, out: `The demo org at ${url} has stopped.\n`, err: '' });
    expect(await ended).toBe(0);
    expect(await org('stop')).toEqual({ code: 0, out: 'The demo org is not running.\n', err: '' });
  });

  it('ends an org of its own by its port', async () => {
    const { url, ended } = await orgs.start('--data', ':memory:');
    expect((await org('stop', '--port', port(url))).out).toBe(`The demo org at ${url} has stopped.\n`);
    expect(await ended).toBe(0);
  });

  it('leaves an org alone that belongs to another program', async () => {
    const other = await startOrg({ data: ':memory:' });
    const { code, err } = await org('stop', '--port', String(other.port));
    expect(code).toBe(2);
    expect(err).toContain('This org belongs to the program it runs in, and ends with it.');
    await other.close();
  });
});

describe('sluice org reset', () => {
  it('stops the org and removes its records', async () => {
    const { url, ended } = await orgs.start();
    const data = join(orgs.cwd, 'home', 'demoOrg.sqlite');
    expect(await org('reset')).toEqual({ code: 0, out: `The demo org at ${url} has stopped. Its records in ${data} are gone; the next start makes new ones.\n`, err: '' });
    expect(await ended).toBe(0);
    expect(existsSync(data)).toBe(false);
    expect((await org('reset')).out).toBe(`There are no records in ${data}.\n`);
  });

  it('removes nothing that is in use or is no org', async () => {
    await orgs.start('--data', 'mine.sqlite');
    const used = await org('reset', '--data', 'mine.sqlite');
    expect([used.code, used.err]).toEqual([2, expect.stringContaining(`${join(orgs.cwd, 'mine.sqlite')} is in use: a demo org runs over it. Stop it first.`)]);
    await writeFile(join(orgs.cwd, 'notes.txt'), 'These are notes, and long enough to be looked at as a database file. '.repeat(20));
    const notes = await org('reset', '--data', 'notes.txt');
    expect([notes.code, notes.err]).toEqual([2, expect.stringContaining("notes.txt is not a demo org's file")]);
    expect(existsSync(join(orgs.cwd, 'notes.txt'))).toBe(true);
  });

  it('is what start --reset does first', async () => {
    const first = await orgs.start('--data', 'mine.sqlite');
    const count = async (url: string): Promise<number> => ((await (await fetch(`${url}/demo/status`)).json()) as { records: { Account: number } }).records.Account;
    const fresh = await count(first.url);
    const { access_token: token } = (await (
      await fetch(`${first.url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'sluiceServer', client_secret: 'sluice-demo-secret' }),
      })
    ).json()) as { access_token: string };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    expect((await fetch(`${first.url}/services/data/v62.0/sobjects/Account`, { method: 'POST', headers, body: '{"Name":"New"}' })).status).toBe(201);
    expect(await count(first.url)).toBe(fresh + 1);
    await org('stop', '--port', port(first.url));
    await first.ended;
    expect(await count((await orgs.start('--data', 'mine.sqlite', '--reset')).url)).toBe(fresh);
  });

  it('is refused to start --reset while the org runs', async () => {
    const { url } = await orgs.start();
    const { code, err } = await org('start', '--reset');
    expect([code, err]).toEqual([2, expect.stringContaining(`The demo org runs at ${url}, so it cannot be reset.`)]);
  });
});

describe('sluice org start', () => {
  it('adds a seed, and says which file is wrong', async () => {
    await writeFile(join(orgs.cwd, 'ships.json'), '{"objects":{"Ship__c":{"keyPrefix":"a77","fields":{"Name":{"type":"string","name":true}}}}}');
    const { url } = await orgs.start('--data', ':memory:', '--seed', 'ships.json');
    expect(((await (await fetch(`${url}/demo/status`)).json()) as { records: object }).records).toHaveProperty('Ship__c', 0);
    const { code, err } = await org('start', '--data', ':memory:', '--port', '0', '--seed', 'gone.json');
    expect([code, err]).toEqual([2, expect.stringContaining(`The seed ${join(orgs.cwd, 'gone.json')} cannot be used`)]);
  });

  it('listens with TLS too when asked', async () => {
    const { url, out } = await orgs.start('--data', ':memory:', '--https');
    expect(out).toMatch(/Also at https:\/\/127\.0\.0\.1:\d+, with a certificate of its own/);
    expect(await (await fetch(`${url}/demo/certificate`)).text()).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('speaks the Pub/Sub API where it is asked to, with TLS unless told otherwise', async () => {
    const { out } = await orgs.start('--data', ':memory:', '--pubsub', '0', '--plaintext');
    expect(out).toMatch(/Pub\/Sub API at localhost:\d+\./);
  });
});

describe('sluice org login-url', () => {
  it('prints the address and nothing else on stdout', async () => {
    const { url } = await orgs.start();
    expect(await org('login-url')).toMatchObject({ code: 0, out: `${url}\n` });
  });

  it('needs an org that runs', async () => {
    const { code, err } = await org('login-url');
    expect(code).toBe(4);
    expect(err).toContain('The demo org is not running.');
  });
});

describe('sluice org faults', () => {
  it('adds, lists and heals what is to go wrong', async () => {
    const { url } = await orgs.start('--data', ':memory:');
    const at = ['--port', port(url)];
    expect((await org('faults', ...at)).out).toBe('Nothing is to go wrong.\n');
    expect((await org('faults', ...at, '--add', 'status status=503 times=2 path=/query', '--add', 'lock share=0.2 seed=7')).out).toBe(
      'status status=503 times=2 path=/query\nlock share=0.2 seed=7\n',
    );
    expect((await org('status', ...at)).out).toContain('Faults     {"kind":"status"');
    expect((await org('faults', ...at, '--clear')).out).toBe('Nothing is to go wrong.\n');
  });

  it('leave the org to be found and stopped', async () => {
    const { url, ended } = await orgs.start();
    await org('faults', '--add', 'status status=503 times=100', '--add', 'cut times=100', '--add', 'clock offsetMs=1000');
    expect((await org('login-url')).out).toBe(`${url}\n`);
    expect((await org('stop')).out).toBe(`The demo org at ${url} has stopped.\n`);
    expect(await ended).toBe(0);
  });

  it('says what a fault is when it is none', async () => {
    const { url } = await orgs.start('--data', ':memory:');
    const wrong = await org('faults', '--port', port(url), '--add', 'flood');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('A fault is { "kind": "status"')]);
    expect((await org('faults', '--add', 'status 503')).err).toContain('"503" in --add "status 503" is not name=value.');
  });
});
