import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { sluice, type Said } from './testTerminal.ts';

let folder: string;
let org: Org;
let robotToken: string;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'sluiceServer', client_secret: 'sluice-demo-secret' });
  robotToken = ((await (await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string }).access_token;
  for (const connection of ['robot', 'admin']) await writeFile(join(folder, `${connection}.flow.json`), JSON.stringify(flow(connection)));
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

function run(...texts: string[]): Promise<Said> {
  return sluice(texts, { cwd: folder, env: { SLUICE_HOME: join(folder, 'home'), HOME: folder, SLUICE_ROBOT_INSTANCE_URL: org.url, SLUICE_ROBOT_ACCESS_TOKEN: robotToken, SLUICE_ADMIN_INSTANCE_URL: org.url, SLUICE_ADMIN_ACCESS_TOKEN: org.accessToken } });
}

/** Reads contacts with their accounts, and writes deals and accounts. */
function flow(connection: string): unknown {
  const columns = (names: readonly string[]) => names.map((name) => ({ name, type: 'text' }));
  const write = (object: string, operation: string) => ({ type: 'salesforceWrite', version: 1, settings: { connection, object, operation, key: 'External_Key__c' } });
  return {
    sluice: 1,
    name: 'Deals & accounts',
    parameters: {},
    layout: {},
    nodes: {
      contacts: { type: 'salesforceQuery', version: 1, settings: { connection, soql: 'SELECT Email, Birthdate, Account.Industry FROM Contact' } },
      keep: { type: 'csvWrite', version: 1, settings: { file: 'contacts.csv' } },
      deals: { type: 'csvRead', version: 1, settings: { file: 'deals.csv', columns: columns(['Name', 'StageName', 'CloseDate']) } },
      makeDeals: write('Opportunity', 'insert'),
      changes: { type: 'csvRead', version: 1, settings: { file: 'accounts.csv', columns: columns(['External_Key__c', 'Name', 'Rating']) } },
      changeAccounts: write('Account', 'upsert'),
    },
    edges: [
      { from: 'contacts.out', to: 'keep.in' },
      { from: 'deals.out', to: 'makeDeals.in' },
      { from: 'changes.out', to: 'changeAccounts.in' },
    ],
  };
}

describe('sluice connect --check --flow', () => {
  it('names every right that the user lacks for the flow', async () => {
    const { code, out } = await run('connect', 'robot', '--check', '--flow', 'robot.flow.json', '--json');
    expect(code).toBe(4);
    const { findings } = JSON.parse(out) as { findings: { code: string; message: string }[] };
    expect(findings.filter((finding) => finding.code === 'rightMissing').map(({ message }) => message)).toEqual([
      'The flow writes Account.Rating, and integration@sluice.example may only read it.',
      'The flow uses Contact.Birthdate; there is no such field, or integration@sluice.example may not see it.',
      'The flow makes records of Opportunity, and integration@sluice.example may not.',
    ]);
  });

  it('says that they are enough, and what is more than enough', async () => {
    const { code, out, err } = await run('connect', 'admin', '--check', '--flow', 'admin.flow.json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/✓ demo@sluice\.example may do what the flow does: \d+ fields of Account, Contact, Opportunity\./);
    expect(out).toMatch(/! demo@sluice\.example may do more than the flow needs: change all data; see all data/);
  });

  it('writes a permission set with just these rights, and an app to sign in with', async () => {
    const { out } = await run('connect', 'admin', '--check', '--flow', 'admin.flow.json', '--write', 'deploy');
    expect(out).toContain('✓ 4 files written to deploy.');
    expect((await readdir(join(folder, 'deploy'), { recursive: true })).filter((file) => file.endsWith('.xml')).sort()).toEqual([
      'externalClientApps/Sluice.eca-meta.xml',
      'extlClntAppGlobalOauthSets/Sluice_global.ecaGlblOauth-meta.xml',
      'extlClntAppOauthSettings/Sluice_oauth.ecaOauth-meta.xml',
      'permissionsets/Sluice_Deals_accounts.permissionset-meta.xml',
    ]);
    const set = await readFile(join(folder, 'deploy/permissionsets/Sluice_Deals_accounts.permissionset-meta.xml'), 'utf8');
    expect(set).toContain('<label>Sluice: Deals &amp; accounts</label>');
    const fields = [...set.matchAll(/<editable>(\w+)<\/editable>\s*<field>([\w.]+)<\/field>/g)].map(([, editable, field]) => `${field} ${editable === 'true' ? 'edit' : 'read'}`);
    expect(fields).toEqual(expect.arrayContaining(['Account.External_Key__c edit', 'Account.Rating edit', 'Account.Industry read', 'Contact.Birthdate read', 'Contact.Email read']));
    // What everybody may see who sees the record has no place in a permission set.
    expect(fields.filter((field) => /\.(Id|Name|StageName|CloseDate) /.test(field))).toEqual([]);
    const objects = [...set.matchAll(/<allowCreate>(\w+)<\/allowCreate>\s*<allowDelete>(\w+)<\/allowDelete>\s*<allowEdit>(\w+)<\/allowEdit>[^]*?<object>(\w+)</g)].map(([, ...rights]) => rights.join(' '));
    expect(objects).toEqual(['true false true Account', 'false false false Contact', 'true false false Opportunity']);
    expect(await readFile(join(folder, 'deploy/extlClntAppGlobalOauthSets/Sluice_global.ecaGlblOauth-meta.xml'), 'utf8')).toContain('<callbackUrl>http://localhost:1717/OauthRedirect</callbackUrl>');
  });

  it('says which connections the flow has when it does not use this one', async () => {
    const { code, err } = await run('connect', 'admin', '--check', '--flow', 'robot.flow.json');
    expect(code).toBe(2);
    expect(err).toContain('The flow names no object of the connection "admin". Connections in it: robot.');
  });

  it.each([
    [['--flow', 'robot.flow.json'], '--flow goes with --check.'],
    [['--check', '--write', 'x'], '--write needs --flow FILE'],
  ])('%j', async (options, message) => {
    const { code, err } = await run('connect', 'admin', ...options);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
