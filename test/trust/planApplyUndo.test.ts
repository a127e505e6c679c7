import { describe, expect, test } from 'vitest';
import { trustFixture, type TrustFixture } from './trustFixture.ts';

const upsert = { object: 'Lead', operation: 'upsert', key: 'External_Key__c' };
const leads = 'SELECT External_Key__c, LastName, Company, Email, AnnualRevenue FROM Lead WHERE External_Key__c LIKE \'T-%\' AND IsDeleted = false ORDER BY External_Key__c';

async function load(here: TrustFixture, names: readonly string[]): Promise<void> {
  const { finished } = await here.run(upsert, names.map((name, at) => ({ External_Key__c: `T-${at}`, LastName: name, Company: 'Acme', AnnualRevenue: 10 })));
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { written: names.length } } });
}

describe('a plan', () => {
  test('says of every row what it would do, old and new of every field, and writes nothing', async () => {
    const here = await trustFixture();
    await load(here, ['Ash', 'Birch']);
    const before = await here.query(leads);
    const { run, finished, rejected } = await here.run(
      upsert,
      [
        { External_Key__c: 'T-0', LastName: ' Ash ', Company: 'Acme', AnnualRevenue: '10.000' },
        { External_Key__c: 't-1', LastName: 'Beech', Company: 'Acme', AnnualRevenue: 10 },
        { External_Key__c: 'T-2', LastName: 'Cedar', Company: 'Acme', AnnualRevenue: 3 },
        { External_Key__c: 'T-2', LastName: 'Cedar again', Company: 'Acme', AnnualRevenue: 4 },
        { External_Key__c: '', LastName: 'Nobody', Company: 'Acme', AnnualRevenue: 5 },
      ],
      { mode: 'plan' },
    );
    expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 5, written: 2, unchanged: 1, rejected: 2 } } });
    expect(here.store.countLedger(run)['write']!.actions).toEqual({ unchanged: 1, update: 1, insert: 1, rejected: 2 });
    const { rows, total } = here.store.readChanges(run, { action: 'update', offset: 0, limit: 10 });
    expect(total).toBe(1);
    expect(rows[0]!.entry).toMatchObject({ key: 't-1', fields: [{ name: 'LastName', before: 'Birch', after: 'Beech' }] });
    expect(rejected.map(({ code }) => code)).toEqual(['keyTwice', 'keyBlank']);
    expect(await here.query(leads)).toEqual(before);
  });

  test('applied, writes what it said and nothing else: rows whose target or input changed since are held back', async () => {
    const here = await trustFixture();
    await load(here, ['Ash', 'Birch', 'Cedar', 'Dogwood']);
    const row = (at: number, LastName: string) => ({ External_Key__c: `T-${at}`, LastName, Company: 'Acme', AnnualRevenue: 10 });
    const rows = [row(0, 'Ash 2'), row(1, 'Birch 2'), row(2, 'Cedar 2'), row(3, 'Dogwood'), row(4, 'Elm')];
    const plan = await here.run(upsert, rows, { mode: 'plan' });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await here.call('PATCH', '/services/data/v60.0/sobjects/Lead/External_Key__c/T-1', { Email: 'somebody@example.com' });
    const { finished, rejected } = await here.run(upsert, [...rows.slice(0, 2), row(2, 'Cedar 3'), ...rows.slice(3), row(5, 'Fir')], { applies: plan.run });
    expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 6, written: 2, unchanged: 1, rejected: 3 } } });
    expect(rejected.map(({ code, row: [key] }) => [key, code])).toEqual([['T-1', 'targetChanged'], ['T-2', 'inputChanged'], ['T-5', 'notInPlan']]);
    expect((await here.query(leads)).map(({ LastName }) => LastName)).toEqual(['Ash 2', 'Birch', 'Cedar', 'Dogwood', 'Elm']);
  });

  test('of another flow is not applied', async () => {
    const here = await trustFixture();
    const rows = [{ External_Key__c: 'T-0', LastName: 'Ash', Company: 'Acme' }];
    const plan = await here.run(upsert, rows, { mode: 'plan' });
    const { finished } = await here.run({ ...upsert, blanks: 'clear' }, rows, { applies: plan.run });
    expect(finished).toMatchObject({ state: 'failed', error: { kind: 'settings', code: 'planOfAnotherFlow' } });
  });
});

