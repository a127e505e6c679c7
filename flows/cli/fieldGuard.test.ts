import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sluice } from './testTerminal.ts';

let cwd: string;
let env: Record<string, string>;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-'));
  env = { SLUICE_HOME: join(cwd, 'home'), SLUICE_SEAL_KEY: Buffer.alloc(32, 7).toString('base64') };
  const columns = ['Id', 'LastName', 'Account.Name'].map((name) => ({ name, type: 'text' }));
  const flow = {
    sluice: 1,
    name: 'Names',
    nodes: {
      read: { type: 'salesforceQuery', version: 1, settings: { connection: 'demo', soql: 'SELECT Id, LastName, Account.Name FROM Contact WHERE Department = null ORDER BY Title LIMIT 2', columns } },
      names: { type: 'mapColumns', version: 1, settings: { columns: [{ column: 'LastName', formula: 'LastName' }, { column: 'LeadSource', formula: '"Web"' }], keepOthers: false } },
      write: { type: 'salesforceWrite', version: 1, settings: { connection: 'demo', object: 'Contact', operation: 'insert' } },
    },
    edges: [{ from: 'read.out', to: 'names.in' }, { from: 'names.out', to: 'write.in' }],
  };
  await writeFile(join(cwd, 'flow.json'), JSON.stringify(flow));
});
afterEach(() => rm(cwd, { recursive: true }));

const check = (...options: string[]): ReturnType<typeof sluice> => sluice(['check', 'flow.json', ...options], { cwd, env });

describe('sluice check with an org', () => {
  it('notes the fields a flow uses, of parents too, and finds them as they were', async () => {
    expect(await check('--org')).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing was noted of the \d fields of 2 objects it uses\. "sluice check flow\.json --record" notes them/) });
    expect(await check('--record')).toMatchObject({ code: 0, out: expect.stringContaining('written to flow.fields.json. Keep it beside the flow.') });
    const noted = JSON.parse(await readFile(join(cwd, 'flow.fields.json'), 'utf8')) as { connections: { demo: Record<string, Record<string, object>> } };
    expect(Object.keys(noted.connections.demo)).toEqual(['Account', 'Contact']);
    expect(Object.keys(noted.connections.demo['Contact']!)).toEqual(['AccountId', 'Department', 'Id', 'LastName', 'LeadSource', 'Title']);
    expect(await check('--org')).toMatchObject({ code: 0, out: expect.stringContaining('7 fields of 2 objects: as noted in flow.fields.json.') });
  });

  it('names what has changed and the nodes it concerns, also when the flow is run', async () => {
    await check('--record');
    const file = join(cwd, 'flow.fields.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/("LastName": .*"length": )\d+/, '$1200').replace(/("LeadSource": .*"values": \[)/, '$1"Fax", '));
    const { code, err } = await check('--org');
    expect(code).toBe(0);
    expect(err).toContain('Contact.LastName took 200 characters and takes 80 now.\n  at flow.json:1, node write\n');
    expect(err).toContain('Contact.LeadSource no longer has the value "Fax".');
    expect(err).not.toContain('node read');
    expect((await sluice(['run', 'flow.json', '--quiet'], { cwd, env })).err).toContain('Contact.LeadSource no longer has the value "Fax".');
  });
});
