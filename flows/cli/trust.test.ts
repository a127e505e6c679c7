import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { sluice } from './testTerminal.ts';

let org: Org;
let cwd: string;
let env: Record<string, string>;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:' });
  cwd = await mkdtemp(join(tmpdir(), 'sluiceTrust'));
  env = {
    SLUICE_HOME: join(cwd, 'home'),
    SLUICE_SEAL_KEY: Buffer.alloc(32, 3).toString('base64'),
    SLUICE_CRM_INSTANCE_URL: org.url,
    SLUICE_CRM_ACCESS_TOKEN: org.accessToken,
    SLUICE_CRM_ENVIRONMENT: 'demo',
  };
  const settings = { connection: 'crm', object: 'Lead', operation: 'upsert', key: 'External_Key__c' };
  const nodes = { read: { type: 'csvRead', version: 1, settings: { file: 'leads.csv' } }, write: { type: 'salesforceWrite', version: 1, title: 'Leads', settings } };
  await writeFile(join(cwd, 'flow.json'), JSON.stringify({ sluice: 1, name: 'Load', nodes, edges: [{ from: 'read.out', to: 'write.in' }] }));
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
  await org.close();
});

const leads = (text: string): Promise<void> => writeFile(join(cwd, 'leads.csv'), `External_Key__c,LastName,Company\n${text}`);
const call = (...texts: string[]) => sluice(texts, { cwd, env });
const runId = (text: string): string => /"run":"([^"]+)"/.exec(text)![1]!;