describe('an undo', () => {
  test('restores what was changed, deletes what was made, and leaves alone what somebody changed since', async () => {
    const here = await trustFixture();
    await load(here, ['Ash', 'Birch', 'Cedar']);
    const before = await here.query(leads);
    const row = (at: number, LastName: string) => ({ External_Key__c: `T-${at}`, LastName, Company: 'Acme', AnnualRevenue: 20 });
    const { run } = await here.run(upsert, [row(0, 'Ash 2'), row(1, 'Birch 2'), row(2, 'Cedar'), row(3, 'Dogwood'), row(4, 'Elm')]);
    await here.call('PATCH', '/services/data/v60.0/sobjects/Lead/External_Key__c/T-1', { LastName: 'Theirs' });
    await here.call('PATCH', '/services/data/v60.0/sobjects/Lead/External_Key__c/T-4', { Company: 'Theirs' });

    const dry = await here.run(upsert, [{ a: 1 }], { undoes: run, mode: 'plan' });
    expect(here.store.countLedger(dry.run)['write']!.actions).toEqual({ conflict: 2, update: 2, delete: 1 });

    const undone = await here.run(upsert, [{ a: 1 }], { undoes: run });
    expect(undone.finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 5, written: 3, rejected: 2 } } });
    expect(undone.rejected.map(({ code, message }) => [code, message])).toEqual([
      ['changedSince', '"T-4" was created by the run and changed since, so it is kept. Company: before blank, ours "Acme", now "Theirs".'],
      ['changedSince', '"T-1" was changed by somebody else since the run, so it is kept. LastName: before "Birch", ours "Birch 2", now "Theirs".'],
    ]);
    const after = await here.query(leads);
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after.map(({ External_Key__c: key, LastName }) => [key, LastName])).toEqual([['T-0', 'Ash'], ['T-1', 'Theirs'], ['T-2', 'Cedar'], ['T-4', 'Elm']]);

    const forced = await here.run(upsert, [{ a: 1 }], { undoes: run, conflicts: { all: 'restore' } });
    expect(forced.finished).toMatchObject({ nodes: { write: { written: 2, unchanged: 3 } } });
    expect(await here.query(leads)).toEqual(before);
  });

  test('brings deleted records back, and an undo can be undone', async () => {
    const here = await trustFixture();
    await load(here, ['Ash', 'Birch']);
    const before = await here.query(leads);
    const ids = (await here.query("SELECT Id FROM Lead WHERE External_Key__c LIKE 'T-%'")).map(({ Id }) => ({ Id: String(Id) }));
    const { run } = await here.run({ object: 'Lead', operation: 'delete' }, ids);
    expect(await here.query(leads)).toEqual([]);
    const undo = await here.run({ object: 'Lead', operation: 'delete' }, ids, { undoes: run });
    expect(undo.finished).toMatchObject({ nodes: { write: { written: 2 } } });
    expect(await here.query(leads)).toEqual(before);
    await here.run({ object: 'Lead', operation: 'delete' }, ids, { undoes: undo.run });
    expect(await here.query(leads)).toEqual([]);
  });

  test('undeletes as a load of its own, and says that what was deleted for good is gone', async () => {
    const here = await trustFixture();
    await load(here, ['Ash', 'Birch']);
    const ids = (await here.query("SELECT Id FROM Lead WHERE External_Key__c LIKE 'T-%' ORDER BY External_Key__c")).map(({ Id }) => ({ Id: String(Id) }));
    const lead = (operation: string) => ({ object: 'Lead', operation });
    await here.run(lead('delete'), ids);
    const back = await here.run(lead('undelete'), [...ids, { Id: '00Q000000009999EAA' }]);
    expect(back.finished.nodes['write']).toMatchObject({ written: 2, rejected: 1 });
    expect(await here.query(leads)).toHaveLength(2);
    const { run } = await here.run(lead('hardDelete'), ids);
    expect(await here.query(leads)).toEqual([]);
    const { rejected } = await here.run(lead('hardDelete'), ids, { undoes: run });
    expect(rejected.map(({ code }) => code)).toEqual(['goneForGood', 'goneForGood']);
  });

  test('says what it cannot restore where only keys were read', async () => {
    const here = await trustFixture();
    await load(here, ['Ash']);
    const blind = { ...upsert, read: 'keys' };
    const { run, finished } = await here.run(blind, [{ External_Key__c: 'T-0', LastName: 'Ash', Company: 'Acme' }]);
    expect(finished.nodes['write']).toMatchObject({ written: 1, unchanged: 0 });
    const { rejected } = await here.run(blind, [{ a: 1 }], { undoes: run });
    expect(rejected).toMatchObject([{ code: 'noBeforeImage' }]);
  });

  test('gives a record its former parent back, which had been named by an external id', async () => {
    const here = await trustFixture();
    await here.call('POST', '/services/data/v60.0/sobjects/Account', { Name: 'No key' });
    const [account] = await here.query("SELECT Id FROM Account WHERE Name = 'No key'");
    await here.call('POST', '/services/data/v60.0/sobjects/Contact', { LastName: 'Ash', AccountId: account!['Id'], External_Key__c: 'T-0' });
    const settings = { object: 'Contact', operation: 'upsert', key: 'External_Key__c' };
    const parent = 'SELECT AccountId FROM Contact WHERE External_Key__c = \'T-0\'';
    const { run } = await here.run(settings, [{ External_Key__c: 'T-0', 'Account.External_Key__c': 'ACC-0001' }]);
    expect(await here.query(parent)).not.toEqual([{ AccountId: account!['Id'] }]);
    await here.run(settings, [{ a: 1 }], { undoes: run });
    expect(await here.query(parent)).toEqual([{ AccountId: account!['Id'] }]);
  });
});
