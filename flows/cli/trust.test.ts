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
    expect(planned.out.replace(/Plan for Load \S+/, 'Plan for Load ID').replace(/of the [\d,]+ left today, [\d,]+ of/, 'of the N left today, N of')).toBe(
      [
        'Plan for Load ID',
        '',
        'Leads: Lead in the demo org',
        '  1 to insert, 1 to update.',
        '  Fields: LastName 1, Company 1.',
        /^ {4}LEAD-0001 {2}LastName .*→ Planned$/m.exec(planned.out)![0],
        /^ {15}Company .*→ Acme$/m.exec(planned.out)![0],
        '  Takes 4 API calls (2 to read) of the N left today, N of them in reserve, about a minute or less.',
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

  it('lets the person choose for each conflict: one by its key, many in a file that the dry run writes', async () => {
    await leads('C-60,Ours,Acme\nC-61,Ours,Acme\nC-62,Ours,Acme\nC-63,Ours,Acme\n');
    const run = runId((await call('run', 'flow.json', '--json')).out);
    await leads('C-60,Theirs,Acme\nC-61,Theirs,Acme\nC-62,Theirs,Acme\n');
    expect((await call('run', 'flow.json', '--quiet')).code).toBe(0);
    const dry = await call('undo', run, '--dry-run', '--out', 'conflicts.csv');
    expect(dry.out).toContain(`conflicts.csv lists 3 records to choose for: write keep or restore under "Choice", then "sluice undo ${run.slice(0, 8)} --choices conflicts.csv".`);
    const lines = (await readFile(join(cwd, 'conflicts.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('\uFEFFRecord Id,Key,If restored,Field,Before,Ours,Now,Choice');
    expect(lines.slice(1).sort()).toEqual(['C-60', 'C-61', 'C-62'].map((key) => expect.stringMatching(new RegExp(`^00Q\\w{15},${key},deleted,LastName,,Ours,Theirs,keep$`))));

    const edited = lines.map((line) => (line.includes(',C-61,') ? line.replace(/keep$/, 'Restore') : line));
    await writeFile(join(cwd, 'conflicts.csv'), edited.join('\n'));
    const undone = await call('undo', run, '--choices', 'conflicts.csv', '--conflict', 'C-60=restore', '--json');
    // C-60 and C-61 as chosen, C-63 since nobody changed it; C-62 stays.
    expect(JSON.parse(undone.out.trimEnd().split('\n').at(-1)!)).toMatchObject({ nodes: { write: { in: 4, written: 3, rejected: 1 } } });

    expect(await call('undo', run, '--conflict', 'C-99=restore')).toMatchObject({ code: 2, err: expect.stringContaining(`wrote no record with the key or Id "C-99".`) });
    expect(await call('undo', run, '--conflict', 'C-60=maybe')).toMatchObject({ code: 2, err: expect.stringContaining('--conflict C-60 is keep or restore; it is "maybe".') });
    await writeFile(join(cwd, 'conflicts.csv'), edited.join('\n').replace('Restore', 'perhaps'));
    expect(await call('undo', run, '--choices', 'conflicts.csv')).toMatchObject({ code: 2, err: expect.stringMatching(/conflicts\.csv: the choice for 00Q\w{15} is "perhaps"\. It is keep or restore\./) });
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

  it('says when a plan takes more calls than may be used without the reserve', async () => {
    const small = await startOrg({ data: ':memory:', limits: { DailyApiRequests: 15 } });
    try {
      await leads(Array.from({ length: 8 }, (_, at) => `C-9${at},New,Acme\n`).join(''));
      const flow = JSON.parse(await readFile(join(cwd, 'flow.json'), 'utf8')) as { nodes: { write: { settings: object } } };
      flow.nodes.write.settings = { ...flow.nodes.write.settings, batchSize: 1 };
      await writeFile(join(cwd, 'single.json'), JSON.stringify(flow));
      const planned = await sluice(['plan', 'single.json'], { cwd, env: { ...env, SLUICE_CRM_INSTANCE_URL: small.url, SLUICE_CRM_ACCESS_TOKEN: small.accessToken } });
      expect(planned.out).toMatch(/Takes 10 API calls \(2 to read\) of the 1\d left today, 3 of them in reserve/);
      expect(planned.out).toContain('That is more than may be used today without the reserve: it would stop half-way, and can be resumed when there are more.');
    } finally {
      await small.close();
    }
  });

  it('keeps to the limits that the flow itself has: options ask for less, never for more', async () => {
    await leads('C-70,New,Acme\nC-71,New,Acme\nC-72,New,Acme\n');
    const text = await readFile(join(cwd, 'flow.json'), 'utf8');
    const limited = (limits: object): Promise<void> => writeFile(join(cwd, 'limited.json'), JSON.stringify({ ...(JSON.parse(text) as object), limits }));
    await limited({ rows: 2 });
    expect(await call('plan', 'limited.json')).toMatchObject({ code: 10, out: expect.stringContaining('That is more than the limits of the flow allow: 3 rows, and a run may write 2. It would stop before.') });
    const stopped = await call('run', 'limited.json', '--max-rows', '1000', '--json');
    expect(stopped).toMatchObject({ code: 2, err: expect.stringContaining('The limits of the flow say that a run may write 2 rows at most, and the next sending would make it 3.') });
    expect(stopped.err).toContain('raise the limit in the flow, save it and resume');
    // The one who is told less by an option hears of the option.
    expect((await call('run', 'limited.json', '--max-rows', '1', '--json')).err).toContain('The run may write 1 rows at most');
    const run = runId(stopped.out);
    expect((await call('resume', run, '--max-rows', '1000', '--quiet')).code).toBe(2);
    await limited({ rows: 3 });
    expect((await call('resume', run, '--max-rows', '1000', '--quiet')).code).toBe(0);
    // What a flow may write binds no undo.
    await limited({ rows: 3, deletes: 0 });
    expect((await call('undo', run, '--quiet')).code).toBe(0);
  });

  it('follows a record back to the rows it was written from, through a group', async () => {
    await leads('C-80,Ash,Acme\nC-81,Birch,Acme\nC-80,Cedar,Acme\n');
    const flow = JSON.parse(await readFile(join(cwd, 'flow.json'), 'utf8')) as { nodes: object };
    const group = { type: 'aggregateRows', version: 1, title: 'Group', settings: { groupBy: ['External_Key__c', 'Company'], totals: [{ total: 'last', of: 'LastName', name: 'LastName' }] } };
    await writeFile(join(cwd, 'grouped.json'), JSON.stringify({ ...flow, nodes: { ...flow.nodes, group }, edges: [{ from: 'read.out', to: 'group.in' }, { from: 'group.out', to: 'write.in' }] }));
    const run = runId((await call('run', 'grouped.json', '--json')).out);
    const { nodes } = JSON.parse((await call('proof', run, '--format', 'json')).out) as { nodes: { samples: { entry: { key: string }; outcome: { id: string } }[] }[] };
    const { outcome } = nodes.flatMap(({ samples }) => samples).find(({ entry }) => entry.key === 'C-80')!;
    for (const record of [outcome.id, outcome.id.slice(0, 15), 'C-80']) {
      const traced = await call('trace', run, '--record', record);
      expect({ record, code: traced.code, err: traced.err }).toEqual({ record, code: 0, err: '' });
      expect(traced.out).toMatch(/Read CSV, row 1 of read\.out[^]*LastName\s+Ash[^]*Read CSV, row 3 of read\.out[^]*LastName\s+Cedar[^]*of 2 rows: 1 of read\.out, 3 of read\.out[^]*Leads takes it: row 1 of group\.out\./);
    }
    expect(await call('trace', run, '--record', 'C-99')).toMatchObject({ code: 2, err: expect.stringContaining('names no record "C-99"') });
    const undone = runId((await call('undo', run, '--json')).out);
    expect(await call('trace', undone, '--record', outcome.id)).toMatchObject({ code: 2, err: expect.stringContaining(`took back the run ${run.slice(0, 8)}`) });
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
    // The flow can ask for it itself; its limits are no part of what has run elsewhere.
    const text = JSON.parse(await readFile(join(cwd, 'flow.json'), 'utf8')) as object;
    await writeFile(join(cwd, 'careful.json'), JSON.stringify({ ...text, limits: { sandboxFirst: true } }));
    const careful = ['run', 'careful.json', '--quiet', '--allow-production', name];
    expect(await sluice(careful, fresh)).toMatchObject({ code: 2, err: expect.stringContaining('has not yet written to a sandbox and ended well') });
    await leads('C-32,New,Acme\n');
    expect((await sluice(careful, production)).code).toBe(0);
  });

  it('purges what was kept of a run: it cannot be taken back any more, and says so', async () => {
    await leads('LEAD-0002,Purged,Acme\n');
    const { out } = await call('run', 'flow.json', '--json');
    expect(await sluice(['purge', runId(out)], { cwd, env })).toMatchObject({ code: 0, out: 'Removed what 1 run had kept of records.\n' });
    expect(await call('undo', runId(out))).toMatchObject({ code: 2, err: expect.stringContaining('has been purged, so it cannot be taken back.') });
    expect(await call('proof', runId(out))).toMatchObject({ code: 3, out: expect.stringContaining('"Leads": written were 1 records, and only of 0 is enough kept to ask the org about them.') });
  });
});