describe('sluice plan, apply, proof and undo', () => {
  it('say what would change, write it, prove it and take it back', async () => {
    await leads('LEAD-0001,Planned,Acme\nC-1,New,Acme\n');
    const planned = await call('plan', 'flow.json', '-o', 'plan.json');
    expect({ code: planned.code, err: planned.err }).toEqual({ code: 10, err: '' });
    expect(planned.out.replace(/Plan for Load \S+/, 'Plan for Load ID').replace(/of the [\d,]+ left/, 'of the N left')).toBe(
      [
        'Plan for Load ID',
        '',
        'Leads: Lead in the demo org',
        '  1 to insert, 1 to update.',
        '  Fields: LastName 1, Company 1.',
        /^ {4}LEAD-0001 {2}LastName .*→ Planned$/m.exec(planned.out)![0],
        /^ {15}Company .*→ Acme$/m.exec(planned.out)![0],
        '  Takes 4 API calls (2 to read) of the N left today, about a minute or less.',
        '',
        '"sluice apply plan.json" writes exactly this.',
        '',
      ].join('\n'),
    );
    const { flowHash, inputs, rows } = JSON.parse(await readFile(join(cwd, 'plan.json'), 'utf8')) as { flowHash: string; inputs: unknown; rows: Record<string, unknown[]> };
    expect(flowHash).toMatch(/^[0-9a-f]{64}$/);
    expect(inputs).toEqual([{ file: 'leads.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(rows['write']).toHaveLength(2);

    const applied = await call('apply', 'plan.json', '--json');
    expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' });
    const run = runId(applied.out);
    expect((await call('plan', 'flow.json', '--quiet')).code).toBe(0);

    const proved = await call('proof', run);
    expect(proved).toMatchObject({ code: 0, err: '' });
    expect(proved.out).toContain('Every row is accounted for.');
    expect(proved.out).toContain('2 as written, 0 changed since, 0 back as before.');
    expect((await call('proof', run, '--format', 'html')).out).toMatch(/^<!doctype html>/);

    const dry = await call('undo', run, '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('1 to update, 1 to delete.');
    expect(await call('undo', run)).toMatchObject({ code: 0 });
    const after = await call('proof', run, '--format', 'json');
    expect(after.code).toBe(3);
    expect(JSON.parse(after.out)).toMatchObject({ isWhole: false, doubts: ['"Leads": 2 records are back as they were before the run.'] });
  });

  it('leaves what somebody else changed since as it is, lists it with all three values, and brings it back when told to', async () => {
    await leads('C-5,Ours,Acme\nLEAD-0003,Ours,Acme\n');
    const run = runId((await call('run', 'flow.json', '--json')).out);
    await leads('LEAD-0003,Theirs,Acme\n');
    expect((await call('run', 'flow.json', '--quiet')).code).toBe(0);
    const kept = /"LEAD-0003" was changed by somebody else since the run, so it is kept\. LastName: before ".*", ours "Ours", now "Theirs"\./;
    const dry = await call('undo', run, '--dry-run');
    expect(dry.out).toContain(`Undo of ${run.slice(0, 8)}`);
    expect(dry.out).toContain('1 to delete, 1 in conflict.');
    expect(dry.out).toContain('1 record would be left as it is:');
    expect(dry.out).toMatch(kept);
    const undone = await call('undo', run);
    expect(undone.code).toBe(3);
    expect(undone.out).toContain('1 record was left as it is:');
    expect(undone.out).toMatch(kept);
    expect(undone.out).toContain(`"sluice undo ${run.slice(0, 8)} --conflicts restore" brings them back all the same`);
    expect(await call('undo', run, '--conflicts', 'restore')).toMatchObject({ code: 0, out: expect.not.stringContaining('left as') });
  });

  it('applies a plan where the run store has never heard of it, and holds back what the input says now', async () => {
    await leads('C-10,New,Acme\nC-11,New,Acme\n');
    expect((await call('plan', 'flow.json', '-o', 'plan.json', '--quiet')).code).toBe(10);
    await leads('C-10,New,Acme\nC-11,Changed,Acme\n');
    const elsewhere = { cwd, env: { ...env, SLUICE_HOME: join(cwd, 'elsewhere') } };
    const applied = await sluice(['apply', 'plan.json', '--json'], elsewhere);
    expect(applied.code).toBe(3);
    expect(applied.err).toBe('leads.csv is not what it was when the plan was made. Rows that ask for something else now are held back.\n');
    expect(JSON.parse(applied.out.trimEnd().split('\n').at(-1)!)).toMatchObject({ nodes: { write: { written: 1, rejected: 1 } } });
  });

  it('stops before more is written than may be, and goes on when more may', async () => {
    await leads('C-20,New,Acme\nC-21,New,Acme\n');
    const stopped = await call('run', 'flow.json', '--max-rows', '1', '--json');
    expect(stopped.code).toBe(2);
    expect(stopped.err).toContain('The run may write 1 rows at most, and the next sending would make it 2.');
    const resumed = await call('resume', runId(stopped.out), '--max-rows', '5', '--json');
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.out.trimEnd().split('\n').at(-1)!)).toMatchObject({ nodes: { write: { in: 2, written: 2 } } });
    expect(await call('resume', runId(stopped.out))).toMatchObject({ code: 2, err: expect.stringContaining('has ended well; there is nothing to resume.') });
  });

  it('writes to a production org only when it was named', async () => {
    await leads('C-30,New,Acme\n');
    const production = { cwd, env: { ...env, SLUICE_CRM_ENVIRONMENT: 'production' } };
    const refused = await sluice(['run', 'flow.json'], production);
    expect(refused.code).toBe(2);
    const name = /--allow-production "(.*?)"/.exec(refused.err)?.[1] ?? '';
    expect(refused.err).toContain(`"crm" leads to ${name}, which is a production org, and this run would write Lead there.`);
    expect((await sluice(['plan', 'flow.json', '--quiet'], production)).code).toBe(10);
    const fresh = { ...production, env: { ...production.env, SLUICE_HOME: join(cwd, 'fresh') } };
    expect(await sluice(['run', 'flow.json', '--quiet', '--allow-production', name, '--needs-sandbox-run'], fresh)).toMatchObject({ code: 2, err: expect.stringContaining('has not yet written to a sandbox and ended well') });
    expect((await call('run', 'flow.json', '--quiet')).code).toBe(0);
    await leads('C-31,New,Acme\n');
    expect((await sluice(['run', 'flow.json', '--quiet', '--allow-production', name, '--needs-sandbox-run'], production)).code).toBe(0);
  });

  it('purges what was kept of a run: it cannot be taken back any more, and says so', async () => {
    await leads('LEAD-0002,Purged,Acme\n');
    const { out } = await call('run', 'flow.json', '--json');
    expect(await sluice(['purge', runId(out)], { cwd, env })).toMatchObject({ code: 0, out: 'Removed what 1 run had kept of records.\n' });
    expect(await call('undo', runId(out))).toMatchObject({ code: 2, err: expect.stringContaining('has been purged, so it cannot be taken back.') });
    expect(await call('proof', runId(out))).toMatchObject({ code: 3, out: expect.stringContaining('"Leads": written were 1 records, and only of 0 is enough kept to ask the org about them.') });
  });
});
